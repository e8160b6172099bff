import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MINUTE_MS } from '#kernel/clock.ts'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
  app.takeEvents()
})
after(() => app.close())

const staff = (method: string, path: string, body?: unknown, headers = {}) =>
  app.request(method, `/api/admin${path}`, { token: app.owner, body, headers })
const category = async (title: string, more = {}): Promise<Loose> =>
  (await staff('POST', '/categories', { title, ...more })).body
const product = async (title: string, categoryIds: string[], status = 'published'): Promise<Loose> => {
  const variants = [{ price: { amount: 1, currency: 'USD' } }]
  return (await staff('POST', '/products', { title, categoryIds, status, variants })).body
}
const listed = async (handle: string) =>
  (await app.request('GET', `/api/products?category=${handle}`)).body.data.map(({ title }: Loose) => title)

test('categories are managed by staff only', async () => {
  const path = `/api/admin/categories/${newId('cat')}`
  for (const [method, url] of [
    ['GET', '/api/admin/categories'],
    ['POST', '/api/admin/categories'],
    ['GET', path],
    ['PATCH', path],
    ['DELETE', path],
  ] as const) {
    const body = method === 'POST' || method === 'PATCH' ? {} : undefined
    assert.equal((await app.request(method, url, { body })).status, 401, `${method} ${url}`)
  }
})

test('a category is created, read, changed and deleted', async () => {
  const image = { url: '/api/media/x.png', alt: '' }
  const { status, body, headers } = await staff('POST', '/categories', { title: 'Tea', image })
  assert.equal(status, 201)
  assert.equal(headers.location, `/api/admin/categories/${body.id}`)
  const { id, ...rest } = body
  assert.deepEqual(rest, {
    handle: 'tea',
    title: 'Tea',
    description: '',
    image,
    parentId: null,
    position: 0,
    version: 1,
  })
  assert.deepEqual((await staff('GET', `/categories/${id}`)).body, body)
  assert.ok((await staff('GET', '/categories')).body.data.some((each: Loose) => each.id === id))
  const changed = await staff('PATCH', `/categories/${id}`, { title: 'Teas', handle: 'teas', image: null })
  assert.deepEqual(changed.body, { ...body, title: 'Teas', handle: 'teas', image: null, version: 2 })
  const same = await staff('PATCH', `/categories/${id}`, { title: 'Teas' })
  assert.equal(same.body.version, 2)
  const stale = await staff('PATCH', `/categories/${id}`, { title: 'x' }, { 'if-match': '"1"' })
  assert.equal(stale.status, 412)
  assert.equal((await staff('DELETE', `/categories/${id}`)).status, 204)
  assert.deepEqual(app.takeEvents(), ['category.created', 'category.updated', 'category.deleted'])
  assert.equal((await staff('GET', `/categories/${id}`)).status, 404)
  assert.equal((await staff('PATCH', `/categories/${id}`, { title: 'x' })).status, 404)
  assert.equal((await staff('DELETE', `/categories/${id}`)).status, 404)
})

test('what cannot be a category is refused', async () => {
  const { handle } = await category('Taken')
  for (const [body, code] of [
    [{}, 'http.invalid'],
    [{ title: 'x', parentId: 'home' }, 'http.invalid'],
    [{ title: 'x', parentId: newId('cat') }, 'catalog.unknown_category'],
    [{ title: 'x', handle }, 'catalog.handle_taken'],
  ] as const) {
    const reply = await staff('POST', '/categories', body)
    assert.equal(reply.body.code, code)
  }
})

test('a category lies neither in itself nor too deep', async () => {
  const levels: Loose[] = []
  for (let n = 0; n < 8; n++)
    levels.push(await category(`Level ${n}`, { parentId: levels.at(-1)?.id ?? null }))
  const deeper = await staff('POST', '/categories', { title: 'Level 8', parentId: levels[7].id })
  assert.equal(deeper.body.code, 'catalog.category_too_deep')
  for (const at of [0, 3]) {
    const loop = await staff('PATCH', `/categories/${levels[0].id}`, { parentId: levels[at].id })
    assert.equal(loop.body.code, 'catalog.category_loop')
  }
  const other = await category('Other root')
  const whole = await staff('PATCH', `/categories/${levels[0].id}`, { parentId: other.id })
  assert.equal(whole.body.code, 'catalog.category_too_deep', 'all that lies in it counts')
  const part = await staff('PATCH', `/categories/${levels[1].id}`, { parentId: other.id })
  assert.equal(part.status, 200)
})

test('of two moves that would make a loop together, one is refused', async () => {
  const [a, b] = [await category('Loop a'), await category('Loop b')]
  const replies = await Promise.all([
    staff('PATCH', `/categories/${a.id}`, { parentId: b.id }),
    staff('PATCH', `/categories/${b.id}`, { parentId: a.id }),
  ])
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 422])
})

test('a category with others in it is not deleted', async () => {
  const parent = await category('Parent')
  await category('Child', { parentId: parent.id })
  const reply = await staff('DELETE', `/categories/${parent.id}`)
  assert.equal(reply.status, 409)
  assert.equal(reply.body.code, 'catalog.category_has_children')
  assert.match(reply.body.detail, /"Child"/)
})

test('when a category moves, its products are listed where it lies now', async () => {
  const [old, fresh] = [await category('Old place'), await category('New place')]
  const moving = await category('Moving', { parentId: old.id })
  const inner = await category('Inner', { parentId: moving.id })
  await product('In moving', [moving.id])
  app.clock.advance(1)
  await product('In inner', [inner.id])
  await product('Unseen', [inner.id], 'draft')
  assert.deepEqual(await listed('old-place'), ['In inner', 'In moving'])
  app.takeEvents()
  await staff('PATCH', `/categories/${moving.id}`, { parentId: fresh.id })
  await app.worker.idle()
  assert.deepEqual(await listed('old-place'), [])
  assert.deepEqual(await listed('new-place'), ['In inner', 'In moving'])
  const events = ['category.updated', ...Array(3).fill('product.updated')]
  assert.deepEqual(app.takeEvents(), events)
  app.clock.advance(MINUTE_MS)
  await app.worker.idle()
  assert.deepEqual(app.takeEvents(), [], 'a second look changes nothing')
})

test('more products than fit into one slice follow too', async () => {
  const [old, fresh] = [await category('Old crowd'), await category('New crowd')]
  const moving = await category('Crowd', { parentId: old.id })
  const titles = Array.from({ length: 105 }, (_, n) => `Crowd ${n}`)
  await Promise.all(titles.map((title) => product(title, [moving.id])))
  await staff('PATCH', `/categories/${moving.id}`, { parentId: fresh.id })
  await app.worker.idle()
  assert.deepEqual(await listed('old-crowd'), [])
  const page = await app.request('GET', '/api/products?category=new-crowd&limit=100')
  const rest = await app.request('GET', `/api/products?category=new-crowd&after=${page.body.next}`)
  assert.equal(page.body.data.length + rest.body.data.length, 105)
})

test('products stay when their category is deleted', async () => {
  const gone = await category('Short-lived')
  const { id } = await product('Survivor', [gone.id])
  await staff('DELETE', `/categories/${gone.id}`)
  await app.worker.idle()
  const { body } = await staff('GET', `/products/${id}`)
  assert.deepEqual(body.categoryIds, [])
  assert.equal(body.version, 2)
  const again = await staff('PATCH', `/products/${id}`, { title: 'Still here' })
  assert.equal(again.status, 200)
})
