import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { Reply, type Route, route } from '#http/route.ts'
import { pageFaults } from '#kernel/page.ts'
import { Id, PageOf, PageQuery, Shape, Type } from '#kernel/schema.ts'
import { products } from './collections.ts'
import { productFields } from './custom-fields.ts'
import { extensionRoutes } from './extension-routes.ts'
import { catalogFaults } from './faults.ts'
import type { Product } from './product.ts'
import { NewProductBody, ProductPatchBody } from './product-input.ts'
import { changeProduct, createProduct, deleteProduct, needProduct } from './save-product.ts'
import { loadStock } from './show-products.ts'
import { AdminProductSchema, type AdminProductView, toAdminProduct } from './views.ts'

/** Room for as many variants and images as a product may have. */
const PRODUCT_BYTES_MAX = 1_048_576

const params = Shape({ productId: Id('prod') })
const write = permitted('catalog:write')

const { missing, handleTaken, badHandle, skuTaken, duplicate } = catalogFaults
const { badOptions, badVariant, wrongCurrency, unknownCategory } = catalogFaults
const saving = [
  ...[handleTaken, badHandle, skuTaken, duplicate],
  ...[badOptions, badVariant, wrongCurrency, unknownCategory],
]

/** The product as staff sees it, with the stock as this unit has staged it. */
const show = async (ctx: Ctx, product: Product): Promise<AdminProductView> =>
  toAdminProduct(product, await loadStock(ctx, [product]), ctx.use(productFields))

async function list(ctx: Ctx, query: { status?: Product['status']; limit?: number; after?: string }) {
  const { status, ...page } = query
  const found = status
    ? await ctx.find(products, 'byStatus', { equals: [status], ...page })
    : await ctx.find(products, 'byId', { reverse: true, ...page })
  const stocked = await loadStock(ctx, found.data)
  const fields = ctx.use(productFields)
  return { data: found.data.map((product) => toAdminProduct(product, stocked, fields)), next: found.next }
}

const revision = async (ctx: Ctx, { productId = '' }: Readonly<Record<string, string>>) =>
  (await ctx.get(products, productId))?.revision

export const productRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/admin/products',
    summary: 'List products, drafts too, newest first',
    access: permitted('catalog:read'),
    query: Shape({
      status: Type.Optional(Type.Union([Type.Literal('draft'), Type.Literal('published')])),
      ...PageQuery,
    }),
    replies: { 200: PageOf(AdminProductSchema) },
    faults: [pageFaults.badCursor],
    handle: (ctx, { query }) => list(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/admin/products',
    summary: 'Create a product with its variants and their stock',
    description:
      'Only `title` and one variant with a `price` are needed: the handle is made from the title, the options from ' +
      'the variants. It is a draft until `status` is `published`.',
    access: write,
    body: NewProductBody,
    bodyBytesMax: PRODUCT_BYTES_MAX,
    replies: { 201: AdminProductSchema },
    faults: saving,
    handle: async (ctx, { body }) => {
      const product = await createProduct(ctx, body)
      return new Reply(201, await show(ctx, product), { location: `/api/admin/products/${product.id}` })
    },
  }),
  route({
    method: 'GET',
    path: '/admin/products/:productId',
    summary: 'Read a product, draft or published',
    access: permitted('catalog:read'),
    params,
    replies: { 200: AdminProductSchema },
    faults: [missing],
    handle: async (ctx, { params: { productId } }) => show(ctx, await needProduct(ctx, productId)),
  }),
  route({
    method: 'PATCH',
    path: '/admin/products/:productId',
    summary: 'Change the named fields of a product',
    description:
      '`variants` is the whole list. Those with an `id` keep it and their stock, and of their fields those not named; ' +
      'those without are new; those left out are removed.',
    access: write,
    params,
    body: ProductPatchBody,
    bodyBytesMax: PRODUCT_BYTES_MAX,
    replies: { 200: AdminProductSchema },
    faults: [missing, ...saving],
    revision,
    handle: async (ctx, { params: { productId }, body }) =>
      show(ctx, await changeProduct(ctx, await needProduct(ctx, productId), body)),
  }),
  route({
    method: 'DELETE',
    path: '/admin/products/:productId',
    summary: 'Delete a product with the stock of its variants',
    description: 'Orders keep what they need to know of it.',
    access: write,
    params,
    replies: { 204: null },
    faults: [missing],
    revision,
    handle: async (ctx, { params: { productId } }) => deleteProduct(ctx, await needProduct(ctx, productId)),
  }),
  ...extensionRoutes,
]
