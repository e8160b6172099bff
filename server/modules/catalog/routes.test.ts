import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Ajv } from 'ajv'
import { newId } from '#kernel/id.ts'
import { PageOf } from '#kernel/schema.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { ProductSchema } from './views.ts'

let app: TestApp
let home: Loose
let cups: Loose
const usd = (amount: number) => ({ amount, currency: 'USD' })

const staff = async (method: string, path: string, body: unknown): Promise<Loose> =>
  (await app.request(method, `/api/admin${path}`, { token: app.owner, body })).body

before(async () => {
  app = await createTestApp()
  home = await staff('POST', '/categories', { title: 'Home' })
  app.clock.advance(1_000)
  cups = await staff('POST', '/categories', { title: 'Cups & mugs', parentId: home.id })
  for (let n = 1; n <= 5; n++) {
    app.clock.advance(1_000)
    await staff('POST', '/products', {
      title: `Mug ${n}`,
      status: n === 5 ? 'draft' : 'published',
      categoryIds: n % 2 ? [cups.id] : [],
      images: [{ url: 'https://example.com/mug.jpg', alt: 'A mug' }],
      seo: { title: 'Mug' },
      variants: [
        { price: usd(900), compareAtPrice: usd(1_000), sku: `mug-${n}`, barcode: '4006381333931', onHand: n },
      ],
    })
  }
})
after(() => app.close())

const get = (path: string, headers = {}) => app.request('GET', path, { headers })
const titles = async (path: string) => (await get(path)).body.data.map(({ title }: Loose) => title)

test('anyone reads a published product by handle or id', async () => {
  const { status, body, headers } = await get('/api/products/mug-1')
  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'application/json; charset=utf-8')
  assert.equal(body.title, 'Mug 1')
  assert.deepEqual(body.variants, [
    {
      id: body.variants[0].id,
      sku: 'mug-1',
      barcode: '4006381333931',
      price: usd(900),
      compareAtPrice: usd(1_000),
      weightGrams: 0,
      requiresShipping: true,
      options: {},
      image: null,
      available: 1,
    },
  ])
  assert.deepEqual((await get(`/api/products/${body.id}`)).body, body)
})

test('a draft, and what does not exist, is not found', async () => {
  for (const path of ['mug-5', 'no-mug', newId('prod')]) {
    const { status, body } = await get(`/api/products/${path}`)
    assert.equal(status, 404)
    assert.equal(body.code, 'catalog.missing')
  }
  assert.equal((await get(`/api/products/${'x'.repeat(240)}`)).status, 404)
})

test('a reader who has the product already is told so', async () => {
  const { headers } = await get('/api/products/mug-1')
  const again = await get('/api/products/mug-1', { 'if-none-match': headers.etag })
  assert.equal(again.status, 304)
  assert.equal(again.body, '')
  assert.equal(again.headers.etag, headers.etag)
})

test('published products are listed newest first, in pages', async () => {
  assert.deepEqual(await titles('/api/products'), ['Mug 4', 'Mug 3', 'Mug 2', 'Mug 1'])
  const first = await get('/api/products?limit=3')
  assert.equal(first.body.data.length, 3)
  assert.deepEqual(await titles(`/api/products?limit=3&after=${first.body.next}`), ['Mug 1'])
  assert.deepEqual((await get(`/api/products?after=${first.body.next}`)).body.next, null)
  assert.deepEqual(await titles('/api/products?category=&after='), ['Mug 4', 'Mug 3', 'Mug 2', 'Mug 1'])
})

test('a reader who has the list already is told so, until something in it changes', async () => {
  const { headers } = await get('/api/products?limit=2')
  const ask = () => get('/api/products?limit=2', { 'if-none-match': headers.etag })
  assert.equal((await ask()).status, 304)
  assert.equal((await ask()).status, 304)
  const { data } = (await get('/api/products?limit=1')).body
  await staff('PATCH', `/products/${data[0].id}`, { vendor: 'Potter' })
  assert.equal((await ask()).status, 200)
})

test('a list is the products themselves', async () => {
  const [first] = (await get('/api/products?limit=1')).body.data
  assert.deepEqual((await get(`/api/products/${first.handle}`)).body, first)
})

test('a category lists what is in it and in those within it', async () => {
  for (const category of ['home', 'cups-mugs', home.id, cups.id]) {
    assert.deepEqual(await titles(`/api/products?category=${category}`), ['Mug 3', 'Mug 1'])
  }
  const { status, body } = await get('/api/products?category=nowhere')
  assert.equal(status, 404)
  assert.equal(body.code, 'catalog.category_missing')
})

test('a list is asked for within limits', async () => {
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'after=nonsense', 'after=WzFd']) {
    assert.equal((await get(`/api/products?${query}`)).status, 400, query)
  }
})

test('what goes out as ready-made JSON is what the API declares', async () => {
  const ajv = new Ajv({ strict: false })
  const isProduct = ajv.compile(ProductSchema)
  const isPage = ajv.compile(PageOf(ProductSchema))
  for (const title of ['Plain', 'With "quotes", \u2028 and 漢字']) {
    const variants = ['S', 'M'].map((Size) => ({ price: usd(1), options: { Size } }))
    const { id } = await staff('POST', '/products', { title, status: 'published', variants })
    for (const _again of [1, 2]) {
      const { body } = await get(`/api/products/${id}`)
      assert.ok(isProduct(body), JSON.stringify(isProduct.errors))
      assert.equal(body.title, title)
      assert.ok(isPage((await get('/api/products')).body), JSON.stringify(isPage.errors))
    }
  }
})

test('categories are a flat list of a tree, by position', async () => {
  await staff('POST', '/categories', { title: 'Last', position: 9 })
  const { status, body } = await get('/api/categories')
  assert.equal(status, 200)
  assert.deepEqual(
    body.data.map(({ handle, parentId }: Loose) => [handle, parentId]),
    [
      ['home', null],
      ['cups-mugs', home.id],
      ['last', null],
    ],
  )
  assert.equal(body.next, null)
  const first = await get('/api/categories?limit=2')
  assert.equal((await get(`/api/categories?after=${first.body.next}`)).body.data[0].handle, 'last')
})

test('anyone reads a category by handle or id', async () => {
  const { body, status } = await get('/api/categories/cups-mugs')
  assert.equal(status, 200)
  assert.deepEqual(body, cups)
  assert.deepEqual((await get(`/api/categories/${cups.id}`)).body, cups)
  assert.equal((await get('/api/categories/none')).body.code, 'catalog.category_missing')
})
