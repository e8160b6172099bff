import { SIGN_INS } from './generated/routes.ts'
import { randomKey } from './retries.ts'
import type { Session } from './session.ts'

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a caller may say, of whatever address: the types of each address let through what it knows. */
export interface Ask {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>
  readonly body?: unknown
  readonly key?: string
  readonly version?: number
  readonly signal?: AbortSignal
}

/** The address with its parameters put in. */
export function filled(path: string, values: Ask['path'] = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    // An address is tidied before it is sent: `/products/` and `/products/..` would be other places.
    if (!value || value === '.' || value === '..') {
      throw new TypeError(`${path} needs path.${name}, which is ${JSON.stringify(value)}.`)
    }
    return encodeURIComponent(value)
  })
}

export function searchOf(query: Ask['query'] = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value))
  }
  return search.size > 0 ? `?${search}` : ''
}

/** Made once for a call: every repetition has to be the same request, with the same key. */
export function headersOf(verb: Verb, ask: Ask, token: string | undefined): Headers {
  const headers = new Headers({ accept: 'application/json' })
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  if (ask.body !== undefined) headers.set('content-type', 'application/json')
  if (verb === 'POST') headers.set('idempotency-key', ask.key ?? randomKey())
  if (ask.version !== undefined) headers.set('if-match', `"${ask.version}"`)
  return headers
}

/** Whether sending it twice does it once. A change by PATCH is, where it names what it builds on. */
export const isRepeatable = (verb: Verb, { version }: Ask): boolean =>
  verb !== 'PATCH' || version !== undefined

/** Signing in says whether the token is wanted in a cookie. */
export function bodyOf(at: string, { body }: Ask, session: Session): string | null {
  if (body === undefined) return null
  const wish = session.cookie && SIGN_INS[at] ? { ...(body as object), cookie: true } : body
  return JSON.stringify(wish)
}

/** The session follows what was done: signing in brings a token, signing out ends it. */
export function follow(session: Session, done: { verb: Verb; at: string; reply: unknown }): void {
  const act = `${done.verb} ${done.at}`
  if (done.verb === 'POST' && done.at in SIGN_INS) session.keep((done.reply as { token?: string }).token)
  if (act === 'POST /logout' || act === 'DELETE /me') session.keep(undefined)
}
