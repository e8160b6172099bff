import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createApp } from '#app'
import { toCursor } from '#kernel/page.ts'
import { createTestApp, type Loose, type Reply, type TestApp } from '#testing/app.ts'
import { aCart, aProduct, checkOut, usd } from '#testing/shop.ts'
import { productIndex } from './product-index.ts'

let app: TestApp
before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const search = (q: string, query = ''): Promise<Reply> =>
  app.request('GET', `/api/products/search?q=${encodeURIComponent(q)}${query}`)

const titles = async (q: string): Promise<string[]> =>
  (await search(q)).body.data.map((product: Loose) => product.title)

const change = (product: Loose, body: object) =>
  app.request('PATCH', `/api/admin/products/${product.id}`, { token: app.owner, body })

describe('GET /api/products/search', () => {
  it('answers products as the list of products does', async () => {
    const { id } = await aProduct(app, { title: 'Barometer', vendor: 'Pier & Kiln' })
    const { status, body } = await search('barometer')
    assert.equal(status, 200)
    const list = (await app.request('GET', '/api/products')).body
    assert.deepEqual(body, {
      data: list.data.filter((each: Loose) => each.id === id),
      next: null,
      total: 1,
      facets: {
        price: { min: 1_999, max: 1_999 },
        vendors: [{ value: 'Pier & Kiln', count: 1 }],
        types: [],
      },
    })
  })

  it('finds the title before tags, options and SKUs, and those before the description', async () => {
    await aProduct(app, { title: 'Rope', description: 'Holds a walrus.' })
    await aProduct(app, { title: 'Figurine', tags: ['walrus'] })
    await aProduct(app, { title: 'Walrus' })
    await aProduct(app, { title: 'Cup' }, { sku: 'WALRUS-1' })
    const found = await titles('walrus')
    assert.deepEqual([found[0], found.slice(1, 3).sort(), found[3]], ['Walrus', ['Cup', 'Figurine'], 'Rope'])
  })

  it('wants every word, by its beginning, with one typo in words of five letters or more', async () => {
    await aProduct(app, { title: 'Captain’s Compass' })
    for (const q of ['compass', 'comp', 'cap comp', 'compas', 'conpass', 'COMPASS captain']) {
      assert.deepEqual(await titles(q), ['Captain’s Compass'], q)
    }
    for (const q of ['cmp', 'zomp']) assert.deepEqual(await titles(q), [], q)
  })

  it('falls back on what has most of the words where nothing has all', async () => {
    await aProduct(app, { title: 'Brass Bell' })
    await aProduct(app, { title: 'Brass Bell Rope' })
    assert.deepEqual(await titles('brass bell rope'), ['Brass Bell Rope'])
    assert.deepEqual((await titles('brass bell unicorn')).sort(), ['Brass Bell', 'Brass Bell Rope'])
  })

  it('finds nothing where nothing is asked', async () => {
    const nothing = { data: [], next: null, total: 0, facets: { price: null, vendors: [], types: [] } }
    for (const q of ['', '   ', '?!', '🦭']) assert.deepEqual((await search(q)).body, nothing)
    assert.deepEqual((await app.request('GET', '/api/products/search')).body, nothing)
  })

  it('goes on page by page, without repeating or leaving out', async () => {
    for (let n = 0; n < 5; n++) await aProduct(app, { title: `Lighthouse ${n}` })
    const seen: string[] = []
    for (let after = ''; ; ) {
      const { body } = await search('lighthouse', `&limit=2${after}`)
      seen.push(...body.data.map((product: Loose) => product.title))
      if (body.next === null) break
      after = `&after=${body.next}`
    }
    assert.deepEqual([seen.length, new Set(seen).size], [5, 5])
    assert.equal((await search('lighthouse', '&limit=5')).body.next, null)
  })

  it('refuses cursors, limits and questions that are none', async () => {
    const cursors = [['x'], [1.5], [-1], [10_001], [1, 2]].map((parts) => toCursor(parts))
    for (const after of ['nonsense', ...cursors]) {
      const { status, body } = await search('mug', `&after=${after}`)
      assert.deepEqual([status, body.code], [400, 'page.bad_cursor'], after)
    }
    for (const query of [
      '&limit=0',
      '&limit=101',
      '&limit=x',
      '&sort=colour',
      '&minPrice=-1',
      '&maxPrice=1.5',
      '&vendor=',
      '&available=maybe',
    ]) {
      assert.equal((await search('mug', query)).body.code, 'http.invalid_query', query)
    }
    assert.equal((await search('x'.repeat(201))).status, 400)
    assert.deepEqual((await search('mug', `&after=${toCursor([1_000])}`)).body.next, null)
  })
})

describe('what is found', () => {
  it('is there in the very next request after it was published', async () => {
    const draft = await aProduct(app, { title: 'Sextant', status: 'draft' })
    assert.deepEqual(await titles('sextant'), [])
    await change(draft, { status: 'published' })
    assert.deepEqual(await titles('sextant'), ['Sextant'])
    await aProduct(app, { title: 'Sextant Case' })
    assert.equal((await titles('sextant')).length, 2)
  })

  it('follows its words', async () => {
    const product = await aProduct(app, { title: 'Oilskin' })
    await change(product, { title: 'Raincoat', tags: ['weatherproof'] })
    assert.deepEqual([await titles('oilskin'), await titles('weatherproof')], [[], ['Raincoat']])
  })

  it('is gone as soon as it is unpublished or deleted', async () => {
    const [one, two] = [
      await aProduct(app, { title: 'Anchor One' }),
      await aProduct(app, { title: 'Anchor Two' }),
    ]
    await change(one, { status: 'draft' })
    assert.deepEqual(await titles('anchor'), ['Anchor Two'])
    await app.request('DELETE', `/api/admin/products/${two.id}`, { token: app.owner })
    assert.deepEqual(await titles('anchor'), [])
    await change(one, { status: 'published' })
    assert.deepEqual(await titles('anchor'), ['Anchor One'])
  })

  it('shows its price and stock as they are now', async () => {
    const product = await aProduct(app, { title: 'Telescope' }, { onHand: 3, requiresShipping: false })
    const [{ id: variantId }] = product.variants
    const shown = async () => {
      const [variant] = (await search('telescope')).body.data[0].variants
      return [variant.price.amount, variant.available]
    }
    assert.deepEqual(await shown(), [1_999, 3])
    await change(product, { variants: [{ id: variantId, price: usd(2_500) }] })
    assert.deepEqual(await shown(), [2_500, 3])
    await checkOut(app, await aCart(app, { items: [{ variantId, quantity: 2 }] }))
    assert.deepEqual(await shown(), [2_500, 1])
    await app.request('PUT', `/api/admin/variants/${variantId}/stock`, {
      token: app.owner,
      body: { onHand: 9 },
    })
    assert.deepEqual(await shown(), [2_500, 9])
  })
})

describe('the index', () => {
  it('is built anew from the store, and the shop is ready once it is', async () => {
    const ready = async () => (await app.request('GET', '/readyz')).body.checks.search
    assert.equal(await ready(), 'ok')
    const config = { ...app.config, dataDir: app.dataDir }
    const second = await createApp(config, { clock: app.clock })
    const reply = await second.http.inject({ url: '/api/products/search?q=compass' })
    assert.equal(JSON.parse(reply.payload).data.length, 1)
    await second.close()
  })

  it('reads again what another process changed', async () => {
    const product = await aProduct(app, { title: 'Spyglass' })
    const index = app.ports.use(productIndex)
    await index.reload([product.id, 'prod_00000000000000000000000000'])
    assert.deepEqual(await titles('spyglass'), ['Spyglass'])
    assert.equal(index.problem(), null)
  })
})
