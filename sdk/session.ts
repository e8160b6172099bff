/** Who is signed in, and how the shop is told. Sign-in and sign-out through the shop keep it up to date. */
export interface Session {
  /** The token is asked for in a cookie that no script can read, rather than in the reply. */
  readonly cookie: boolean
  /** Goes out as `Authorization: Bearer …`. */
  token(): string | undefined
  /** Told at every sign-in; with undefined at sign-out, and when the shop knows the token no more. */
  keep(token: string | undefined): void
}

/** Where a token outlives the program: `localStorage`, `sessionStorage`, or anything with the same three. */
export interface TokenStorage {
  getItem(name: string): string | null
  setItem(name: string, value: string): void
  removeItem(name: string): void
}

/**
 * For pages that the shop serves itself: the browser holds the session in an `HttpOnly` cookie, which no
 * script can read, and there is nothing to keep.
 */
export const browserSession = (): Session => ({ cookie: true, token: () => undefined, keep: () => undefined })

const STORED_AS = 'marketsquare-token'

/** For apps, and for pages of other origins: a bearer token, in memory unless there is a storage. */
export function tokenSession(storage?: TokenStorage): Session {
  let held: string | undefined
  return {
    cookie: false,
    token: () => (storage ? (storage.getItem(STORED_AS) ?? undefined) : held),
    keep(token) {
      held = token
      if (token === undefined) storage?.removeItem(STORED_AS)
      else storage?.setItem(STORED_AS, token)
    },
  }
}

/** For programs that work for the shop: a key made under `/admin/api-keys`. It neither signs in nor out. */
export const apiKey = (key: string): Session => ({ cookie: false, token: () => key, keep: () => undefined })
