import type { Module } from '#module'
import { categories, products } from './collections.ts'
import { relistProducts } from './relist-products.ts'
import { routes } from './routes.ts'
import { setUp } from './set-up.ts'

export const catalog: Module = {
  name: 'catalog',
  collections: [products, categories],
  routes,
  permissions: {
    'catalog:read': 'See all products and categories, drafts too.',
    'catalog:write': 'Create, change and delete products and categories.',
  },
  jobs: [relistProducts],
  setUp,
}

export { toProduct } from './build-product.ts'
export { productFields } from './custom-fields.ts'
export { catalogFaults } from './faults.ts'
export { findByHandle } from './handle.ts'
export { findOffer, loadOffers, type Offer } from './offers.ts'
export * from './product.ts'
export { type Piece, productCache } from './product-cache.ts'
export type { NewProduct } from './product-input.ts'
export { categoryByHandle, createCategory } from './save-category.ts'
export { createProduct, findProductBySource, replaceProduct } from './save-product.ts'
export { showProducts } from './show-products.ts'
export { ProductSchema } from './views.ts'
export { categories, products }
