import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { idPattern, isId, newCode, newId, newSecret, randomText } from './id.ts'

const at = (ms: number) => ({ now: () => ms })

test('ids sort by creation, to the millisecond', () => {
  const times = fc.integer({ min: 0, max: 2 ** 48 - 1 })
  fc.assert(
    fc.property(times, times, (a, b) => {
      const [first, second] = [newId('cart', at(a)), newId('cart', at(b))]
      if (a !== b) assert.equal(first < second, a < b)
      else assert.equal(first.slice(0, 15), second.slice(0, 15))
    }),
  )
})

test('the time in an id is that of a ULID', () => {
  // The example of https://github.com/ulid/spec: 01ARZ3NDEKTSV4RRFFQ69G5FAV was made at 1469922850259.
  assert.equal(newId('x', at(1_469_922_850_259)).slice(2, 12), '01ARZ3NDEK')
})

test('ids of one millisecond do not collide', () => {
  const ids = new Set(Array.from({ length: 50_000 }, () => newId('cart', at(1))))
  assert.equal(ids.size, 50_000)
})

test('the random part has 80 bits: 16 characters that each take all 32 values, evenly', () => {
  const counts = new Map<string, number>()
  const total = 20_000
  for (let i = 0; i < total; i++) {
    const text = newId('cart', at(1)).slice(-16)
    for (const [place, char] of [...text].entries()) {
      counts.set(`${place}${char}`, (counts.get(`${place}${char}`) ?? 0) + 1)
    }
  }
  assert.equal(counts.size, 16 * 32)
  // Each is expected total / 32 = 625 times with a deviation of 25; nine deviations never happen by chance.
  for (const [what, count] of counts) assert.ok(Math.abs(count - 625) < 225, `${what}: ${count}`)
})

test('an id matches its own pattern and no other', () => {
  const id = newId('cart')
  assert.ok(isId('cart', id))
  assert.match(id, new RegExp(idPattern('cart')))
  for (const wrong of [
    id.toLowerCase(),
    `${id}0`,
    id.slice(0, -1),
    ` ${id}`,
    `${id}\n`,
    id.replace('cart_', 'card_'),
    id.replace(/.$/, 'U'),
    '',
  ]) {
    assert.equal(isId('cart', wrong), false, wrong)
  }
})

test('secrets have 160 bits and codes 40, in letters that cannot be misread', () => {
  assert.match(newSecret('mst'), /^mst_[0-9A-HJKMNP-TV-Z]{32}$/)
  assert.match(newCode(), /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  assert.equal(new Set(Array.from({ length: 10_000 }, () => newSecret('mst'))).size, 10_000)
})

test('random text of any length is drawn, across the ends of the pool', () => {
  const lengths = [0, 1, 16, 4_000, 4_096, 95, 96, 97]
  assert.deepEqual(
    lengths.map((length) => randomText(length).length),
    lengths,
  )
})
