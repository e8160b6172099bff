import type { Log } from '#context'
import { type Clock, type Instant, SECOND_MS } from '#kernel/clock.ts'
import type { RecordedEvent } from '#kernel/event.ts'
import { newId } from '#kernel/id.ts'
import { toDocument } from '#store/collection.ts'
import { events } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'
import { createWaker } from './wake.ts'

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
  /** How far behind most are that are behind at all: so much is read twice in each poll. */
  readonly overlapMs?: number
}

export interface Follower {
  /** Looks now. */
  poll(): Promise<void>
  /** Another process may have committed: looks soon. */
  wake(): void
  stop(): Promise<void>
}

const PAGE = 500
const TOLD_MAX = 100_000
/** Woken more often, it looks no more often. */
const WAKE_EVERY_MS = 25

/**
 * Tells of the events that other processes on the same store commit, so that what is kept in memory can
 * follow. (Those of this process are seen through `store.onCommit`.)
 *
 * Ids sort by time, but one made earlier may become visible later: its commit waited for a lock, or a clock
 * is behind. So reading on from the last id is not enough. Each poll reads the last moments again, and every
 * half window the whole window before the last such time; what was told before is left out by id.
 *
 * Nothing is missed as long as no event becomes visible later than `windowMs` after the time in its id. An
 * engine lets no commit become visible later than `COMMIT_MS_MAX` after the call, right before which its ids
 * are made; what is left of the window is for clocks that differ. How long this process itself was held up
 * plays no part: it reads on from where it was. An event is told twice where a process reads its own commit
 * in the instant before it hears of it; that is harmless to who reloads the document that the event is about.
 * Where the engine knows that nobody else has committed, nothing is read.
 */
export function followEvents(store: Store, init: FollowerInit): Follower {
  const { clock, log, pollMs = SECOND_MS, windowMs = 15 * SECOND_MS, overlapMs = 2 * SECOND_MS } = init
  const told = new Set<string>()
  let last = init.from ?? firstIdAt(clock.now() - windowMs)
  let sweptAt = clock.now()
  let foreignCommits: number | undefined
  let isUnswept = true
  /** Something was read without reading back: what was overtaken by it may be there and not be known. */
  let isPassedOver = true
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
      // One from a clock that is ahead is no reason to overlook the others.
      if (end) last = laterOf(last, earlierOf(end, firstIdAt(clock.now())))
      after = found.next && end ? [end] : null
    }
  }

  /** `back` is how much of what was read before is read again. */
  async function look(back: number): Promise<void> {
    const now = clock.now()
    // The clock was set back: what is committed from now on sorts before what was read last.
    if (now < sweptAt) sweptAt = now
    last = earlierOf(last, firstIdAt(now))
    const commits = store.engine.foreignCommits?.()
    const isNew = commits === undefined || commits !== foreignCommits
    if (isNew) isUnswept = isPassedOver = true
    if (isNew || (isPassedOver && back > 0)) {
      await readFrom(earlierOf(last, firstIdAt(now - back)))
      foreignCommits = commits
      if (back > 0) isPassedOver = false
    }
    if (now - sweptAt < windowMs / 2) return
    if (isUnswept) await readFrom(firstIdAt(sweptAt - windowMs))
    else last = laterOf(last, firstIdAt(now - windowMs))
    isUnswept = false
    sweptAt = now
    forget(firstIdAt(now - 2 * windowMs))
  }

  function begin(back: number): Promise<void> {
    polling ??= look(back).finally(() => {
      polling = undefined
    })
    return polling
  }

  const poll = () => begin(overlapMs)
  const warn = (err: unknown) => log.warn({ err }, 'Events of other processes could not be followed.')
  const timer = setInterval(() => void poll().catch(warn), pollMs)
  const waker = createWaker(async () => {
    await polling?.catch(() => undefined)
    if (!stopped) await begin(0).catch(warn)
  }, WAKE_EVERY_MS)

  return {
    poll,
    wake: waker.wake,
    async stop() {
      stopped = true
      waker.stop()
      clearInterval(timer)
      await polling?.catch(() => undefined)
    },
  }
}

const earlierOf = (a: string, b: string): string => (a < b ? a : b)
const laterOf = (a: string, b: string): string => (a > b ? a : b)

const TIME_CHARS = 10

/** What sorts before every event of that millisecond and later, and after every earlier one. */
const firstIdAt = (at: Instant): string =>
  newId('evt', { now: () => at }).slice(0, 'evt_'.length + TIME_CHARS)
