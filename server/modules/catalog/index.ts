import type { Module } from '#module'
import { currencyUses } from '#modules/settings/index.ts'
import { productRoutes } from './admin-routes.ts'
import { categoryRoutes } from './category-routes.ts'
import { categories, products } from './collections.ts'
import { createProductCache, productCache } from './product-cache.ts'
import { relistProducts } from './relist-products.ts'
import { routes } from './routes.ts'

export const catalog: Module = {
  name: 'catalog',
  collections: [products, categories],
  routes: [...routes, ...productRoutes, ...categoryRoutes],
  permissions: {
    'catalog:read': 'See all products and categories, drafts too.',
    'catalog:write': 'Create, change and delete products and categories.',
  },
  jobs: [relistProducts],
  setUp({ ports, store, onForeignEvents }) {
    const cache = createProductCache()
    ports.fill(productCache, cache)
    store.onCommit((writes) => cache.heed(writes))
    onForeignEvents((events) => events.forEach(cache.hear))
    ports
      .use(currencyUses)
      .set('products', async (ctx) => (await ctx.find(products, 'byId', { limit: 1 })).data.length > 0)
  },
}

export { type BuiltProduct, type Surroundings, toProduct } from './build-product.ts'
export * from './category.ts'
export type { NewCategory } from './category-input.ts'
export { categories, products } from './collections.ts'
export { catalogFaults } from './faults.ts'
export { findByHandle } from './handle.ts'
export { findOffer, loadOffers, type Offer } from './offers.ts'
export * from './product.ts'
export { type ProductCache, productCache } from './product-cache.ts'
export type { NewProduct, ProductPatch } from './product-input.ts'
export { categoryByHandle, createCategory } from './save-category.ts'
export {
  changeProduct,
  createProduct,
  deleteProduct,
  findProductBySource,
  replaceProduct,
} from './save-product.ts'
export { listProducts, showProduct, showProducts } from './show-products.ts'
export { ProductSchema } from './views.ts'
