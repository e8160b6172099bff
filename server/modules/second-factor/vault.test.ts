import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createVault } from './vault.ts'

const [OLD, NEW] = ['o'.repeat(43), 'n'.repeat(43)]

test('what was sealed opens about the same thing, and looks different each time', () => {
  const vault = createVault([NEW])
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, about) => {
      const sealed = vault.seal(text, about)
      assert.equal(vault.open(sealed, about), text)
      assert.notEqual(vault.seal(text, about), sealed)
    }),
  )
})

test('it opens about nothing else, nor changed, nor with another key', () => {
  const vault = createVault([NEW])
  const sealed = vault.seal('secret', 'user_1')
  assert.throws(() => vault.open(sealed, 'user_2'))
  assert.throws(() => vault.open(`${sealed.slice(0, -2)}AA`, 'user_1'))
  assert.throws(() => vault.open('', 'user_1'), /SECRET_KEY/)
  assert.throws(() => createVault([OLD]).open(sealed, 'user_1'), /SECRET_KEY/)
  assert.throws(() => createVault([]), /needs a key/)
})

test('the first key seals, and all of them open', () => {
  const sealed = createVault([OLD]).seal('secret', 'user_1')
  const both = createVault([NEW, OLD])
  assert.equal(both.open(sealed, 'user_1'), 'secret')
  assert.equal(both.isOutdated(sealed), true)
  assert.equal(both.isOutdated(both.seal('secret', 'user_1')), false)
})
