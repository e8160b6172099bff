import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Key } from '#store/engine.ts'
import { compareKeys } from '#store/index-keys.ts'
import { encodeKey, HIGH } from './keys.ts'

const character = fc.oneof(
  fc.constantFrom('\u0000', '\u0001', '\u0002', '\u0003', 'a', 'b', '\u007f', '\u0080', '\u0082', 'é'),
  fc.constantFrom('\ud7ff', '\ue000', '\uffee', '\uffff', '\u{10000}', '👕', '\u{10ffff}'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)
const text = fc.array(character, { maxLength: 4 }).map((all) => all.join('').toWellFormed())
const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.constantFrom(0, 5e-324, -5e-324, Infinity, -Infinity, 2 ** 53, Number.MAX_VALUE),
)
const key: fc.Arbitrary<Key> = fc.oneof(fc.constantFrom(null, false, true), number, text)
const pairs = fc.array(fc.tuple(key, key), { minLength: 1, maxLength: 3 })

/** As MongoDB compares strings: their UTF-8, byte by byte. */
const inBytes = (a: string, b: string) => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)))

const order = (a: readonly Key[], b: readonly Key[], down: readonly boolean[]) => {
  for (const [at, left] of a.entries()) {
    const difference = Math.sign(compareKeys(left, b[at] as Key))
    if (difference !== 0) return down[at] ? -difference : difference
  }
  return 0
}

test('entries as strings sort as their keys do, each field in its own direction', () => {
  fc.assert(
    fc.property(pairs, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), (both, down) => {
      const encode = (keys: readonly Key[]) =>
        keys.map((each, at) => encodeKey(each, down[at] as boolean)).join('')
      const [a, b] = [both.map(([left]) => left), both.map(([, right]) => right)]
      assert.equal(inBytes(encode(a), encode(b)), order(a, b, down))
    }),
    { numRuns: 3_000 },
  )
})

test('everything that begins with a key, and nothing else, lies between it and its end', () => {
  fc.assert(
    fc.property(key, key, key, fc.boolean(), (a, b, rest, down) => {
      const start = encodeKey(a, down)
      const entry = encodeKey(b, down) + encodeKey(rest, down)
      const isWithin = inBytes(entry, start) >= 0 && inBytes(entry, start + HIGH) < 0
      assert.equal(isWithin, compareKeys(a, b) === 0)
    }),
    { numRuns: 3_000 },
  )
})

test('minus zero is zero, and half a surrogate pair is what a database makes of it', () => {
  assert.equal(encodeKey(-0, false), encodeKey(0, false))
  assert.equal(encodeKey('a\ud800', true), encodeKey('a\ufffd', true))
})
