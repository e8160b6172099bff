import { hash } from 'node:crypto'
import type { Ctx } from '#context'
import { RawJson } from '#http/route.ts'
import type { CustomFields } from '#kernel/custom-field.ts'
import { isId } from '#kernel/id.ts'
import type { Page } from '#kernel/page.ts'
import { stock } from '#modules/inventory/index.ts'
import { GET_IDS_MAX } from '#store/engine.ts'
import { categories, products } from './collections.ts'
import { productFields } from './custom-fields.ts'
import { catalogFaults } from './faults.ts'
import { findByHandle } from './handle.ts'
import type { Product } from './product.ts'
import { type NewPiece, type Piece, productCache, type Reading, type Rendered } from './product-cache.ts'
import { type StockMap, toProductView } from './views.ts'

export interface ListQuery {
  readonly category?: string | undefined
  readonly limit?: number | undefined
  readonly after?: string | undefined
}

/** The page of a published product, if it lies in the cache. */
export function knownProduct(at: Pick<Ctx, 'use'>, idOrHandle: string): RawJson | undefined {
  const piece = at.use(productCache).find(idOrHandle)
  return piece && toReply(piece)
}

/** The page of a published product, made now and kept in the cache. */
export async function showProduct(ctx: Ctx, idOrHandle: string): Promise<RawJson> {
  const reading = ctx.use(productCache).beginReading()
  const product = await findProduct(ctx, idOrHandle)
  if (product?.status !== 'published') {
    throw catalogFaults.missing({ message: `There is no product "${idOrHandle}".` })
  }
  const [piece] = (await render(ctx, reading, [product])) as [Piece]
  return toReply(piece)
}

/** A page of the list of published products, if it lies in the cache. */
export function knownList(at: Pick<Ctx, 'use'>, query: ListQuery): RawJson | undefined {
  const joined = at.use(productCache).findJoined(keyOf(query))
  return joined && toReply(joined)
}

const keyOf = ({ category, limit, after }: ListQuery): string => JSON.stringify([category, limit, after])

/** A page of the list of published products, newest first, put together now and kept in the cache. */
export async function listProducts(ctx: Ctx, query: ListQuery): Promise<RawJson> {
  const cache = ctx.use(productCache)
  const key = keyOf(query)
  const reading = cache.beginReading()
  const known = cache.findPage(key)
  const found = known ? undefined : await findPage(ctx, query)
  const page = known ?? { key, ids: idsOf(found?.data), next: found?.next ?? null }
  if (!known) reading.keepPage(page)
  const pieces = await loadPieces(ctx, reading, page.ids, found?.data)
  const rendered = join(pieces, page.next)
  reading.keepJoined(key, pieces, rendered)
  return toReply(rendered)
}

/**
 * These products as a page of a list, in the order given and put together from the cache; only published
 * ones show.
 */
export async function showProducts(
  ctx: Ctx,
  { ids, next }: { readonly ids: readonly string[]; readonly next: string | null },
): Promise<RawJson> {
  const reading = ctx.use(productCache).beginReading()
  return toReply(join(await loadPieces(ctx, reading, ids), next))
}

const toReply = ({ json, etag }: Rendered): RawJson => new RawJson(json, etag)

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

/** Those in the cache, and the others made now, of products that are loaded already or not yet. */
async function loadPieces(
  ctx: Ctx,
  reading: Reading,
  ids: readonly string[],
  loaded?: readonly Product[],
): Promise<Piece[]> {
  const cache = ctx.use(productCache)
  const known = new Map(ids.map((id) => [id, cache.find(id)]))
  const missing = ids.filter((id) => !known.get(id))
  if (missing.length > 0) {
    const found = loaded ?? (await ctx.get(products, missing))
    const unknown = found.filter((product) => product && !known.get(product.id)) as Product[]
    for (const piece of await render(ctx, reading, unknown)) known.set(piece.id, piece)
  }
  return ids.flatMap((id) => known.get(id) ?? [])
}

async function render(ctx: Ctx, reading: Reading, found: readonly Product[]): Promise<Piece[]> {
  const stocked = await loadStock(ctx, found)
  const fields = ctx.use(productFields)
  return found.flatMap((product) => {
    if (product.status !== 'published') return []
    return [reading.keep(toPiece(product, stocked, fields))]
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

function toPiece(product: Product, stocked: StockMap, fields: CustomFields): NewPiece {
  const json = JSON.stringify(toProductView(product, stocked, fields))
  return {
    id: product.id,
    handle: product.handle,
    variantIds: product.variants.map(({ id }) => id),
    json,
    etag: etagOf(json),
  }
}

const etagOf = (text: string) => `"${hash('sha1', text, 'base64url')}"`

function join(pieces: readonly Piece[], next: string | null): Rendered {
  const data = pieces.map(({ json }) => json).join()
  return {
    json: Buffer.from(`{"data":[${data}],"next":${JSON.stringify(next)}}`),
    etag: etagOf([next, ...pieces.map(({ etag }) => etag)].join()),
  }
}
