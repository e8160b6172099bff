import { hash } from 'node:crypto'
import type { Ctx } from '#context'
import { RawJson } from '#http/route.ts'
import { isId } from '#kernel/id.ts'
import type { Page } from '#kernel/page.ts'
import { stock } from '#modules/inventory/index.ts'
import { GET_IDS_MAX } from '#store/engine.ts'
import { categories, products } from './collections.ts'
import { catalogFaults } from './faults.ts'
import { findByHandle } from './handle.ts'
import type { JoinedPage, ListPage } from './pages.ts'
import type { Piece } from './pieces.ts'
import type { Product } from './product.ts'
import { productCache, type Reading } from './product-cache.ts'
import { type StockMap, toProductView } from './views.ts'

export interface ListQuery {
  readonly category?: string | undefined
  readonly limit?: number | undefined
  readonly after?: string | undefined
}

/** The page of a published product, from the cache or made now. */
export async function showProduct(ctx: Ctx, idOrHandle: string): Promise<RawJson> {
  const cache = ctx.use(productCache)
  const { json, etag } =
    cache.find(idOrHandle) ??
    (await cache.reading(async (reading) => {
      const product = await findProduct(ctx, idOrHandle)
      if (product?.status !== 'published') {
        throw catalogFaults.missing({ message: `There is no product "${idOrHandle}".` })
      }
      const [piece] = await render(ctx, reading, [product])
      return piece as Piece
    }))
  return new RawJson(json, etag)
}

/** A page of the list of published products, newest first. */
export async function listProducts(ctx: Ctx, query: ListQuery): Promise<RawJson> {
  const cache = ctx.use(productCache)
  const key = JSON.stringify([query.category, query.limit, query.after])
  const known = cache.findPage(key)
  const joined = known && cache.findJoined(known)
  if (joined) return new RawJson(joined.json, joined.etag)
  return cache.reading(async (reading) => {
    const found = known ? undefined : await findPage(ctx, query)
    const page = known ?? { key, ids: idsOf(found?.data), next: found?.next ?? null }
    if (!known) reading.keepPage(page)
    const { json, etag } = await join(ctx, reading, page, found?.data)
    return new RawJson(json, etag)
  })
}

/**
 * These products as a page of a list, in the order given and put together from the cache; only published
 * ones show.
 */
export const showProducts = (
  ctx: Ctx,
  page: { readonly ids: readonly string[]; readonly next: string | null },
): Promise<RawJson> =>
  ctx.use(productCache).reading(async (reading) => {
    const { json, etag } = await join(ctx, reading, { key: '', ...page })
    return new RawJson(json, etag)
  })

const idsOf = (found: readonly Product[] = []): string[] => found.map(({ id }) => id)

/** By id, or else by handle: no id can be a handle. */
export const findProduct = (ctx: Ctx, idOrHandle: string): Promise<Product | undefined> =>
  isId('prod', idOrHandle) ? ctx.get(products, idOrHandle) : findByHandle(ctx, products, idOrHandle)

async function findPage(ctx: Ctx, { category, limit, after }: ListQuery): Promise<Page<Product>> {
  const query = { limit, after: after || undefined }
  if (!category) return ctx.find(products, 'byStatus', { equals: ['published'], ...query })
  const found = isId('cat', category)
    ? await ctx.get(categories, category)
    : await findByHandle(ctx, categories, category)
  if (!found) throw catalogFaults.categoryMissing({ message: `There is no category "${category}".` })
  return ctx.find(products, 'byListing', { equals: ['published', found.id], ...query })
}

/**
 * A page out of pieces: those in the cache, and the others made now, of products that are loaded already
 * or not yet.
 */
async function join(
  ctx: Ctx,
  reading: Reading,
  page: ListPage,
  loaded?: readonly Product[],
): Promise<JoinedPage> {
  const cache = ctx.use(productCache)
  const known = new Map(page.ids.map((id) => [id, cache.find(id)]))
  const missing = page.ids.filter((id) => !known.get(id))
  const found = loaded ?? (await ctx.get(products, missing))
  const unknown = found.filter((product) => product && !known.get(product.id)) as Product[]
  for (const piece of await render(ctx, reading, unknown)) known.set(piece.id, piece)
  const pieces = page.ids.flatMap((id) => known.get(id) ?? [])
  const joined = {
    pieces,
    json: toJson(pieces, page.next),
    etag: etagOf([page.next, ...pieces.map(({ etag }) => etag)].join()),
  }
  cache.keepJoined(page, joined)
  return joined
}

async function render(ctx: Ctx, reading: Reading, found: readonly Product[]): Promise<Piece[]> {
  const stocked = await loadStock(ctx, found)
  return found.flatMap((product) => {
    if (product.status !== 'published') return []
    const piece = toPiece(product, stocked)
    reading.keep(piece)
    return [piece]
  })
}

/** The stock of all variants of these products. */
export async function loadStock(ctx: Ctx, of: readonly Product[]): Promise<StockMap> {
  const ids = of.flatMap(({ variants }) => variants.map(({ id }) => id))
  const stocked = new Map()
  for (let at = 0; at < ids.length; at += GET_IDS_MAX) {
    const slice = ids.slice(at, at + GET_IDS_MAX)
    const items = await ctx.get(stock, slice)
    for (const [n, id] of slice.entries()) stocked.set(id, items[n])
  }
  return stocked
}

function toPiece(product: Product, stocked: StockMap): Piece {
  const text = JSON.stringify(toProductView(product, stocked))
  // Not from Node's pool of buffers: a piece that is kept would hold on to its neighbours there.
  const json = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  json.write(text)
  return {
    id: product.id,
    handle: product.handle,
    variantIds: product.variants.map(({ id }) => id),
    json,
    etag: etagOf(text),
  }
}

const etagOf = (text: string) => `"${hash('sha1', text, 'base64url')}"`

const OPEN = Buffer.from('{"data":[')
const COMMA = Buffer.from(',')

function toJson(pieces: readonly Piece[], next: string | null): Buffer {
  const parts: Buffer[] = [OPEN]
  for (const { json } of pieces) {
    if (parts.length > 1) parts.push(COMMA)
    parts.push(json)
  }
  parts.push(Buffer.from(`],"next":${JSON.stringify(next)}}`))
  return Buffer.concat(parts)
}
