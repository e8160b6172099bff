import { collection } from '#store/collection.ts'
import type { Category } from './category.ts'
import { catalogFaults } from './faults.ts'
import type { Product } from './product.ts'

export const products = collection<
  Product,
  'byHandle' | 'bySku' | 'byVariant' | 'byStatus' | 'byListing' | 'byUpdate' | 'bySource'
>({
  name: 'products',
  missing: catalogFaults.missing,
  indexes: {
    byHandle: { fields: ['handle'], unique: true },
    bySku: { fields: ['variants[].sku'], unique: true },
    byVariant: { fields: ['variants[].id'], unique: true },
    byStatus: { fields: ['status', '-createdAt'] },
    byListing: { fields: ['status', 'listedIn[]', '-createdAt'] },
    byUpdate: { fields: ['updatedAt'] },
    bySource: { fields: ['source.system', 'source.id'], sparse: true },
  },
})

export const categories = collection<Category, 'byHandle' | 'byPosition' | 'byParent'>({
  name: 'categories',
  missing: catalogFaults.categoryMissing,
  indexes: {
    byHandle: { fields: ['handle'], unique: true },
    byPosition: { fields: ['position', 'createdAt'] },
    byParent: { fields: ['parentId'], sparse: true },
  },
})
