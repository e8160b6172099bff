import type { Product, Variant } from './prices.ts'

let made = 0

export const aVariant = (given: Partial<Variant> = {}): Variant => {
  made += 1
  return {
    id: `var_${made}`,
    sku: null,
    barcode: null,
    price: { amount: 1000, currency: 'USD' },
    compareAtPrice: null,
    weightGrams: 0,
    requiresShipping: true,
    options: {},
    image: null,
    available: 5,
    ...given,
  }
}

export const aProduct = (variants: readonly Variant[], given: Partial<Product> = {}): Product => ({
  id: 'prod_1',
  handle: 'mug',
  title: 'Mug',
  description: '',
  vendor: null,
  type: null,
  tags: [],
  categoryIds: [],
  images: [],
  options: [],
  seo: null,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  variants,
  ...given,
})
