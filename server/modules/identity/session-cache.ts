import { port } from '#kernel/port.ts'
import type { Engine, Write } from '#store/engine.ts'
import { type Session, sessions, users } from './collections.ts'
import type { User } from './user.ts'

/** Enough to know whom a token stands for, and nothing by which anybody could be recognised. */
export interface KnownSession {
  readonly session: Pick<
    Session,
    'userId' | 'createdAt' | 'lastSeenAt' | 'expiresAt' | 'endsAt' | 'authenticatedAt'
  > & {
    readonly kind: 'bearer' | 'cookie'
    /** Where it was last seen, as a hash that takes the token to make. */
    readonly place: string
  }
  readonly user: Pick<User, 'role' | 'sessionsSince'>
}

/** Which of them are about to be something else, by id. */
export interface TakenBack {
  readonly sessions: readonly string[]
  readonly users: readonly string[]
}

/**
 * Remembers sessions outside of the store, for all processes, where that is faster. What it answers was true
 * after the last `takeBack` of it that was acknowledged, and a minute ago in any case.
 */
export interface SessionCache {
  /** Undefined where it does not know, or does not know in time. */
  find(sessionId: string): Promise<KnownSession | undefined>
  /** In the background. `readAt`: a moment before it was read from the store. */
  keep(sessionId: string, known: KnownSession, readAt: number): void
  /**
   * Resolves when no process is answered with it any more, also by who has read it and not kept it yet. Where
   * the cache is away it resolves all the same, and goes on trying.
   */
  takeBack(changed: TakenBack): Promise<void>
}

/** Null: sessions are read from the store. */
export const sessionCache = port<SessionCache | null>('identity.session-cache')

/** The engine, with what is about to change taken back before each commit, whoever commits. */
export const takingBack = (engine: Engine, cache: Pick<SessionCache, 'takeBack'>): Engine => ({
  ...engine,
  async commit(writes) {
    const changed = { sessions: changedIn(sessions, writes), users: changedIn(users, writes) }
    if (changed.sessions.length + changed.users.length > 0) await cache.takeBack(changed)
    await engine.commit(writes)
  },
})

/** What is inserted nobody can know yet. */
const changedIn = ({ name }: { name: string }, writes: readonly Write[]): string[] =>
  writes.filter(({ op, collection }) => op !== 'insert' && collection.name === name).map(({ id }) => id)
