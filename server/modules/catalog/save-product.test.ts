import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { stock } from '#modules/inventory/index.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import {
  createCategory,
  createProduct,
  findProductBySource,
  type NewProduct,
  replaceProduct,
} from './index.ts'

let app: TestApp
const usd = (amount: number) => ({ amount, currency: 'USD' })
const source = { system: 'shopify', id: 'ocean-shirt' }
const draft: NewProduct = {
  source,
  handle: 'ocean-shirt',
  title: 'Ocean shirt',
  description: 'Blue.',
  status: 'published',
  tags: ['men'],
  images: [{ url: 'https://example.com/1.jpg', alt: 'Blue' }],
  seo: { title: 'A shirt' },
  variants: ['S', 'M'].map((Size) => ({
    price: usd(5_000),
    options: { Size },
    sku: `ocean-${Size}`,
    weightGrams: 200,
    stock: { onHand: 3 },
  })),
}

before(async () => {
  app = await createTestApp()
  app.takeEvents()
})
after(() => app.close())

const replace = (change: Partial<NewProduct> = {}) =>
  app.run(async (ctx) => {
    const before = await findProductBySource(ctx, source)
    assert.ok(before)
    return replaceProduct(ctx, before, { ...draft, ...change })
  })

test('an imported product is found again by its source', async () => {
  const created = await app.run((ctx) => createProduct(ctx, draft))
  assert.deepEqual(app.takeEvents(), ['product.created', 'stock.changed'])
  const found = await app.run((ctx) => findProductBySource(ctx, source))
  assert.deepEqual(found, created)
})

test('the same import again changes nothing, not even the time', async () => {
  app.clock.advance(1_000)
  const again = await replace()
  assert.equal(again.revision, 1)
  assert.deepEqual(app.takeEvents(), [])
})

test('an import with changes keeps ids and stock, and adds and removes variants', async () => {
  const { variants } = await replace()
  const [small] = variants
  const next = await replace({
    title: 'Ocean blue shirt',
    variants: [
      { price: usd(4_000), options: { Size: 'S' }, sku: 'ocean-S', onHand: 99 },
      { price: usd(4_000), options: { Size: 'L' }, sku: 'ocean-L', onHand: 1 },
    ],
  })
  assert.equal(next.revision, 2)
  assert.equal(next.variants[0]?.id, small?.id)
  assert.deepEqual(next.variants[0]?.price, usd(4_000))
  assert.equal(next.variants[0]?.weightGrams, 200, 'what a file does not say stays')
  const ids = [...next.variants.map(({ id }) => id), variants[1]?.id ?? '']
  const items = await app.run((ctx) => ctx.get(stock, ids))
  assert.deepEqual(
    items.map((item) => item?.onHand),
    [3, 1, undefined],
  )
})

test('a product can be put into categories that were made in the same unit', async () => {
  const product = await app.run(async (ctx) => {
    const home = await createCategory(ctx, { title: 'Home' })
    const cups = await createCategory(ctx, { title: 'Cups', parentId: home.id })
    return createProduct(ctx, { title: 'Cup', categoryIds: [cups.id], variants: [{ price: usd(1) }] })
  })
  assert.equal(product.listedIn.length, 2)
})
