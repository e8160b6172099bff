import type { Clock, Instant } from '#kernel/clock.ts'
import type { RedisConnection } from './redis-connection.ts'
import { createLink } from './redis-link.ts'

/** One that is waited for at most this long. Longer than a command takes, shorter than anybody notices. */
const TIMEOUT_MS = 50
/** How often it is looked whether Redis is there; after a failure it is left alone until then. */
const LOOK_EVERY_MS = 1_000
/** After so many looks without an answer the connection is made anew. */
const MISSED_MAX = 10

export interface RedisInit {
  /** `redis://…`; several with commas between them, or `?cluster=true`, for a cluster. */
  readonly url: string
  readonly clock: Clock
  readonly log: { warn(details: object, message: string): void; info(details: object, message: string): void }
  readonly timeoutMs?: number
  readonly lookEveryMs?: number
}

export type Send = RedisConnection['send']

/** A Redis that may be away or slow at any time, and is done without while it is. */
export interface Redis {
  /**
   * What the work makes of Redis's answers; undefined where Redis is away, or has not answered all in time.
   * What was sent by then may still be done.
   */
  ask<R>(work: (send: Send) => Promise<R>): Promise<R | undefined>
  /** As `ask`, but also where Redis was away a moment ago: for what has to be there as soon as it is back. */
  insist<R>(work: (send: Send) => Promise<R>): Promise<R | undefined>
  /** Tells whoever listens on the channel; lost where Redis is away. */
  publish(channel: string, message: string): void
  subscribe(channel: string, listener: (message: string) => void): void
  up(): boolean
  /** Since when it has been there without a gap, as far as this process saw. Meaningless while it is away. */
  upSince(): Instant
  /** How often it was done without. */
  fallbacks(): number
  close(): void
}

/** Begins to connect, and waits for nothing. */
export function createRedis(init: RedisInit): Redis {
  const { url, clock, log, timeoutMs = TIMEOUT_MS, lookEveryMs = LOOK_EVERY_MS } = init
  const link = createLink({ url, onConnected: look, onError: lose })
  let state: 'new' | 'up' | 'away' | 'closed' = 'new'
  let upSince = clock.now()
  let missed = 0
  let fallbacks = 0

  function lose(err: unknown): void {
    if (state === 'away' || state === 'closed') return
    state = 'away'
    log.warn({ err: textOf(err) }, 'Redis is away: the shop goes on without it.')
  }

  function find(): void {
    missed = 0
    if (state === 'closed') return
    if (state !== 'up') {
      upSince = clock.now()
      log.info({}, 'Redis is there.')
    }
    state = 'up'
    link.listen()
  }

  async function look(): Promise<void> {
    if (link.connection.isReady()) {
      await inTime(link.connection.ping(), Math.max(timeoutMs, lookEveryMs / 2)).then(find, lose)
    }
  }

  async function insist<R>(work: (send: Send) => Promise<R>): Promise<R | undefined> {
    const { isReady, send } = link.connection
    try {
      if (isReady()) return await inTime(work(send), timeoutMs)
    } catch (err) {
      lose(err)
    }
    fallbacks += 1
    return undefined
  }

  link.connect()
  const timer = setInterval(() => {
    missed = (missed + 1) % MISSED_MAX
    if (missed === 0) link.startAnew()
    else link.connect()
    void look()
  }, lookEveryMs).unref()

  return {
    async ask(work) {
      if (state === 'up') return insist(work)
      fallbacks += 1
      return undefined
    },
    insist,
    publish(channel, message) {
      if (state === 'up') link.connection.publish(channel, message).catch(lose)
    },
    subscribe(channel, listener) {
      link.subscribe(channel, listener)
      if (state === 'up') link.listen()
    },
    up: () => state === 'up',
    upSince: () => upSince,
    fallbacks: () => fallbacks,
    close() {
      state = 'closed'
      clearInterval(timer)
      link.connection.close()
    },
  }
}

/** Rejects when it takes longer, and lets it go on: nothing that was sent can be called back. */
function inTime<R>(work: Promise<R>, timeoutMs: number): Promise<R> {
  const { promise, resolve, reject } = Promise.withResolvers<R>()
  const late = () => reject(new Error(`no answer within ${timeoutMs} ms`))
  // A process that was busy itself finds the timer due before it has read what has long been answered.
  const timer = setTimeout(() => setImmediate(late), timeoutMs)
  work.then(resolve, reject).finally(() => clearTimeout(timer))
  return promise
}

/** The message alone: an address in it may hold a password. */
const textOf = (err: unknown): string => (err instanceof Error ? err.message : String(err))
