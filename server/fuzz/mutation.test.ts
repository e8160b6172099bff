import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aMutation, type Mutation, mutate } from './mutation.kit.ts'

const right = { a: 1, list: [{ b: 'x' }] }
const wrong = (init: Partial<Mutation>) =>
  mutate(right, { how: 'replace', at: 0, key: 'k', junk: null, ...init })

test('one place is replaced, taken away, wrapped, or given one more field', () => {
  assert.equal(wrong({}), null)
  assert.deepEqual(wrong({ at: 1 }), { a: null, list: [{ b: 'x' }] })
  assert.deepEqual(wrong({ how: 'remove', at: 3 }), { a: 1, list: [] })
  assert.deepEqual(wrong({ how: 'wrap', at: 1 }), { a: [1], list: [{ b: 'x' }] })
  assert.deepEqual(wrong({ how: 'add', at: 3, junk: 2 }), { a: 1, list: [{ b: 'x', k: 2 }] })
  assert.deepEqual(wrong({ how: 'add', at: 2, junk: 2 }), { a: 1, list: [{ b: 'x' }, 2] })
})

test('a field "__proto__" is sent as one', () => {
  const made = wrong({ how: 'add', at: 0, key: '__proto__', junk: { isAdmin: true } })
  assert.match(JSON.stringify(made), /"__proto__":\{"isAdmin":true\}/)
})

test('whatever is made wrong, the value that was right stays as it is', () => {
  const before = structuredClone(right)
  fc.assert(
    fc.property(aMutation, (mutation) => {
      mutate(right, mutation)
      assert.deepEqual(right, before)
    }),
  )
})
