import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { HANDLE_CHARS_MAX } from './product-draft.ts'
import { slugify, withSuffix } from './slug.ts'

test('a handle that is one already stays as it is', () => {
  assert.equal(slugify('7-shakra-bracelet'), '7-shakra-bracelet')
})

test('accents, cases, punctuation and apostrophes go', () => {
  assert.equal(slugify("  Men's Café -- Crème Brûlée (2 for 1)!"), 'mens-cafe-creme-brulee-2-for-1')
  assert.equal(slugify('Smørrebrød für die Straße'), 'smorrebrod-fur-die-strasse')
})

test('texts in other scripts get handles of their own', () => {
  assert.match(slugify('чай'), /^product-[0-9a-f]{8}$/)
  assert.match(slugify('зелёный чай 100'), /^100-[0-9a-f]{8}$/)
  assert.notEqual(slugify('чай'), slugify('кофе'))
  assert.equal(slugify('чай'), slugify('чай'))
})

test('any text gives a handle, and the handle of a handle is itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
      const slug = slugify(text)
      assert.match(slug, /^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      assert.ok(slug.length <= HANDLE_CHARS_MAX)
      assert.equal(slugify(slug), slug)
    }),
  )
})

test('a suffix fits also behind the longest handle', () => {
  assert.equal(withSuffix('tee', '44'), 'tee-44')
  assert.equal(withSuffix('a'.repeat(HANDLE_CHARS_MAX), 'b').length, HANDLE_CHARS_MAX)
})
