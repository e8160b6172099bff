import { DAY_MS, type Instant, toTimestamp } from '#kernel/clock.ts'
import { faults } from '#kernel/fault.ts'

export const DAYS_MAX = 366
const DAYS_DEFAULT = 30

export const salesFaults = faults('analytics', {
  unknownZone: [400, 'This is not a time zone.'],
  badRange: [400, 'This is not a range of days.'],
})

/** Days of a calendar in a time zone. */
export interface Days {
  /** `2026-11-22`, in order. */
  readonly dates: readonly string[]
  /** When each begins, and at the end when the last is over. */
  readonly starts: readonly Instant[]
}

export interface Range {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly timeZone?: string | undefined
}

/** The days of a range: until today, unless said otherwise, and thirty of them. */
export function daysOf({ from, to, timeZone = 'UTC' }: Range, now: Instant): Days {
  const offsetAt = createOffsets(timeZone)
  const last = to === undefined ? midnightBefore(now + offsetAt(now)) : toMidnight(to)
  const first = from === undefined ? last - (DAYS_DEFAULT - 1) * DAY_MS : toMidnight(from)
  const count = (last - first) / DAY_MS + 1
  if (count < 1) throw salesFaults.badRange({ message: `The range ends on ${to}, before it begins.` })
  if (count > DAYS_MAX) {
    throw salesFaults.badRange({ message: `These are ${count} days; ask for ${DAYS_MAX} at most.` })
  }
  const midnights = Array.from({ length: count + 1 }, (_, nth) => first + nth * DAY_MS)
  return {
    dates: midnights.slice(0, -1).map(toDate),
    starts: midnights.map((midnight) => startOf(midnight, offsetAt)),
  }
}

const toDate = (at: Instant): string => toTimestamp(at).slice(0, 10)

const midnightBefore = (at: Instant): Instant => Math.floor(at / DAY_MS) * DAY_MS

/** The date's beginning, if it were in UTC. */
function toMidnight(date: string): Instant {
  const at = Date.parse(`${date}T00:00:00.000Z`)
  // What the calendar does not have, such as a 30 February, comes back as another day, or as none.
  if (Number.isNaN(at) || toDate(at) !== date) {
    throw salesFaults.badRange({ message: `"${date}" is not a day such as 2026-11-22.` })
  }
  if (at < 0) throw salesFaults.badRange({ message: `${date} is before all sales; ask from 1970-01-01 on.` })
  return at
}

type OffsetAt = (at: Instant) => number

/**
 * The first moment of a day: when its midnight is, by what the clock was before or by what it is after.
 * Where it was put forward over midnight, the day begins at that moment, with a later time.
 */
function startOf(midnight: Instant, offsetAt: OffsetAt): Instant {
  const before = midnight - offsetAt(midnight - DAY_MS)
  const after = midnight - offsetAt(midnight + DAY_MS)
  const [earlier, later] = before < after ? [before, after] : [after, before]
  return earlier + offsetAt(earlier) >= midnight ? earlier : later
}

/** How far a zone's clock is ahead of UTC. */
function createOffsets(timeZone: string): OffsetAt {
  const format = formatOf(timeZone)
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    const shown = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    )
    return shown - Math.floor(at / 1_000) * 1_000
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit'
  const shape = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...shape })
  } catch (cause) {
    throw salesFaults.unknownZone({
      message: `"${timeZone}" is not a time zone such as Europe/Berlin.`,
      cause,
    })
  }
}
