import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ShownProduct,
  toBreadcrumbs,
  toItemList,
  toMajor,
  toProductData,
  toSite,
} from './structured-data.ts'

const ORIGIN = 'https://shop.example'
const variant = (amount: number, available: number, sku: string | null = null) => ({
  sku,
  price: { amount, currency: 'EUR' },
  available,
})
const product = (changes: Partial<ShownProduct> = {}): ShownProduct => ({
  handle: 'blue-cup',
  title: 'Blue cup',
  description: 'Holds tea.',
  vendor: 'Kiln & Co',
  categoryIds: [],
  images: [
    { url: '/api/media/1.webp', alt: '' },
    { url: 'https://pictures.example/2.jpg', alt: '' },
  ],
  seo: null,
  variants: [variant(1250, 3, 'CUP-1')],
  ...changes,
})

test('an amount has the digits of its currency', () => {
  const cases: [number, string, string][] = [
    [1999, 'USD', '19.99'],
    [5, 'EUR', '0.05'],
    [0, 'EUR', '0.00'],
    [500, 'JPY', '500'],
    [1234, 'KWD', '1.234'],
    [-250, 'USD', '-2.50'],
  ]
  for (const [amount, currency, text] of cases) assert.equal(toMajor({ amount, currency }), text)
})

test('a product with one variant is one offer', () => {
  assert.deepEqual(toProductData(product(), ORIGIN), {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: 'Blue cup',
    description: 'Holds tea.',
    url: 'https://shop.example/products/blue-cup',
    image: ['https://shop.example/api/media/1.webp', 'https://pictures.example/2.jpg'],
    sku: 'CUP-1',
    brand: { '@type': 'Brand', name: 'Kiln & Co' },
    offers: {
      '@type': 'Offer',
      url: 'https://shop.example/products/blue-cup',
      availability: 'https://schema.org/InStock',
      price: '12.50',
      priceCurrency: 'EUR',
    },
  })
})

test('a product with several variants is offered from the lowest price to the highest', () => {
  const variants = [variant(900, 0), variant(450, 0), variant(1200, 0)]
  const { offers, ...rest } = toProductData(product({ variants }), ORIGIN) as Record<string, unknown>
  assert.deepEqual(offers, {
    '@type': 'AggregateOffer',
    url: 'https://shop.example/products/blue-cup',
    availability: 'https://schema.org/OutOfStock',
    lowPrice: '4.50',
    highPrice: '12.00',
    priceCurrency: 'EUR',
    offerCount: 3,
  })
  assert.equal(rest.sku, undefined)
})

test('what a product does not have is not told', () => {
  const bare = product({ description: '', vendor: null, images: [], variants: [] })
  assert.deepEqual(Object.keys(toProductData(bare, ORIGIN)), ['@context', '@type', 'name', 'url'])
})

test('lists are numbered from one, with whole addresses', () => {
  const steps = [
    { name: 'Shop', path: '/' },
    { name: 'Cups', path: '/categories/cups' },
  ]
  assert.deepEqual(toBreadcrumbs(steps, ORIGIN), {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: [
      { '@type': 'ListItem', position: 1, name: 'Shop', item: 'https://shop.example/' },
      { '@type': 'ListItem', position: 2, name: 'Cups', item: 'https://shop.example/categories/cups' },
    ],
  })
  assert.deepEqual(toItemList([product({ handle: 'a/b?c' })], ORIGIN), {
    '@context': 'https://schema.org',
    '@type': 'ItemList',
    itemListElement: [
      { '@type': 'ListItem', position: 1, name: 'Blue cup', url: 'https://shop.example/products/a%2Fb%3Fc' },
    ],
  })
})

test('the shop says how it is searched', () => {
  const [site] = toSite('Shop', ORIGIN) as Record<string, Record<string, Record<string, string>>>[]
  assert.equal(
    site?.potentialAction?.target?.urlTemplate,
    'https://shop.example/search?q={search_term_string}',
  )
})
