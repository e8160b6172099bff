import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stock } from '#modules/inventory/index.ts'
import type { CollectionSpec, Write } from '#store/engine.ts'
import { categories, products } from './collections.ts'
import type { ListPage } from './pages.ts'
import type { Piece } from './pieces.ts'
import { type Bounds, createProductCache } from './product-cache.ts'

const bounds: Bounds = { piecesMax: 3, bytesMax: 100_000, pagesMax: 2, pageBytesMax: 100 }
const piece = (id: string, more: Partial<Piece> = {}): Piece => ({
  id,
  handle: `handle-${id}`,
  variantIds: [`${id}-v`],
  json: Buffer.from(id),
  etag: id,
  ...more,
})
const page = (key: string, ids: string[] = []): ListPage => ({ key, ids, next: null })
const write = (collection: CollectionSpec, id: string): Write => ({
  op: 'remove',
  collection,
  id,
  revision: 1,
})

const cacheOf = async (...pieces: Piece[]) => {
  const cache = createProductCache(bounds)
  await cache.reading(async ({ keep }) => pieces.forEach(keep))
  return cache
}

test('a piece is found by id and by handle', async () => {
  const cache = await cacheOf(piece('a'))
  assert.equal(cache.find('a')?.id, 'a')
  assert.equal(cache.find('handle-a')?.id, 'a')
  assert.equal(cache.find('b'), undefined)
})

test('a commit to the product or to the stock of a variant drops the piece, and no other', async () => {
  for (const change of [write(products, 'a'), write(stock, 'a-v')]) {
    const cache = await cacheOf(piece('a'), piece('b'))
    cache.heed([change])
    assert.equal(cache.find('a'), undefined)
    assert.equal(cache.find('handle-a'), undefined)
    assert.ok(cache.find('b'))
  }
})

test('an event of another process drops what it tells of', async () => {
  const change = { variantIds: ['a-v'] }
  for (const event of [
    { type: 'product.updated', subject: 'a', data: {} },
    { type: 'stock.changed', subject: 'move_1', data: change },
  ]) {
    const cache = await cacheOf(piece('a'), piece('b'))
    cache.hear(event)
    assert.equal(cache.find('a'), undefined)
    assert.ok(cache.find('b'))
  }
})

test('pages outlive a change of stock, but not one of a product or a category', async () => {
  for (const [change, stays] of [
    [write(stock, 'a-v'), true],
    [write(products, 'b'), false],
    [write(categories, 'c'), false],
  ] as const) {
    const cache = createProductCache(bounds)
    await cache.reading(async ({ keepPage }) => keepPage(page('first')))
    cache.heed([change])
    assert.equal(cache.findPage('first') !== undefined, stays)
  }
})

test('what was read before a commit is not kept after it', async () => {
  for (const change of [write(products, 'a'), write(stock, 'a-v')]) {
    const cache = createProductCache(bounds)
    await cache.reading(async ({ keep, keepPage }) => {
      cache.heed([change])
      keep(piece('a'))
      keep(piece('b'))
      keepPage(page('first'))
    })
    assert.equal(cache.find('a'), undefined)
    assert.ok(cache.find('b'), 'others are kept')
    assert.equal(cache.findPage('first') !== undefined, change.collection === stock)
  }
})

test('nothing that was read before everything was forgotten is kept', async () => {
  const cache = await cacheOf(piece('a'))
  await cache.reading(async ({ keep, keepPage }) => {
    cache.clear()
    keep(piece('b'))
    keepPage(page('first'))
  })
  assert.deepEqual(cache.size, { pieces: 0, bytes: 0, pages: 0 })
})

test('a reading that failed leaves nothing behind', async () => {
  const cache = createProductCache(bounds)
  await assert.rejects(cache.reading(() => Promise.reject(new Error('no store'))))
  await cache.reading(async ({ keep }) => keep(piece('a')))
  assert.ok(cache.find('a'))
})

test('when there is no room, what nobody asked for goes first', async () => {
  const cache = await cacheOf(piece('a'), piece('b'), piece('c'))
  await cache.reading(async ({ keep }) => keep(piece('d')))
  assert.equal(cache.size.pieces, 3)
  cache.find('b')
  await cache.reading(async ({ keep }) => keep(piece('e')))
  assert.ok(cache.find('b'))
  assert.equal(cache.find('c'), undefined)
})

test('the bytes are bounded too, and a piece larger than all of them is not kept', async () => {
  const half = { json: Buffer.alloc(50_000) }
  const cache = await cacheOf(piece('a', half), piece('b', half), piece('c', { json: Buffer.alloc(100_001) }))
  assert.equal(cache.size.pieces, 1)
  assert.ok(cache.size.bytes <= bounds.bytesMax)
})

test('of many pages the last used stay', async () => {
  const cache = createProductCache(bounds)
  await cache.reading(async ({ keepPage }) => {
    keepPage(page('one'))
    keepPage(page('two'))
    cache.findPage('one')
    keepPage(page('three'))
  })
  assert.ok(cache.findPage('one'))
  assert.equal(cache.findPage('two'), undefined)
})

test('a joined page lives as long as each of its pieces', async () => {
  const [a, b] = [piece('a'), piece('b')]
  for (const change of [write(products, 'a'), write(stock, 'b-v'), write(categories, 'c')]) {
    const cache = await cacheOf(a, b)
    const first = page('first', ['a', 'b'])
    const joined = { pieces: [a, b], json: Buffer.from('[a,b]'), etag: 'ab' }
    await cache.reading(async ({ keepPage }) => keepPage(first))
    cache.keepJoined(first, joined)
    assert.equal(cache.findJoined(first), joined)
    cache.heed([change])
    assert.equal(cache.findJoined(first), undefined)
  }
})

test('a page that was joined while its list changed is not kept', async () => {
  const cache = await cacheOf(piece('a'))
  const [old, fresh] = [page('first', ['a']), page('first', ['b', 'a'])]
  await cache.reading(async ({ keepPage }) => keepPage(old))
  cache.heed([write(products, 'b')])
  await cache.reading(async ({ keepPage }) => keepPage(fresh))
  cache.keepJoined(old, { pieces: [piece('a')], json: Buffer.from('[a]'), etag: 'a' })
  for (const each of [old, fresh]) assert.equal(cache.findJoined(each), undefined)
  assert.equal(cache.findPage('first'), fresh)
})

test('the bytes of joined pages are bounded', async () => {
  const cache = await cacheOf()
  const pages = ['one', 'two'].map((key) => page(key))
  await cache.reading(async ({ keepPage }) => pages.forEach(keepPage))
  for (const each of pages) cache.keepJoined(each, { pieces: [], json: Buffer.alloc(60), etag: '' })
  assert.deepEqual(
    pages.map((each) => cache.findJoined(each) !== undefined),
    [false, true],
  )
  cache.keepJoined(pages[0] as ListPage, { pieces: [], json: Buffer.alloc(101), etag: '' })
  assert.equal(cache.findJoined(pages[0] as ListPage), undefined)
})

test('a new handle takes the place of the old one', async () => {
  const cache = await cacheOf(piece('a'))
  await cache.reading(async ({ keep }) => keep(piece('a', { handle: 'fresh' })))
  assert.equal(cache.find('handle-a'), undefined)
  assert.equal(cache.find('fresh')?.id, 'a')
})

test('whatever is kept and dropped, the count of bytes is right', async () => {
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), drop: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const cache = createProductCache(bounds)
      await cache.reading(async ({ keep }) => {
        for (const { id, drop } of steps) {
          if (drop) cache.hear({ type: 'product.updated', subject: id, data: {} })
          else keep(piece(id))
        }
      })
      const each = (await cacheOf(piece('a'))).size.bytes
      assert.equal(cache.size.bytes, cache.size.pieces * each)
      assert.ok(cache.size.pieces <= bounds.piecesMax)
    }),
  )
})
