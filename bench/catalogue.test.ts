import assert from 'node:assert/strict'
import test from 'node:test'
import { handleOf, productAt, titleOf, variantsAt } from './catalogue.ts'
import { mistype, searchQueries } from './queries.ts'
import { createRandom, zipfBelow } from './random.ts'

const isAscii = (text: string) => /^[ -~]*$/.test(text)

test('a product is the same whenever it is made, and whatever was made before', () => {
  const first = productAt(17)
  productAt(3)
  assert.deepEqual(productAt(17), first)
  assert.deepEqual([first.title, first.handle], [titleOf(17), handleOf(17)])
  assert.deepEqual(first.variants, variantsAt(17))
  assert.notEqual(productAt(18).description, first.description)
})

test('products have titles of two to four words, texts of sixty, and no handle twice', () => {
  const made = Array.from({ length: 2_000 }, (_, n) => productAt(n))
  for (const { title, description, handle } of made) {
    assert.ok([2, 3, 4].includes(title.split(' ').length), title)
    assert.equal(description.split(' ').length, 60)
    assert.match(handle, /^[a-z0-9]+(-[a-z0-9]+)*$/)
    assert.ok(isAscii(title + description), title)
  }
  assert.equal(new Set(made.map(({ handle }) => handle)).size, 2_000)
  assert.equal(new Set(made.flatMap(({ variants }) => variants.map(({ sku }) => sku))).size, 8_000)
})

test('some words are frequent and many are rare', () => {
  const random = createRandom(1)
  const counts = new Array<number>(100).fill(0)
  for (let n = 0; n < 100_000; n++) {
    const at = zipfBelow(100, random)
    counts[at] = (counts[at] ?? 0) + 1
  }
  assert.ok(counts.every((count) => count > 0))
  assert.ok((counts[0] ?? 0) > 5 * (counts[9] ?? 0))
})

test('queries are the same each time, and about the catalogue that there is', () => {
  const queries = searchQueries(50)
  assert.deepEqual(queries, searchQueries(50))
  assert.equal(queries.length, 200)
  const titles = Array.from({ length: 50 }, (_, n) => titleOf(n).toLowerCase())
  const whole = queries.filter((_, at) => at % 4 < 3)
  for (const query of whole)
    assert.ok(
      titles.some((title) => title.includes(query)),
      query,
    )
})

test('a typo is one edit and leaves the first letter', () => {
  const random = createRandom(5)
  for (let n = 0; n < 200; n++) {
    const typed = mistype('lantern', random)
    assert.equal(typed[0], 'l')
    assert.ok(Math.abs(typed.length - 'lantern'.length) <= 1, typed)
  }
})
