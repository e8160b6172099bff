import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { newId } from '#kernel/id.ts'
import { stock, stockMovements } from '#modules/inventory/index.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'

let app: TestApp
const usd = (amount: number) => ({ amount, currency: 'USD' })
const shirt = (Size: string, more = {}) => ({ price: usd(1_000), options: { Size }, ...more })

before(async () => {
  app = await createTestApp()
  app.takeEvents()
})
after(() => app.close())
afterEach(() => app.clock.advance(1_000))

const staff = (method: string, path: string, body?: unknown, headers = {}) =>
  app.request(method, `/api/admin${path}`, { token: app.owner, body, headers })
const create = async (body: object): Promise<Loose> => {
  const reply = await staff('POST', '/products', { variants: [{ price: usd(900) }], ...body })
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
  return reply.body
}
const stockOf = (ids: string[]) => app.run((ctx) => ctx.get(stock, ids))

test('products are managed by staff only', async () => {
  const path = `/api/admin/products/${newId('prod')}`
  for (const [method, url] of [
    ['GET', '/api/admin/products'],
    ['POST', '/api/admin/products'],
    ['GET', path],
    ['PATCH', path],
    ['DELETE', path],
  ] as const) {
    const body = method === 'POST' || method === 'PATCH' ? {} : undefined
    assert.equal((await app.request(method, url, { body })).status, 401, `${method} ${url}`)
  }
})

test('a title and a price make a draft product with stock', async () => {
  const { status, body, headers } = await staff('POST', '/products', {
    title: 'Crème mug',
    variants: [{ price: usd(900), onHand: 3 }],
  })
  assert.equal(status, 201)
  assert.equal(headers.location, `/api/admin/products/${body.id}`)
  assert.equal(headers.etag, '"1"')
  const { id, variants, createdAt, updatedAt, ...rest } = body
  assert.match(id, /^prod_/)
  assert.equal(createdAt, updatedAt)
  assert.deepEqual(rest, {
    handle: 'creme-mug',
    title: 'Crème mug',
    description: '',
    vendor: null,
    type: null,
    tags: [],
    categoryIds: [],
    images: [],
    options: [],
    seo: null,
    status: 'draft',
    taxCategory: 'standard',
    source: null,
    version: 1,
  })
  assert.deepEqual(variants, [
    {
      id: variants[0].id,
      sku: null,
      barcode: null,
      price: usd(900),
      compareAtPrice: null,
      weightGrams: 0,
      requiresShipping: true,
      taxable: true,
      options: {},
      image: null,
      available: 3,
      stock: { onHand: 3, tracked: true, backorder: false },
    },
  ])
  assert.deepEqual(app.takeEvents(), ['product.created', 'stock.changed'])
  assert.deepEqual((await staff('GET', `/products/${id}`)).body, body)
})

test('options are made from the variants, and the stock of each is as told', async () => {
  const { options, variants } = await create({
    title: 'Shirt',
    variants: [
      shirt('S', { stock: { tracked: false } }),
      shirt('M', { stock: { onHand: 2, backorder: true } }),
    ],
  })
  assert.deepEqual(options, [{ name: 'Size', values: ['S', 'M'] }])
  assert.deepEqual(
    variants.map((each: Loose) => each.stock),
    [
      { onHand: 0, tracked: false, backorder: false },
      { onHand: 2, tracked: true, backorder: true },
    ],
  )
})

test('a handle is derived so that it is free, and refused when it was asked for and is taken', async () => {
  const handles = []
  for (let n = 0; n < 3; n++) handles.push((await create({ title: 'Twin' })).handle)
  assert.deepEqual(handles, ['twin', 'twin-2', 'twin-3'])
  const taken = await staff('POST', '/products', {
    title: 'Other',
    handle: 'twin',
    variants: [{ price: usd(1) }],
  })
  assert.equal(taken.status, 409)
  assert.equal(taken.body.code, 'catalog.handle_taken')
  assert.match(taken.body.detail, /"twin"/)
})

test('an address that means something else cannot be a handle', async () => {
  assert.equal((await create({ title: 'Search' })).handle, 'search-2')
  const asked = await staff('POST', '/products', {
    title: 'x',
    handle: 'search',
    variants: [{ price: usd(1) }],
  })
  assert.equal(asked.status, 422)
  assert.equal(asked.body.code, 'catalog.bad_handle')
})

test('a SKU belongs to one product', async () => {
  const { id } = await create({ title: 'First', variants: [{ price: usd(1), sku: 'SKU-1' }] })
  const second = { title: 'Second', variants: [{ price: usd(1), sku: 'SKU-1' }] }
  const reply = await staff('POST', '/products', second)
  assert.equal(reply.status, 409)
  assert.equal(reply.body.code, 'catalog.sku_taken')
  assert.equal(reply.body.productId, id)
  assert.match(reply.body.detail, /"SKU-1"/)
})

test('of many who want one handle and SKU at once, one gets them', async () => {
  const body = { title: 'Race', handle: 'race', variants: [{ price: usd(1), sku: 'RACE' }] }
  const replies = await Promise.all(Array.from({ length: 10 }, () => staff('POST', '/products', body)))
  assert.deepEqual(replies.map(({ status }) => status).sort(), [201, ...Array(9).fill(409)])
})

test('what cannot be a product is refused by field or value, and nothing is written', async () => {
  app.takeEvents()
  const variants = [{ price: usd(1) }]
  for (const [body, code, named] of [
    [{ variants }, 'http.invalid', 'title'],
    [{ title: ' ', variants }, 'http.invalid', 'title'],
    [{ title: 'x' }, 'http.invalid', 'variants'],
    [{ title: 'x', variants: [] }, 'http.invalid', 'variants'],
    [{ title: 'x', variants: [{}] }, 'http.invalid', 'price'],
    [{ title: 'x', variants: [{ price: usd(-1) }] }, 'http.invalid', 'amount'],
    [{ title: 'x', variants, surprise: 1 }, 'http.invalid', 'surprise'],
    [{ title: 'x', variants, handle: 'Not A Handle' }, 'http.invalid', 'handle'],
    [{ title: 'x', variants, images: [{ url: 'javascript:alert(1)' }] }, 'http.invalid', 'url'],
    [{ title: 'x', variants: Array(251).fill(shirt('S')) }, 'http.invalid', 'variants'],
    [{ title: 'x', variants: [shirt('S'), shirt('S')] }, 'catalog.duplicate', 'Size: S'],
    [{ title: 'x', variants: [{ price: { amount: 1, currency: 'EUR' } }] }, 'catalog.wrong_currency', 'EUR'],
    [{ title: 'x', variants, categoryIds: [newId('cat')] }, 'catalog.unknown_category', 'cat_'],
    [
      { title: 'x', variants: [shirt('XL')], options: [{ name: 'Size', values: ['S'] }] },
      'catalog.bad_options',
      'XL',
    ],
  ] as const) {
    const reply = await staff('POST', '/products', body)
    assert.equal(reply.status, 422, JSON.stringify(reply.body))
    assert.equal(reply.body.code, code)
    assert.ok(reply.body.detail.includes(named), reply.body.detail)
  }
  assert.deepEqual(app.takeEvents(), [])
})

test('the largest product fits', async () => {
  const variants = Array.from({ length: 250 }, (_, n) => shirt(`Size ${n}`, { sku: `large-${n}`, onHand: 1 }))
  const images = Array.from({ length: 100 }, (_, n) => ({ url: `https://example.com/${n}.jpg` }))
  const product = await create({ title: 'Large', description: 'x'.repeat(20_000), variants, images })
  assert.equal(product.variants.length, 250)
})

test('a patch changes what it names; variants keep id and stock, come and go with their stock', async () => {
  const { id, variants } = await create({
    title: 'Tee',
    variants: [shirt('S', { onHand: 1 }), shirt('M', { onHand: 2 })],
  })
  app.takeEvents()
  const { status, body } = await staff('PATCH', `/products/${id}`, {
    title: 'T-Shirt',
    variants: [{ id: variants[1].id, price: usd(1_200) }, shirt('L', { onHand: 5 })],
  })
  assert.equal(status, 200)
  assert.equal(body.title, 'T-Shirt')
  assert.equal(body.handle, 'tee')
  assert.equal(body.version, 2)
  assert.equal(body.variants[0].id, variants[1].id)
  assert.deepEqual(
    body.variants.map((each: Loose) => [each.price.amount, each.available]),
    [
      [1_200, 2],
      [1_000, 5],
    ],
  )
  assert.deepEqual(app.takeEvents(), ['product.updated', 'stock.changed', 'stock.changed'])
  const [removed, kept, added] = await stockOf([variants[0].id, variants[1].id, body.variants[1].id])
  assert.equal(removed, undefined)
  assert.deepEqual([kept?.onHand, added?.onHand], [2, 5])
})

test('a patch that changes nothing makes no version and no event', async () => {
  const { id, title } = await create({ title: 'Same' })
  app.takeEvents()
  const { body } = await staff('PATCH', `/products/${id}`, { title })
  assert.equal(body.version, 1)
  assert.deepEqual(app.takeEvents(), [])
})

test('a change that builds on an older version is refused when it says so', async () => {
  const { id } = await create({ title: 'Versioned' })
  const change = (version: number) =>
    staff('PATCH', `/products/${id}`, { vendor: `v${version}` }, { 'if-match': `"${version}"` })
  assert.equal((await change(1)).status, 200)
  const stale = await change(1)
  assert.equal(stale.status, 412)
  assert.equal(stale.body.version, 2)
  const removal = await staff('DELETE', `/products/${id}`, undefined, { 'if-match': '"1"' })
  assert.equal(removal.status, 412)
})

test('a deleted product is gone with its stock, and the ledger is even', async () => {
  const { id, handle, variants } = await create({
    title: 'Gone',
    status: 'published',
    variants: [shirt('S', { onHand: 3 })],
  })
  app.takeEvents()
  app.clock.advance(1_000)
  const { status, body } = await staff('DELETE', `/products/${id}`)
  assert.equal(status, 204)
  assert.equal(body, '')
  assert.deepEqual(app.takeEvents(), ['product.deleted', 'stock.changed'])
  assert.equal((await staff('GET', `/products/${id}`)).status, 404)
  assert.equal((await app.request('GET', `/api/products/${handle}`)).status, 404)
  assert.equal((await staff('DELETE', `/products/${id}`)).status, 404)
  assert.equal((await staff('PATCH', `/products/${id}`, { title: 'x' })).body.code, 'catalog.missing')
  assert.deepEqual(await stockOf([variants[0].id]), [undefined])
  const movements = await app.run((ctx) =>
    ctx.find(stockMovements, 'byVariant', { equals: [variants[0].id] }),
  )
  assert.deepEqual(
    movements.data.map(({ lines }) => lines[0]?.by),
    [-3, 3],
  )
})

test('staff lists all products, or those of one status, newest first', async () => {
  const draft = await create({ title: 'Listed draft' })
  app.clock.advance(1_000)
  const published = await create({ title: 'Listed published', status: 'published' })
  const all = await staff('GET', '/products?limit=2')
  assert.deepEqual(
    all.body.data.map(({ id }: Loose) => id),
    [published.id, draft.id],
  )
  const next = await staff('GET', `/products?limit=2&after=${all.body.next}`)
  assert.ok(!next.body.data.some(({ id }: Loose) => id === draft.id || id === published.id))
  const drafts = await staff('GET', '/products?status=draft')
  assert.equal(drafts.body.data[0].id, draft.id)
  assert.ok(drafts.body.data.every(({ status }: Loose) => status === 'draft'))
  assert.equal((await staff('GET', '/products?status=sold')).status, 400)
  assert.equal((await staff('GET', '/products?limit=101')).status, 400)
})

test('the currency of the shop stays while there are products', async () => {
  const reply = await staff('PATCH', '/settings', { currency: 'EUR' })
  assert.equal(reply.status, 409)
  assert.match(reply.body.detail, /products/)
})
