import type {
  Args,
  AskOf,
  DownloadPath,
  EachAsk,
  ItemOf,
  ListPath,
  Page,
  PathOf,
  ReplyOf,
  UploadAsk,
  UploadPath,
  UploadReply,
} from './api-types.ts'
import { createClient } from './client.ts'
import { readJson } from './exchange.ts'
import { type Ask, filled, type Verb } from './request.ts'
import { RETRIES_MAX } from './retries.ts'
import { browserSession, type Session, tokenSession } from './session.ts'

export interface ShopOptions {
  /** Where the shop is, without `/api`: `https://shop.example`. Left out in pages that the shop serves itself. */
  readonly baseUrl?: string
  /** Who asks. By default the browser's session in the shop's own pages, else a token in memory. */
  readonly session?: Session
  /** In place of the global one: for cookies in Node, for tests, for a log. */
  readonly fetch?: typeof globalThis.fetch
  /** How often a request is sent again, 3 by default. */
  readonly retries?: number
  /** How long one try may take, 30,000 by default; 0 for as long as it takes. Files may take any time. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 30_000

/** A query as TanStack Query takes it: `useQuery(shop.query('/products'))`. */
export interface Query<T> {
  /** The address with its parameters put in, and the query. */
  readonly queryKey: readonly [path: string, query: object]
  readonly queryFn: (context: { readonly signal?: AbortSignal }) => Promise<T>
}

/**
 * A shop's API. Every address, parameter and body is typed by the API's description; see
 * docs/reference/routes.md. Each call rejects with a ShopError, a NetworkError, or the reason of its signal.
 *
 * @example
 * const product = await shop.get('/products/{idOrHandle}', { path: { idOrHandle: 'tea-towel' } })
 */
export interface Shop {
  get<P extends PathOf<'get'>>(path: P, ...ask: Args<AskOf<'get', P>>): Promise<ReplyOf<'get', P>>
  /** Has an `Idempotency-Key`: however often it is sent, it is done once. */
  post<P extends PathOf<'post'>>(path: P, ...ask: Args<AskOf<'post', P>>): Promise<ReplyOf<'post', P>>
  put<P extends PathOf<'put'>>(path: P, ...ask: Args<AskOf<'put', P>>): Promise<ReplyOf<'put', P>>
  /** Is sent again by itself only with a `version`: else it could undo what came in between. */
  patch<P extends PathOf<'patch'>>(path: P, ...ask: Args<AskOf<'patch', P>>): Promise<ReplyOf<'patch', P>>
  delete<P extends PathOf<'delete'>>(path: P, ...ask: Args<AskOf<'delete', P>>): Promise<ReplyOf<'delete', P>>
  /** Everything in a list. The next page is asked for when the one before is used up, `limit` at a time. */
  each<P extends ListPath>(path: P, ...ask: Args<EachAsk<P>>): AsyncGenerator<ItemOf<P>, void, undefined>
  /** Sends a file, and tells how much of it is on its way. A repetition begins at 0 again. */
  upload<P extends UploadPath>(path: P, ask: UploadAsk<P>): Promise<UploadReply<P>>
  download<P extends DownloadPath>(path: P, ...ask: Args<AskOf<'get', P>>): Promise<Blob>
  /** The same as `get`, for a cache of queries. */
  query<P extends PathOf<'get'>>(path: P, ...ask: Args<AskOf<'get', P>>): Query<ReplyOf<'get', P>>
}

export function createShop(options: ShopOptions = {}): Shop {
  const { baseUrl = '', retries = RETRIES_MAX, timeoutMs = TIMEOUT_MS } = options
  const { session = defaultSession(baseUrl), fetch = (url, init) => globalThis.fetch(url, init) } = options
  if (baseUrl === '' && !options.fetch && !('location' in globalThis)) {
    throw new TypeError('Outside of a page, createShop needs the baseUrl of the shop.')
  }
  const { call, upload } = createClient({ baseUrl, session, fetch, retries, timeoutMs })
  const asking =
    (verb: Verb) =>
    (at: string, ask: Ask = {}) =>
      call({ ...ask, verb, at, read: readJson })
  const get = asking('GET')

  async function* each(at: string, { query, ...ask }: Ask = {}): AsyncGenerator<unknown, void, undefined> {
    let after: string | undefined
    do {
      const page = (await get(at, { ...ask, query: { ...query, after } })) as Page<unknown>
      yield* page.data
      after = page.next ?? undefined
    } while (after !== undefined)
  }

  const shop = {
    get,
    post: asking('POST'),
    put: asking('PUT'),
    patch: asking('PATCH'),
    delete: asking('DELETE'),
    each,
    upload,
    download: (at: string, ask: Ask = {}) => call({ ...ask, verb: 'GET', at, read: (reply) => reply.blob() }),
    query: (at: string, ask: Ask = {}) => ({
      queryKey: [filled(at, ask.path), ask.query ?? {}],
      queryFn: ({ signal }: { signal?: AbortSignal }) => get(at, signal ? { ...ask, signal } : ask),
    }),
  } satisfies Readonly<Record<keyof Shop, unknown>>
  // What each address takes and answers is in the interface; beneath it every address is a string.
  return shop as unknown as Shop
}

/** Pages of the shop itself have its cookie. */
const defaultSession = (baseUrl: string): Session => (baseUrl === '' ? browserSession() : tokenSession())
