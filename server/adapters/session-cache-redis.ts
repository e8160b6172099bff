import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto'
import { type Clock, type Instant, SECOND_MS } from '#kernel/clock.ts'
import type { KnownSession, SessionCache } from '#modules/identity/session-cache.ts'
import type { Redis } from './redis.ts'

/** Counted from when it was read from the store: how old an answer can be if all that guards it fails. */
const KEPT_MS = 60 * SECOND_MS
/**
 * How long what was taken back cannot be kept anew. By then, whatever was read before the change is too old,
 * however long its reader was held up.
 */
const BARRED_MS = 120 * SECOND_MS
/** How far the clocks of two machines may be apart. */
const SKEW_MS = 5 * SECOND_MS
const RETRY_MS = 500
const RETRIED_MAX = 10_000
const OWNERS_MAX = 10_000
const BARRED = '-'
const MAC_CHARS = 22

export interface SessionCacheInit {
  readonly redis: Redis
  readonly clock: Clock
  /** The first signs, all are known. Whoever can write to Redis could else become anybody. */
  readonly secrets: readonly string[]
}

interface Entry<T> {
  readonly readAt: Instant
  readonly value: T
}

type SessionFacts = KnownSession['session']
type UserFacts = KnownSession['user']

/**
 * Session and user each under a key of its own, so that either can be taken back alone. A change puts a bar
 * in the place of the entry, before it is committed; who read before it and comes late finds the place taken.
 */
export function createRedisSessionCache(init: SessionCacheInit): SessionCache & { close(): void } {
  const { redis, clock } = init
  const signed = createSignature(init.secrets)
  /** Whose a session is never changes, and knowing it both can be asked for at once. */
  const owners = new Map<string, string>()
  /** Bars that Redis has not acknowledged, and until when it is worth trying. */
  const unbarred = new Map<string, Instant>()

  function read<T>(key: string, text: unknown): T | undefined {
    if (typeof text !== 'string' || text === BARRED || unbarred.has(key)) return undefined
    const entry = signed.open(key, text) as Entry<T> | undefined
    // What lay there while this process could not see it may have changed without a bar.
    const since = Math.max(clock.now() - KEPT_MS, redis.upSince() + SKEW_MS)
    return entry && entry.readAt > since ? entry.value : undefined
  }

  async function bar(keys: readonly string[]): Promise<void> {
    const done = await redis.insist((send) =>
      Promise.all(keys.map((key) => send(key, ['SET', key, BARRED, 'PX', String(BARRED_MS)]))),
    )
    if (done) for (const key of keys) unbarred.delete(key)
  }

  function retry(): void {
    const now = clock.now()
    for (const [key, until] of unbarred) if (until < now) unbarred.delete(key)
    if (unbarred.size > 0) void bar([...unbarred.keys()])
  }
  const timer = setInterval(retry, RETRY_MS).unref()

  return {
    async find(sessionId) {
      const sessionKey = keyOf('session', sessionId)
      const known = owners.get(sessionId)
      const found = await redis.ask(async (send) => {
        const get = (key: string) => send(key, ['GET', key])
        const [sessionText, userText] = await Promise.all([get(sessionKey), known && get(known)])
        const session = read<SessionFacts>(sessionKey, sessionText)
        if (!session) return null
        const userKey = known ?? keyOf('user', session.userId)
        const user = read<UserFacts>(userKey, known ? userText : await get(userKey))
        return user ? { session, user } : null
      })
      if (found && !known) remember(owners, sessionId, keyOf('user', found.session.userId))
      return found ?? undefined
    },
    keep(sessionId, { session, user }, readAt) {
      const userKey = keyOf('user', session.userId)
      remember(owners, sessionId, userKey)
      const entries = [
        [keyOf('session', sessionId), session],
        [userKey, user],
      ] as const
      void redis.ask((send) =>
        Promise.all(
          entries.map(([key, value]) =>
            send(key, ['SET', key, signed.seal(key, { readAt, value }), 'PX', String(KEPT_MS), 'NX']),
          ),
        ),
      )
    },
    async takeBack({ sessions, users }) {
      const keys = [...sessions.map((id) => keyOf('session', id)), ...users.map((id) => keyOf('user', id))]
      for (const key of keys) remember(unbarred, key, clock.now() + BARRED_MS, RETRIED_MAX)
      const barring = bar(keys)
      if (redis.up()) await barring
    },
    close: () => clearInterval(timer),
  }
}

const keyOf = (kind: 'session' | 'user', id: string): string =>
  `ms:${kind}:${hash('sha256', id, 'base64url').slice(0, 32)}`

function remember<V>(known: Map<string, V>, key: string, value: V, max = OWNERS_MAX): void {
  known.delete(key)
  known.set(key, value)
  const [oldest] = known.keys()
  if (known.size > max && oldest !== undefined) known.delete(oldest)
}

/** What was signed for one key is nothing under another. */
function createSignature(secrets: readonly string[]) {
  const macKeys = secrets.map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'marketsquare session cache', 32)),
  )
  const [current] = macKeys
  if (!current) throw new TypeError('A session cache needs a secret.')
  const macOf = (macKey: Buffer, key: string, json: string) =>
    createHmac('sha256', macKey).update(`${key}\n${json}`).digest('base64url').slice(0, MAC_CHARS)
  const isMac = (a: string, b: string) =>
    a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
  return {
    seal(key: string, value: unknown): string {
      const json = JSON.stringify(value)
      return `${macOf(current, key, json)}${json}`
    },
    open(key: string, text: string): unknown {
      const [mac, json] = [text.slice(0, MAC_CHARS), text.slice(MAC_CHARS)]
      return macKeys.some((macKey) => isMac(macOf(macKey, key, json), mac)) ? JSON.parse(json) : undefined
    },
  }
}
