import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { aCart, aProduct, checkOut, usd } from '#testing/shop.ts'

let app: TestApp
let cups: Loose
before(async () => {
  app = await createTestApp()
  cups = await aCategory('Cups')
  const small = await aCategory('Small cups', cups.id)
  const shelf = { vendor: 'Kiln', type: 'Cup' }
  await aCup('Big cup', 3_000, { ...shelf, categoryIds: [cups.id] })
  await aCup('Äther cup', 1_000, { ...shelf, vendor: 'KILN', categoryIds: [small.id] })
  await aCup('Plain cup', 2_000, { vendor: 'Pier', type: 'Cup', categoryIds: [cups.id] }, { onHand: 0 })
  app.clock.advance(1_000)
  await aProduct(app, {
    title: 'Shirt',
    vendor: 'Loom',
    variants: [500, 4_000, 9_000].map((price, at) => ({
      price: usd(price),
      options: { Size: `${at}` },
      onHand: 1,
    })),
  })
})
after(() => app.close())

async function aCategory(title: string, parentId: string | null = null): Promise<Loose> {
  const body = { title, parentId }
  return (await app.request('POST', '/api/admin/categories', { token: app.owner, body })).body
}

async function aCup(title: string, amount: number, init: Loose, variant: Loose = {}): Promise<Loose> {
  app.clock.advance(1_000)
  return aProduct(app, { title, ...init }, { price: usd(amount), ...variant })
}

const find = async (query: string): Promise<Loose> =>
  (await app.request('GET', `/api/products/search?${query}`)).body

const titles = async (query: string): Promise<string[]> =>
  (await find(query)).data.map((product: Loose) => product.title)

describe('GET /api/products/search, narrowed down', () => {
  it('lists everything that fits where no word is asked for, the newest first', async () => {
    assert.deepEqual(await titles('sort=newest'), ['Shirt', 'Plain cup', 'Äther cup', 'Big cup'])
    assert.deepEqual(await titles('sort=relevance'), await titles('sort=newest'))
  })

  it('sorts by price and title', async () => {
    assert.deepEqual(await titles('sort=price'), ['Shirt', 'Äther cup', 'Plain cup', 'Big cup'])
    assert.deepEqual(await titles('sort=-price'), ['Big cup', 'Plain cup', 'Äther cup', 'Shirt'])
    assert.deepEqual(await titles('sort=title'), ['Äther cup', 'Big cup', 'Plain cup', 'Shirt'])
    assert.deepEqual(await titles('q=cup&sort=price'), ['Äther cup', 'Plain cup', 'Big cup'])
  })

  it('finds a category by id or handle, with those within it', async () => {
    for (const category of [cups.id, cups.handle]) {
      assert.deepEqual(await titles(`category=${category}`), ['Plain cup', 'Äther cup', 'Big cup'], category)
    }
    assert.deepEqual(await titles('category=small-cups&q=cup'), ['Äther cup'])
    const { status, body } = await app.request('GET', '/api/products/search?category=hats')
    assert.deepEqual([status, body.code], [404, 'catalog.category_missing'])
  })

  it('fits a price where one of the variants does', async () => {
    assert.deepEqual(await titles('minPrice=3500&maxPrice=4500'), ['Shirt'])
    assert.deepEqual(await titles('minPrice=4001&maxPrice=8999'), [])
    assert.deepEqual(await titles('maxPrice=1000&sort=price'), ['Shirt', 'Äther cup'])
    assert.deepEqual(await titles('minPrice=3000&sort=title'), ['Big cup', 'Shirt'])
  })

  it('compares vendor and type as a whole, in any case', async () => {
    assert.deepEqual(await titles('vendor=kiln&sort=title'), ['Äther cup', 'Big cup'])
    assert.deepEqual(await titles('type=CUP&vendor=pier'), ['Plain cup'])
    assert.deepEqual(await titles('vendor=kil'), [])
  })

  it('counts what fits, and what could be chosen instead', async () => {
    const { total, facets } = await find('q=cup&vendor=kiln&limit=1')
    assert.equal(total, 2)
    assert.deepEqual(facets, {
      price: { min: 1_000, max: 3_000 },
      vendors: [
        { value: 'Kiln', count: 2 },
        { value: 'Pier', count: 1 },
      ],
      types: [{ value: 'Cup', count: 2 }],
    })
    const cheap = (await find('category=cups&maxPrice=1500')).facets
    assert.deepEqual(cheap.price, { min: 1_000, max: 3_000 })
    assert.deepEqual(cheap.vendors, [{ value: 'Kiln', count: 1 }])
  })

  it('goes on page by page in every order', async () => {
    for (const query of ['sort=price', 'sort=-price', 'category=cups', 'q=cup&type=cup']) {
      const all = await titles(query)
      const seen: string[] = []
      for (let after = ''; ; ) {
        const { data, next, total } = await find(`${query}&limit=2${after}`)
        assert.equal(total, all.length)
        seen.push(...data.map((product: Loose) => product.title))
        if (next === null) break
        after = `&after=${next}`
      }
      assert.deepEqual(seen, all, query)
    }
  })

  it('leaves out what cannot be bought now, as stock moves', async () => {
    assert.deepEqual(await titles('category=cups&available=true'), ['Äther cup', 'Big cup'])
    const { total, next } = await find('available=true&limit=2')
    assert.deepEqual([total, typeof next], [3, 'string'])
    const one = await aProduct(
      app,
      { title: 'Last cup', categoryIds: [cups.id] },
      { onHand: 1, requiresShipping: false },
    )
    assert.deepEqual(await titles('q=last&available=true'), ['Last cup'])
    await checkOut(app, await aCart(app, { items: [{ variantId: one.variants[0].id, quantity: 1 }] }))
    assert.deepEqual(await titles('q=last&available=true'), [])
    assert.deepEqual(await titles('q=last'), ['Last cup'])
    await app.request('DELETE', `/api/admin/products/${one.id}`, { token: app.owner })
  })

  it('follows changes of price, vendor and category', async () => {
    const cup = await aCup('Moving cup', 7_000, { vendor: 'Nomad', categoryIds: [cups.id] })
    assert.deepEqual(await titles('vendor=nomad'), ['Moving cup'])
    const [{ id }] = cup.variants
    const body = { vendor: 'Settler', categoryIds: [], variants: [{ id, price: usd(100) }] }
    await app.request('PATCH', `/api/admin/products/${cup.id}`, { token: app.owner, body })
    assert.deepEqual(await titles('vendor=nomad'), [])
    assert.equal((await titles('sort=price'))[0], 'Moving cup')
    assert.ok(!(await titles('category=cups')).includes('Moving cup'))
    await app.request('DELETE', `/api/admin/products/${cup.id}`, { token: app.owner })
    assert.deepEqual((await find('vendor=settler')).total, 0)
  })
})
