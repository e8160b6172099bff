/**
 * `__Host-` makes browsers insist on `Secure`, on this host alone and on the whole of it
 * (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes). They take
 * `http://localhost` for secure, too.
 */
export const SESSION_COOKIE = '__Host-session'

const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Lax'

/** The browser keeps it for as long as the server would take it; the server decides when that ends. */
const KEPT_S = 180 * 24 * 60 * 60

export const sessionCookie = (token: string): string =>
  `${SESSION_COOKIE}=${token}; Max-Age=${KEPT_S}; ${ATTRIBUTES}`

export const NO_SESSION_COOKIE = `${SESSION_COOKIE}=; Max-Age=0; ${ATTRIBUTES}`

/** The token in a `Cookie` header. */
export function tokenInCookie(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (pair.slice(0, at).trim() === SESSION_COOKIE) return pair.slice(at + 1).trim() || undefined
  }
  return undefined
}
