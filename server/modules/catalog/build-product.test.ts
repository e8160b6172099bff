import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fault } from '#kernel/fault.ts'
import { patchProduct, toProduct } from './build-product.ts'
import type { Product } from './product.ts'
import type { NewProduct, ProductPatch } from './product-input.ts'
import { matchVariants } from './variants.ts'

const at = { now: 1_000, currency: 'USD', handle: 'mug', listedIn: [] }
const usd = (amount: number) => ({ amount, currency: 'USD' })
const make = (input: Partial<NewProduct> = {}) =>
  toProduct({ title: 'Mug', variants: [{ price: usd(900) }], ...input }, at)
const shirt = make({
  title: 'Shirt',
  variants: [
    { price: usd(1_000), options: { Size: 'S' }, sku: 'shirt-s', stock: { onHand: 4 } },
    { price: usd(1_000), options: { Size: 'M' }, sku: 'shirt-m', onHand: 2 },
  ],
})
const patch = (product: Product, change: ProductPatch) => patchProduct(product, change, { ...at, now: 2_000 })
const idsOf = ({ variants }: Product) => variants.map(({ id }) => id)

const refused = (work: () => unknown): Fault => {
  try {
    work()
  } catch (error) {
    return error as Fault
  }
  throw new Error('nothing was refused')
}

test('a title and a price make a draft', () => {
  const { product, opened } = make()
  const { id, variants, ...rest } = product
  assert.match(id, /^prod_/)
  assert.deepEqual(rest, {
    revision: 0,
    handle: 'mug',
    title: 'Mug',
    description: '',
    vendor: null,
    type: null,
    tags: [],
    categoryIds: [],
    listedIn: [],
    status: 'draft',
    images: [],
    options: [],
    taxCategory: 'standard',
    createdAt: 1_000,
    updatedAt: 1_000,
  })
  assert.deepEqual(variants, [
    {
      id: variants[0]?.id,
      sku: null,
      options: {},
      price: usd(900),
      compareAtPrice: null,
      weightGrams: 0,
      requiresShipping: true,
      taxable: true,
    },
  ])
  assert.deepEqual(opened, [{ variantId: variants[0]?.id, init: { onHand: undefined } }])
})

test('stock may be given in full or in short', () => {
  assert.deepEqual(
    shirt.opened.map(({ init }) => init.onHand),
    [4, 2],
  )
})

test('tags are trimmed and stand once', () => {
  assert.deepEqual(make({ tags: [' new', 'new ', 'sale'] }).product.tags, ['new', 'sale'])
})

test("prices in another currency than the shop's are refused by name", () => {
  const euro = { amount: 1, currency: 'EUR' }
  for (const variant of [{ price: euro }, { price: usd(1), compareAtPrice: euro }]) {
    const fault = refused(() => make({ variants: [variant] }))
    assert.equal(fault.code, 'catalog.wrong_currency')
    assert.match(fault.message, /USD.*EUR/)
  }
})

test('a SKU that stands twice in one product is refused by name', () => {
  const variants = ['S', 'M'].map((Size) => ({ price: usd(1), options: { Size }, sku: 'same' }))
  assert.match(refused(() => make({ variants })).message, /"same" is listed twice/)
})

test('a patch changes what it names and nothing else', () => {
  const { product } = patch(shirt.product, { title: ' Tee ', vendor: 'Us', seo: { title: 'A tee' } })
  assert.deepEqual(product, {
    ...shirt.product,
    title: 'Tee',
    vendor: 'Us',
    seo: { title: 'A tee' },
    updatedAt: 2_000,
  })
  assert.deepEqual(patch(product, { seo: null, vendor: null, title: 'Shirt' }).product, {
    ...shirt.product,
    updatedAt: 2_000,
  })
})

test('a patch that changes nothing leaves the very same product', () => {
  const variants = shirt.product.variants.map(({ id }) => ({ id }))
  assert.equal(patch(shirt.product, { title: 'Shirt', variants, tags: [] }).product, shirt.product)
})

test('variants are kept by id, added without one, and removed by leaving them out', () => {
  const [small, medium] = idsOf(shirt.product) as [string, string]
  const { product, opened, closedIds } = patch(shirt.product, {
    variants: [
      { price: usd(1_500), options: { Size: 'L' }, onHand: 1 },
      { id: medium, price: usd(1_200) },
    ],
  })
  assert.deepEqual(closedIds, [small])
  assert.equal(product.variants[1]?.sku, 'shirt-m')
  assert.deepEqual(product.variants[1]?.price, usd(1_200))
  assert.deepEqual(opened, [{ variantId: product.variants[0]?.id, init: { onHand: 1 } }])
  assert.deepEqual(product.options, [{ name: 'Size', values: ['M', 'L'] }])
})

test('a variant of another product, twice the same, or without a price is refused', () => {
  const [small] = idsOf(shirt.product) as [string]
  const stranger = make().product.variants[0]?.id
  for (const [variants, code] of [
    [[{ id: stranger }], 'catalog.bad_variant'],
    [[{ id: small }, { id: small }], 'catalog.duplicate'],
    [[{ options: { Size: 'L' } }], 'catalog.bad_variant'],
    [[{ id: small, onHand: 3 }], 'catalog.bad_variant'],
    [[{ id: small, stock: { onHand: 3 } }], 'catalog.bad_variant'],
  ] as const) {
    assert.equal(refused(() => patch(shirt.product, { variants })).code, code)
  }
})

test('options that no longer fit the variants are refused', () => {
  const options = [{ name: 'Size', values: ['S'] }]
  assert.equal(refused(() => patch(shirt.product, { options })).code, 'catalog.bad_options')
})

test('a draft of the same product recognises its variants by choice, else by SKU, and keeps their stock', () => {
  const { variants, options } = shirt.product
  const [small, medium] = idsOf(shirt.product)
  const drafts = [
    { price: usd(1), options: { Size: 'Medium' }, sku: 'shirt-m', onHand: 99 },
    { price: usd(1), options: { Size: 'S' }, sku: 'renamed' },
    { price: usd(1), options: { Size: 'L' }, sku: 'shirt-s', onHand: 7 },
  ]
  const matched = matchVariants(variants, drafts, options)
  assert.deepEqual(
    matched.map(({ id, onHand }: { id?: string; onHand?: number }) => [id, onHand]),
    [
      [medium, undefined],
      [small, undefined],
      [undefined, 7],
    ],
  )
})
