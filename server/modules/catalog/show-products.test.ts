import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Ctx } from '#context'
import { takeStock } from '#modules/inventory/index.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { createProduct, findOffer, loadOffers, products } from './index.ts'
import { productCache } from './product-cache.ts'
import { changeProduct } from './save-product.ts'
import { showProduct, showProducts } from './show-products.ts'

let app: TestApp
let count = 0

before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const make = () =>
  app.run((ctx) =>
    createProduct(ctx, {
      title: `Product ${++count}`,
      status: 'published',
      variants: [{ price: { amount: 500, currency: 'USD' }, onHand: 10 }],
    }),
  )
const page = async (handle: string): Promise<Loose> =>
  (await app.request('GET', `/api/products/${handle}`)).body
const inList = async (handle: string): Promise<Loose> =>
  (await app.request('GET', '/api/products')).body.data.find((each: Loose) => each.handle === handle)
const staff = (method: string, path: string, body?: unknown) =>
  app.request(method, `/api/admin${path}`, { token: app.owner, body })
const cache = () => app.ports.use(productCache)

test('the very next request sees what was changed, on the page and in the list', async () => {
  const { id, handle, variants } = await make()
  const variantId = variants[0]?.id as string
  const expectBoth = async (expected: object) => {
    for (const seen of [await page(handle), await inList(handle)]) {
      assert.deepEqual({ title: seen.title, available: seen.variants[0].available }, expected)
    }
  }
  await expectBoth({ title: 'Product 1', available: 10 })
  assert.ok(cache().find(handle), 'it is cached')
  await staff('PATCH', `/products/${id}`, { title: 'Renamed' })
  await expectBoth({ title: 'Renamed', available: 10 })
  await staff('PUT', `/variants/${variantId}/stock`, { onHand: 7 })
  await expectBoth({ title: 'Renamed', available: 7 })
  await app.run((ctx) => takeStock(ctx, [{ variantId, quantity: 3 }], { type: 'order', id: 'order_1' }))
  await expectBoth({ title: 'Renamed', available: 4 })
})

test('an old handle leads nowhere, the new one does, at once', async () => {
  const { id, handle } = await make()
  await page(handle)
  await staff('PATCH', `/products/${id}`, { handle: 'moved' })
  assert.equal((await page(handle)).status, 404)
  assert.equal((await page('moved')).id, id)
})

test('what is unpublished or deleted is gone from page and list at once', async () => {
  const [first, second] = [await make(), await make()]
  for (const { handle } of [first, second]) assert.ok(await inList(handle))
  await staff('PATCH', `/products/${first.id}`, { status: 'draft' })
  await staff('DELETE', `/products/${second.id}`)
  for (const { handle } of [first, second]) {
    assert.equal((await page(handle)).status, 404)
    assert.equal(await inList(handle), undefined)
  }
})

test('a new product and a new category are listed at once', async () => {
  const list = () => app.request('GET', '/api/products?category=fresh')
  assert.equal((await list()).status, 404)
  const { body } = await staff('POST', '/categories', { title: 'Fresh' })
  assert.deepEqual((await list()).body.data, [])
  const { id } = await make()
  await staff('PATCH', `/products/${id}`, { categoryIds: [body.id] })
  assert.equal((await list()).body.data.length, 1)
})

/** The same, but before `from` is read the first time, `step` happens. */
const withStep = (ctx: Ctx, at: { after: { name: string }; step: () => Promise<unknown> }): Ctx => {
  let done = false
  const get = async (from: Loose, ids: Loose) => {
    const found = await ctx.get(from, ids)
    if (from.name === at.after.name && !done) {
      done = true
      await at.step()
    }
    return found
  }
  return { ...ctx, get: get as Ctx['get'] }
}

test('a page that was read just before a change is not kept after it', async () => {
  const { id, handle, variants } = await make()
  const variantId = variants[0]?.id as string
  const rename = () =>
    app.run(async (ctx) => changeProduct(ctx, await need(ctx, id), { title: 'Changed meanwhile' }))
  const sell = () =>
    app.run((ctx) => takeStock(ctx, [{ variantId, quantity: 10 }], { type: 'order', id: 'order_2' }))
  for (const [after, step] of [
    [products, rename],
    [{ name: 'stock' }, sell],
  ] as const) {
    cache().clear()
    await app.run(async (ctx) => showProduct(withStep(ctx, { after, step }), id))
    assert.equal(cache().find(id), undefined)
  }
  const seen = await page(handle)
  assert.equal(seen.title, 'Changed meanwhile')
  assert.equal(seen.variants[0].available, 0)
})

const need = async (ctx: Ctx, id: string) => {
  const product = await ctx.get(products, id)
  assert.ok(product)
  return product
}

test('readers and writers at once leave nothing stale behind', async () => {
  const { id, handle, variants } = await make()
  const variantId = variants[0]?.id as string
  const sell = () =>
    app.run((ctx) => takeStock(ctx, [{ variantId, quantity: 1 }], { type: 'order', id: 'order_3' }))
  const work = Array.from({ length: 60 }, (_, n) => {
    if (n % 6 === 0) return sell()
    if (n % 10 === 1) return staff('PATCH', `/products/${id}`, { vendor: `Vendor ${n}` })
    return n % 2 ? page(handle) : inList(handle)
  })
  await Promise.all(work)
  const stored = await app.run((ctx) => need(ctx, id))
  for (const seen of [await page(handle), await inList(handle)]) {
    assert.equal(seen.variants[0].available, 0)
    assert.equal(seen.vendor, stored.vendor)
    assert.equal(seen.version, stored.revision)
  }
})

test('what another process changed is seen as soon as its event is heard', async () => {
  const { id, handle } = await make()
  await page(handle)
  const { json } = cache().find(id) ?? assert.fail()
  assert.match(json, /"available":10/)
  cache().hear({ type: 'product.updated', subject: id, data: { handle } })
  assert.equal(cache().find(id), undefined)
})

test('products are shown in the order asked, without those that may not be seen', async () => {
  const [first, second, third] = [await make(), await make(), await make()]
  await staff('PATCH', `/products/${second.id}`, { status: 'draft' })
  await page(third.handle)
  const ids = [third.id, second.id, 'prod_unknown', first.id]
  const shown = await app.run((ctx) => showProducts(ctx, { ids, next: 'more' }))
  const body = JSON.parse(shown.json.toString())
  assert.deepEqual(
    body.data.map((each: Loose) => each.id),
    [third.id, first.id],
  )
  assert.equal(body.next, 'more')
})

test('offers are variants of published products, read from the store', async () => {
  const { id, variants } = await make()
  const variantId = variants[0]?.id as string
  const offer = await app.run((ctx) => findOffer(ctx, variantId))
  assert.equal(offer?.product.id, id)
  assert.equal(offer?.variant.id, variantId)
  assert.equal(await app.run((ctx) => findOffer(ctx, 'var_unknown')), undefined)
  const lines = [
    { productId: id, variantId },
    { productId: id, variantId: 'var_unknown' },
    { productId: 'prod_unknown', variantId },
  ]
  const load = async () => (await app.run((ctx) => loadOffers(ctx, lines))).map((each) => each?.variant.id)
  assert.deepEqual(await load(), [variantId, undefined, undefined])
  await staff('PATCH', `/products/${id}`, { status: 'draft' })
  assert.deepEqual(await load(), [undefined, undefined, undefined])
  assert.equal(await app.run((ctx) => findOffer(ctx, variantId)), undefined)
})
