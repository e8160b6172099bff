import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stock } from '#modules/inventory/index.ts'
import type { CollectionSpec, Write } from '#store/engine.ts'
import { categories, products } from './collections.ts'
import {
  type Bounds,
  boundsFor,
  createProductCache,
  type ListPage,
  type NewPiece,
  type ProductCache,
} from './product-cache.ts'

const ROOMY: Bounds = { bytesMax: 100_000, pagesMax: 10, joinedBytesMax: 1_000 }
/** Room for two pieces in each of two generations. */
const NARROW: Bounds = { bytesMax: 2_400, pagesMax: 2, joinedBytesMax: 100 }

const create = (bounds = ROOMY): ProductCache => createProductCache(bounds)

const IDS = ['a', 'b', 'c', 'd', 'e'] as const

const piece = (id: string, more: Partial<NewPiece> = {}): NewPiece => ({
  id,
  handle: `handle-${id}`,
  variantIds: [`${id}-v`],
  json: `{"id":"${id}"}`,
  etag: `"${id}"`,
  ...more,
})
const page = (key: string, ids: string[] = []): ListPage => ({ key, ids, next: null })
const write = (collection: CollectionSpec, id: string): Write => ({
  op: 'remove',
  collection,
  id,
  revision: 1,
})

const cacheOf = (...pieces: NewPiece[]) => {
  const cache = create()
  const reading = cache.beginReading()
  return { cache, kept: pieces.map(reading.keep) }
}

test('a piece is found by id and by handle', () => {
  const { cache } = cacheOf(piece('a'))
  assert.equal(cache.find('a')?.id, 'a')
  assert.equal(cache.find('handle-a')?.id, 'a')
  assert.equal(cache.find('b'), undefined)
})

test('a commit to the product or to the stock of a variant makes the piece untrue, and no other', () => {
  for (const change of [write(products, 'a'), write(stock, 'a-v')]) {
    const { cache } = cacheOf(piece('a'), piece('b'))
    cache.heed([change])
    assert.equal(cache.find('a'), undefined)
    assert.equal(cache.find('handle-a'), undefined)
    assert.ok(cache.find('b'))
  }
})

test('an event of another process makes untrue what it tells of', () => {
  const change = { variantIds: ['a-v'] }
  for (const event of [
    { type: 'product.updated', subject: 'a', data: {} },
    { type: 'stock.changed', subject: 'move_1', data: change },
  ]) {
    const { cache } = cacheOf(piece('a'), piece('b'))
    cache.hear(event)
    assert.equal(cache.find('a'), undefined)
    assert.ok(cache.find('b'))
  }
})

test('pages outlive a change of stock, but not one of a product or a category', () => {
  for (const [change, stays] of [
    [write(stock, 'a-v'), true],
    [write(products, 'b'), false],
    [write(categories, 'c'), false],
  ] as const) {
    const cache = create()
    cache.beginReading().keepPage(page('first'))
    cache.heed([change])
    assert.equal(cache.findPage('first') !== undefined, stays)
  }
})

test('what was read before a commit is not kept after it', () => {
  for (const change of [write(products, 'a'), write(stock, 'a-v')]) {
    const cache = create()
    const reading = cache.beginReading()
    cache.heed([change])
    reading.keep(piece('a'))
    reading.keep(piece('b'))
    reading.keepPage(page('first'))
    assert.equal(cache.find('a'), undefined)
    assert.ok(cache.find('b'), 'others are kept')
    assert.equal(cache.findPage('first') !== undefined, change.collection === stock)
  }
})

test('nothing that was read before everything was forgotten is kept', () => {
  const { cache } = cacheOf(piece('a'))
  const reading = cache.beginReading()
  cache.clear()
  reading.keep(piece('b'))
  reading.keepPage(page('first'))
  for (const id of ['a', 'b']) assert.equal(cache.find(id), undefined)
  assert.equal(cache.findPage('first'), undefined)
})

test('of many pages the last used stay', () => {
  const cache = create(NARROW)
  for (const key of ['one', 'two', 'three']) {
    cache.beginReading().keepPage(page(key))
    assert.ok(cache.findPage('one'))
  }
  assert.equal(cache.findPage('two'), undefined)
})

test('a joined page lives as long as each of its pieces and as the order of the list', () => {
  for (const change of [write(products, 'a'), write(stock, 'b-v'), write(categories, 'c')]) {
    const { cache, kept } = cacheOf(piece('a'), piece('b'))
    cache.beginReading().keepJoined('first', kept, { json: '[a,b]', etag: '"ab"' })
    assert.equal(cache.findJoined('first')?.json, '[a,b]')
    cache.heed([change])
    assert.equal(cache.findJoined('first'), undefined)
  }
})

test('a page that was joined while something in it changed is not kept', () => {
  for (const change of [write(products, 'b'), write(stock, 'a-v')]) {
    const { cache, kept } = cacheOf(piece('a'))
    const reading = cache.beginReading()
    cache.heed([change])
    reading.keepJoined('first', kept, { json: '[a]', etag: '"a"' })
    assert.equal(cache.findJoined('first'), undefined)
  }
})

test('the bytes of joined pages are bounded', () => {
  const cache = create(NARROW)
  const keep = (key: string, bytes: number) =>
    cache.beginReading().keepJoined(key, [], { json: Buffer.alloc(bytes), etag: '' })
  for (const key of ['one', 'two', 'three']) keep(key, 40)
  keep('large', 60)
  assert.deepEqual(
    ['one', 'two', 'three', 'large'].map((key) => cache.findJoined(key) !== undefined),
    [false, true, true, false],
  )
})

test('a new handle takes the place of the old one', () => {
  const { cache } = cacheOf(piece('a'))
  cache.heed([write(products, 'a')])
  cache.beginReading().keep(piece('a', { handle: 'fresh' }))
  assert.equal(cache.find('handle-a'), undefined)
  assert.equal(cache.find('fresh')?.id, 'a')
})

test('the bytes of pieces are bounded, and what was asked for last stays', () => {
  const cache = create(NARROW)
  for (const id of IDS) {
    cache.beginReading().keep(piece(id))
    assert.ok(cache.find('handle-a'))
  }
  assert.deepEqual(
    IDS.filter((id) => cache.find(`handle-${id}`)),
    ['a', 'd', 'e'],
  )
})

test('products take an eighth of the memory, and no more than 512 MiB', () => {
  const MiB = 1_048_576
  assert.equal(boundsFor(512 * MiB).bytesMax, 64 * MiB)
  assert.equal(boundsFor(64_000 * MiB).bytesMax, 512 * MiB)
})

/** A catalogue of five products that can exchange their handles, and the cache of it. */
function createScene() {
  const cache = create(NARROW)
  const handles = new Map<string, string>(IDS.map((id) => [id, `handle-${id}`]))
  const versions = new Map<string, number>(IDS.flatMap((id) => [`${id}`, `${id}-v`]).map((name) => [name, 0]))
  const jsonOf = (id: string) =>
    JSON.stringify([id, handles.get(id), versions.get(id), versions.get(`${id}-v`)])
  const bump = (name: string) => versions.set(name, (versions.get(name) ?? 0) + 1)
  const render = (id: string) => piece(id, { handle: handles.get(id) ?? '', json: jsonOf(id) })
  return {
    look(id: string) {
      const found = cache.find(id)
      if (found) assert.equal(found.json, jsonOf(id))
      else cache.beginReading().keep(render(id))
    },
    lookByHandle(of: string) {
      const handle = `handle-${of}`
      const found = cache.find(handle)
      if (found) assert.equal(found.json, jsonOf(holderOf(handle)))
    },
    lookSlowly(id: string) {
      const reading = cache.beginReading()
      const rendered = render(id)
      return () => reading.keep(rendered)
    },
    sell(id: string) {
      bump(`${id}-v`)
      cache.heed([write(stock, `${id}-v`)])
    },
    exchangeHandles(id: string) {
      const other = IDS[(IDS.indexOf(id as 'a') + 1) % IDS.length] as string
      const [mine, its] = [handles.get(id) ?? '', handles.get(other) ?? '']
      handles.set(id, its).set(other, mine)
      for (const each of [id, other]) bump(each)
      cache.heed([write(products, id), write(products, other)])
    },
  }
  function holderOf(handle: string): string {
    return IDS.find((id) => handles.get(id) === handle) ?? ''
  }
}

test('whatever changes while others look, nobody is shown what was true before', () => {
  const does = fc.constantFrom('look', 'lookByHandle', 'lookSlowly', 'sell', 'exchangeHandles')
  const step = fc.record({ id: fc.constantFrom(...IDS), does })
  fc.assert(
    fc.property(fc.array(step, { minLength: 40, maxLength: 80 }), (steps) => {
      const scene = createScene()
      let finish: (() => unknown) | undefined
      for (const { id, does } of steps as { id: string; does: keyof typeof scene }[]) {
        const slow = scene[does](id)
        if (!slow) continue
        finish?.()
        finish = slow
      }
    }),
  )
})
