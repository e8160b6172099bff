import { type Reply, toRequest } from './connection.ts'
import type { Send } from './guest-checkout.ts'

/** A page of a list, with what its answer must hold. */
export interface Listing {
  readonly request: string
  /** How many things are on it; undefined: at least one. */
  readonly count: number | undefined
  readonly isFirst?: boolean
}

const PAGES_MAX = 6
const PAGE_SIZE = 20

interface ListAnswer {
  readonly data: readonly { readonly handle: string }[]
  readonly next: string | null
}

/** The first pages of the list of all products and of each category's, with their cursors. */
export async function loadListings(send: Send): Promise<Listing[]> {
  const categories = (await getJson(send, '/api/categories')) as ListAnswer
  const queries = ['', ...categories.data.map(({ handle }) => `category=${handle}&`)]
  const listings: Listing[] = []
  for (const query of queries) {
    let after: string | null = ''
    for (let page = 0; page < PAGES_MAX && after !== null; page++) {
      const path: string = `/api/products?${query}limit=${PAGE_SIZE}${after && `&after=${after}`}`
      const { data, next } = (await getJson(send, path)) as ListAnswer
      listings.push({ request: toRequest({ method: 'GET', path }), count: data.length, isFirst: page === 0 })
      after = next
    }
  }
  return listings
}

async function getJson(send: Send, path: string): Promise<unknown> {
  const { status, body } = await send({ method: 'GET', path })
  if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${body.toString()}`)
  return JSON.parse(body.toString())
}

export async function signIn(send: Send, credentials: { email: string; password: string }): Promise<string> {
  const { status, body } = await send({ method: 'POST', path: '/api/login', body: credentials })
  if (status !== 200) throw new Error(`${credentials.email} cannot sign in: ${status} ${body.toString()}`)
  return (JSON.parse(body.toString()) as { token: string }).token
}

/**
 * Throws where an answer is not a page with something on it; read to its end, where it has not as much as
 * it must.
 */
export function expectPage({ status, body }: Reply, { request, count }: Listing, toEnd: boolean): void {
  const begins = status === 200 && body.toString('latin1', 0, 10) === '{"data":[{'
  const lacks = () => count !== undefined && (JSON.parse(body.toString()) as ListAnswer).data.length !== count
  if (begins && !(toEnd && lacks())) return
  const [asked] = request.split(' HTTP/')
  throw new Error(`${asked} must have ${count ?? 'some'}; the answer is ${status} ${body.toString()}`)
}
