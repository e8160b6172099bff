import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Product } from '#modules/catalog/index.ts'
import { createProductFinder, type Wish } from './product-finder.ts'

interface Made {
  readonly id: string
  readonly revision: number
  readonly title: string
  readonly vendor: string | null
  readonly type: string | null
  readonly listedIn: readonly string[]
  readonly prices: readonly number[]
  readonly createdAt: number
}

const toProduct = ({ prices, ...made }: Made): Product =>
  ({
    ...made,
    description: '',
    tags: [],
    variants: prices.map((amount) => ({ price: { amount, currency: 'USD' }, options: {}, sku: null })),
  }) as unknown as Product

const words = fc.array(fc.constantFrom('red', 'blue', 'mug', 'lamp'), { minLength: 1, maxLength: 3 })
const aMade = fc.record({
  id: fc.constantFrom(...'abcdefghijklmnop'),
  title: words.map((each) => each.join(' ')),
  vendor: fc.constantFrom(null, 'Kiln', 'Loom'),
  type: fc.constantFrom(null, 'Cup', 'Light'),
  listedIn: fc.subarray(['cat_1', 'cat_2', 'cat_3']),
  prices: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
  createdAt: fc.integer({ min: 0, max: 5 }),
})
const aStep = fc.oneof(
  { weight: 4, arbitrary: aMade },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b', 'c') },
)
const maybe = <T>(from: fc.Arbitrary<T>) => fc.option(from, { nil: undefined })
const aWish: fc.Arbitrary<Wish> = fc.record({
  q: fc.constantFrom('', 'red', 'mug', 'blue lamp', 'red mug'),
  sort: fc.constantFrom('relevance', 'newest', 'price', '-price', 'title'),
  categoryId: maybe(fc.constantFrom('cat_1', 'cat_2')),
  minPrice: maybe(fc.integer({ min: 0, max: 9 })),
  maxPrice: maybe(fc.integer({ min: 0, max: 9 })),
  vendor: maybe(fc.constantFrom('KILN', 'loom')),
  type: maybe(fc.constantFrom('cup', 'light')),
  offset: fc.constant(0),
  limit: fc.constant(100),
})

const same = (text: string | undefined, other: string | null) =>
  text === undefined || text.toLowerCase() === other?.toLowerCase()
const hasWords = ({ q }: Wish, { title }: Made) =>
  q.split(' ').every((word) => title.split(' ').some((each) => each.startsWith(word)))
const fitsPrice = ({ minPrice = 0, maxPrice = 99 }: Wish, { prices }: Made) =>
  prices.some((price) => price >= minPrice && price <= maxPrice)
const fits = (wish: Wish, made: Made) =>
  fitsPrice(wish, made) &&
  same(wish.vendor, made.vendor) &&
  same(wish.type, made.type) &&
  (wish.categoryId === undefined || made.listedIn.includes(wish.categoryId))

const newest = (a: Made, b: Made) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)
const low = ({ prices }: Made) => Math.min(...prices)
const ORDERS: Record<string, (a: Made, b: Made) => number> = {
  newest,
  price: (a, b) => low(a) - low(b) || newest(a, b),
  '-price': (a, b) => low(b) - low(a) || newest(b, a),
  title: (a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : newest(a, b)),
}

const countsOf = (all: readonly Made[], key: 'vendor' | 'type') =>
  [...Map.groupBy(all, (each) => each[key])]
    .flatMap(([value, these]) => (value === null ? [] : [{ value, count: these.length }]))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))

test('lists, totals and facets are those of looking at each product, whatever changed before', () => {
  const history = fc.array(aStep, { maxLength: 40 })
  fc.assert(
    fc.property(history, fc.array(aWish, { minLength: 1, maxLength: 5 }), (steps, wishes) => {
      const finder = createProductFinder()
      const all = new Map<string, Made>()
      for (const [at, step] of steps.entries()) {
        if (typeof step === 'string') {
          finder.remove(step)
          all.delete(step)
        } else {
          const made = { ...step, revision: at + 1 }
          finder.put(toProduct(made))
          all.set(made.id, made)
        }
      }
      for (const wish of wishes) {
        const found = finder.find(wish)
        const matching = [...all.values()].filter((made) => wish.q === '' || hasWords(wish, made))
        // Where nothing has all words, some are enough; that is for the tests of the text index.
        if (matching.length === 0 && wish.q !== '') continue
        const fitting = matching.filter((made) => fits(wish, made))
        assert.equal(found.total, fitting.length)
        const order = ORDERS[wish.sort === 'relevance' && wish.q === '' ? 'newest' : (wish.sort ?? 'newest')]
        if (order)
          assert.deepEqual(
            found.ids,
            fitting.sort(order).map(({ id }) => id),
          )
        else assert.deepEqual(found.ids.toSorted(), fitting.map(({ id }) => id).sort())
        const but = (key: keyof Wish) => {
          const { [key]: _, ...rest } = wish
          return matching.filter((made) => fits(rest as Wish, made))
        }
        assert.deepEqual(found.facets.vendors, countsOf(but('vendor'), 'vendor'))
        assert.deepEqual(found.facets.types, countsOf(but('type'), 'type'))
        const { minPrice: _min, maxPrice: _max, ...anyPrice } = wish
        const prices = matching.filter((made) => fits(anyPrice, made)).flatMap((made) => made.prices)
        const price = prices.length > 0 ? { min: Math.min(...prices), max: Math.max(...prices) } : null
        assert.deepEqual(found.facets.price, price)
      }
    }),
    { numRuns: 300 },
  )
})

const aMany = (count: number): Made[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `p${String(n).padStart(5, '0')}`,
    revision: 1,
    title: n % 3 === 0 ? 'Red mug' : 'Blue mug',
    vendor: `Vendor ${n % 60}`,
    type: null,
    listedIn: n % 500 === 0 ? ['cat_rare'] : [],
    prices: [n % 97],
    createdAt: n,
  }))

test('of many products pages follow on each other, to the last there is', () => {
  const finder = createProductFinder()
  const all = aMany(3_000)
  for (const made of all) finder.put(toProduct(made))
  const red = finder.find({ q: 'red', sort: 'price', offset: 0, limit: 100 })
  assert.deepEqual([red.total, red.more, red.facets.vendors.length], [1_000, true, 20])
  const vendors = finder.find({ q: '', sort: 'newest', offset: 2_950, limit: 50 })
  assert.deepEqual([vendors.more, vendors.facets.vendors.length], [false, 50])
  const rare = finder.find({ q: 'mug', categoryId: 'cat_rare', offset: 0, limit: 4 })
  assert.deepEqual([rare.total, rare.more], [6, true])
  assert.deepEqual(rare.ids, ['p02500', 'p02000', 'p01500', 'p01000'])
  const mug = finder.find({ q: 'mug', vendor: 'vendor 7', offset: 40, limit: 20 })
  assert.deepEqual([mug.total, mug.ids.length, mug.more], [50, 10, false])
  const blue = finder.find({ q: 'blue mug', minPrice: 1, offset: 0, limit: 3 })
  assert.deepEqual([blue.total, blue.more], [1_980, true])
  assert.deepEqual(blue.ids, ['p02999', 'p02998', 'p02996'])
})

test('a revision that is older than the known one changes nothing', () => {
  const finder = createProductFinder()
  const [made] = aMany(1) as [Made]
  finder.put(toProduct({ ...made, revision: 2, prices: [5] }))
  finder.put(toProduct({ ...made, revision: 1, prices: [9] }))
  assert.deepEqual(finder.find({ q: '', sort: 'newest', offset: 0, limit: 5 }).facets.price, {
    min: 5,
    max: 5,
  })
})
