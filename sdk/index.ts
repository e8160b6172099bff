/** An amount in the currency's smallest unit: `{ amount: 1999, currency: 'USD' }` is $19.99. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

/** Every list of the API. */
export interface Page<T> {
  readonly data: readonly T[]
  /** Pass it as `after` to get the next page; null on the last. */
  readonly next: string | null
}

/** A refusal, as RFC 9457 has it. Which members it brings besides depends on `code`. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  /** Stable, for programs: `cart.closed`. */
  readonly code: string
  /** For people: what is wrong and what to do. */
  readonly detail: string
  readonly requestId: string
  /** Which fields were refused, and why. */
  readonly errors?: readonly { readonly field: string; readonly reason: string }[]
  readonly [member: string]: unknown
}

/** Thrown for every reply that is not 2xx. */
export class ShopError extends Error {
  readonly status: number
  readonly code: string
  readonly problem: Problem
  /** Seconds to wait before asking again, where the shop said so (429, 503). */
  readonly retryAfter: number | undefined

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail)
    this.name = 'ShopError'
    this.status = problem.status
    this.code = problem.code
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

export interface ShopOptions {
  /** Where the shop is, without `/api`: `https://shop.example`. */
  readonly baseUrl: string
  /** A bearer token, or where to get it at each request: it changes with sign-in and sign-out. */
  readonly token?: string | (() => string | undefined)
  readonly fetch?: typeof globalThis.fetch
}

export interface Ask {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  /**
   * For POST. Use the same one when you send the same request again: it is then done once. One is made if
   * none is given.
   */
  readonly idempotencyKey?: string
  /** The `version` that the change builds on; the shop refuses with 412 when it is no longer true. */
  readonly version?: number
  readonly signal?: AbortSignal
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Shop {
  /**
   * Asks the shop and answers the body, undefined for an empty one. The type of the body is what the caller
   * says.
   *
   * @example
   * const cart = await shop.request<{ id: string }>('POST', '/carts', { body: { countryCode: 'US' } })
   */
  request<T = unknown>(method: Method, path: string, ask?: Ask): Promise<T>
  /** Everything in a list, page by page as it is needed. */
  list<T = unknown>(path: string, query?: Ask['query']): AsyncGenerator<T, void>
}

export function createShop({ baseUrl, token, fetch = globalThis.fetch }: ShopOptions): Shop {
  const base = `${baseUrl.replace(/\/+$/, '')}/api`

  async function request<T>(method: Method, path: string, ask: Ask = {}): Promise<T> {
    const bearer = typeof token === 'function' ? token() : token
    const reply = await fetch(`${base}${path}${searchOf(ask.query)}`, {
      method,
      headers: headersOf(method, ask, bearer),
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      signal: ask.signal ?? null,
    })
    const text = await reply.text()
    if (reply.ok) return (text === '' ? undefined : JSON.parse(text)) as T
    const retryAfter = Number(reply.headers.get('retry-after')) || undefined
    throw new ShopError(problemOf(reply, text), retryAfter)
  }

  return {
    request,
    async *list<T>(path: string, query?: Ask['query']) {
      let after: string | undefined
      do {
        const page: Page<T> = await request('GET', path, { query: { ...query, ...(after && { after }) } })
        yield* page.data
        after = page.next ?? undefined
      } while (after !== undefined)
    },
  }
}

function searchOf(query: Ask['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
  return search && `?${search}`
}

function headersOf(method: Method, ask: Ask, bearer: string | undefined): Record<string, string> {
  return {
    ...(bearer && { authorization: `Bearer ${bearer}` }),
    ...(ask.body !== undefined && { 'content-type': 'application/json' }),
    ...(method === 'POST' && { 'idempotency-key': ask.idempotencyKey ?? crypto.randomUUID() }),
    ...(ask.version !== undefined && { 'if-match': `"${ask.version}"` }),
  }
}

/** What comes from a proxy in between is no problem of the shop's; it is given the form of one. */
function problemOf(reply: Response, text: string): Problem {
  if (reply.headers.get('content-type')?.startsWith('application/problem+json')) return JSON.parse(text)
  const { status, statusText } = reply
  const detail = `The shop's address answered ${status} ${statusText} without saying why.`
  return { type: 'about:blank', title: statusText, status, code: `http.${status}`, detail, requestId: '' }
}
