import { hash } from 'node:crypto'
import { type Clock, type Instant, SECOND_MS } from '#kernel/clock.ts'
import {
  NOTHING_COUNTED,
  type Others,
  type SharedCount,
  type SharedCountInit,
  type SharedCounts,
} from '#kernel/shared-counts.ts'
import type { Redis, Send } from './redis.ts'

const EXCHANGE_MS = 200
/** Of each kind; the one that was touched longest ago is forgotten first. */
const KEYS_MAX = 20_000
/** Of each kind, in one exchange. The others wait for the next. */
const EXCHANGED_MAX = 1_000
const WATCHED_MAX = 200

interface Entry {
  readonly key: string
  /** Counted here and not told yet. */
  pending: number
  /** Of what lies in Redis, as much as this process put there. */
  told: number
  others: number
  until: Instant
}

export interface SharedCountsInit {
  readonly redis: Redis
  readonly clock: Clock
  /** The same in each process of the shop: without it, keys would tell what was counted to who guesses. */
  readonly secret: string
  readonly exchangeMs?: number
}

/**
 * Counts in Redis. What was counted here goes there several times a second and brings back what all have
 * counted. Where Redis is away it is not sent again: it may have arrived, and what is counted twice would
 * turn away people who did nothing. Then the others have a little too few, and each still counts its own.
 */
export function createRedisSharedCounts(init: SharedCountsInit): SharedCounts & { close(): void } {
  const { redis, clock, secret, exchangeMs = EXCHANGE_MS } = init
  const kinds: Kind[] = []
  let isUnderWay = false

  async function exchange(): Promise<void> {
    if (isUnderWay) return
    isUnderWay = true
    for (const kind of kinds) await kind.exchange(redis).catch(() => undefined)
    isUnderWay = false
  }

  const timer = setInterval(exchange, exchangeMs).unref()
  return {
    open(init) {
      const hashOf = (key: string) =>
        hash('sha256', `${secret} ${init.name} ${key}`, 'base64url').slice(0, 22)
      const kind = createKind(init, clock, hashOf)
      kinds.push(kind)
      return kind
    },
    close: () => clearInterval(timer),
  }
}

interface Kind extends SharedCount {
  exchange(redis: Redis): Promise<void>
}

function createKind(init: SharedCountInit, clock: Clock, hashOf: (key: string) => string): Kind {
  const { watchFrom = Number.POSITIVE_INFINITY } = init
  const entries = new Map<string, Entry>()
  const due = new Set<Entry>()
  const watched = new Set<Entry>()
  let watchedAt = clock.now()

  function forget(entry: Entry): void {
    entries.delete(entry.key)
    due.delete(entry)
    watched.delete(entry)
  }

  function touch(key: string, by: number): Entry | undefined {
    const known = entries.get(key)
    if (!known && by === 0) return undefined
    const entry = known ?? { key, pending: 0, told: 0, others: 0, until: 0 }
    entries.delete(key)
    entries.set(key, entry)
    const [oldest] = entries.values()
    if (entries.size > KEYS_MAX && oldest) forget(oldest)
    entry.pending += by
    due.add(entry)
    return entry
  }

  /** They are asked for again, whoever counts: else each process would have a pace of its own. */
  function addWatched(now: Instant): void {
    if (now - watchedAt < SECOND_MS) return
    watchedAt = now
    for (const entry of [...watched].slice(0, WATCHED_MAX)) {
      // To the end, so that all have their turn.
      watched.delete(entry)
      if (entry.until > now) due.add(entry)
    }
  }

  function learn(entry: Entry, { by, total, leftMs }: Told): void {
    if (total < entry.told) entry.told = Math.max(0, by)
    entry.others = Math.max(0, total - entry.told)
    entry.until = clock.now() + (leftMs > 0 ? leftMs : init.keptMs)
    if (total >= watchFrom) watched.add(entry)
  }

  return {
    add(key, by) {
      const entry = touch(hashOf(key), by)
      return entry ? othersOf(entry, clock.now()) : NOTHING_COUNTED
    },
    async exchange(redis) {
      const now = clock.now()
      addWatched(now)
      if (due.size === 0) return
      const batch = [...due].slice(0, EXCHANGED_MAX).map((entry) => {
        due.delete(entry)
        const by = entry.pending
        entry.pending = 0
        entry.told = (entry.until > now ? entry.told : 0) + by
        return { entry, by }
      })
      const told = await redis.ask((send) =>
        Promise.all(batch.map(({ entry, by }) => tell(send, init, { key: entry.key, by }))),
      )
      for (const [at, { entry }] of batch.entries()) if (told?.[at]) learn(entry, told[at])
    },
  }
}

const othersOf = ({ others, until }: Entry, now: Instant): Others =>
  until > now && others > 0 ? { count: others, leftMs: until - now } : NOTHING_COUNTED

interface Told {
  readonly by: number
  readonly total: number
  readonly leftMs: number
}

/** `NX`, since Redis 7: only where the key has no end yet. What is taken back prolongs nothing. */
async function tell(
  send: Send,
  { keptMs, since }: SharedCountInit,
  { key, by }: { key: string; by: number },
): Promise<Told> {
  const at = `ms:count:${key}`
  const once = since === 'first' || by <= 0 ? ['NX'] : []
  const [total, , leftMs] = await Promise.all([
    send(at, ['INCRBY', at, String(by)]),
    send(at, ['PEXPIRE', at, String(keptMs), ...once]),
    send(at, ['PTTL', at]),
  ])
  return { by, total: Number(total), leftMs: Number(leftMs) }
}
