import type { Log } from '#context'
import { type Clock, type Instant, SECOND_MS } from '#kernel/clock.ts'
import type { RecordedEvent } from '#kernel/event.ts'
import { newId } from '#kernel/id.ts'
import { toDocument } from '#store/collection.ts'
import { events } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'

export interface FollowerInit {
  readonly clock: Clock
  readonly log: Log
  /**
   * Told of events in about the order of their commits. When it rejects, it is told the same again a poll
   * later.
   */
  onEvents(events: readonly RecordedEvent[]): Promise<void> | void
  /** The id of the last event that is known already; without it, the window before now is told too. */
  readonly from?: string
  readonly pollMs?: number
  /** How far behind its id's time a commit may become visible. */
  readonly windowMs?: number
}

export interface Follower {
  /** Looks now. */
  poll(): Promise<void>
  stop(): Promise<void>
}

const PAGE = 500
const TOLD_MAX = 100_000

/**
 * Tells of the events that other processes on the same store commit, so that what is kept in memory can
 * follow. (Those of this process are seen through `store.onCommit`.)
 *
 * Ids sort by time, but one made earlier may become visible later: its commit waited for a lock, or a clock
 * is behind. So reading on from the last id is not enough. Every half window the last window is read once
 * more, and what was told before is left out by id. An event is missed only where commits or clocks are
 * further behind than the window. It is told twice where a process reads its own commit in the instant
 * before it hears of it; that is harmless to who reloads the document that the event is about. Where the
 * engine knows that nobody else has committed, nothing is read.
 */
export function followEvents(store: Store, init: FollowerInit): Follower {
  const { clock, log, pollMs = SECOND_MS, windowMs = 15 * SECOND_MS } = init
  const told = new Set<string>()
  let last = init.from ?? firstIdAt(clock.now() - windowMs)
  let sweptAt = clock.now()
  let foreignCommits: number | undefined
  let isUnswept = true
  let polling: Promise<void> | undefined
  let stopped = false

  store.onCommit((_writes, own) => {
    if (!stopped) for (const { id } of own) told.add(id)
  })

  const forget = (before: string) => {
    for (const id of told) if (id < before) told.delete(id)
  }

  /** Tells of everything after an id, page by page. */
  async function readFrom(start: string): Promise<void> {
    for (let after: readonly [string] | null = [start]; after && !stopped; ) {
      const found = await store.engine.find(events, { index: 'byId', after, limit: PAGE })
      const fresh = found.rows.filter(({ id }) => !told.has(id)).map((row) => toDocument(events, row))
      if (fresh.length > 0) await init.onEvents(fresh)
      for (const { id } of fresh) told.add(id)
      // While catching up over a long time, what lies outside of the window is not read again.
      if (told.size > TOLD_MAX) forget(firstIdAt(sweptAt - 2 * windowMs))
      const end = found.rows.at(-1)?.id
      if (end && end > last) last = end
      after = found.next && end ? [end] : null
    }
  }

  async function look(): Promise<void> {
    const now = clock.now()
    const commits = store.engine.foreignCommits?.()
    if (commits === undefined || commits !== foreignCommits) {
      isUnswept = true
      await readFrom(last)
      foreignCommits = commits
    }
    if (now - sweptAt < windowMs / 2) return
    if (isUnswept) await readFrom(firstIdAt(sweptAt - windowMs))
    else last = laterOf(last, firstIdAt(now - windowMs))
    isUnswept = false
    sweptAt = now
    forget(firstIdAt(now - 2 * windowMs))
  }

  function poll(): Promise<void> {
    polling ??= look().finally(() => {
      polling = undefined
    })
    return polling
  }

  const timer = setInterval(() => {
    poll().catch((err) => log.warn({ err }, 'Events of other processes could not be followed.'))
  }, pollMs)

  return {
    poll,
    async stop() {
      stopped = true
      clearInterval(timer)
      await polling?.catch(() => undefined)
    },
  }
}

const laterOf = (a: string, b: string): string => (a > b ? a : b)

const TIME_CHARS = 10

/** What sorts before every event of that millisecond and later, and after every earlier one. */
const firstIdAt = (at: Instant): string =>
  newId('evt', { now: () => at }).slice(0, 'evt_'.length + TIME_CHARS)
