import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matching, nameOf, nearest, stateOf, variantOf } from './choice.ts'
import { aProduct, aVariant } from './product.fixture.ts'

const smallRed = aVariant({ options: { Size: 'S', Colour: 'Red' }, available: 0 })
const smallBlue = aVariant({ options: { Size: 'S', Colour: 'Blue' } })
const largeRed = aVariant({ options: { Size: 'L', Colour: 'Red' } })
const options = [
  { name: 'Size', values: ['S', 'L'] },
  { name: 'Colour', values: ['Red', 'Blue'] },
]
const shirt = aProduct([smallRed, smallBlue, largeRed], { options })

test('an address names a variant', () => {
  assert.equal(variantOf(shirt, largeRed.id), largeRed)
})

test('without a variant in the address, or with an unknown one, the first that can be bought is shown', () => {
  assert.equal(variantOf(shirt, undefined), smallBlue)
  assert.equal(variantOf(shirt, 'var_gone'), smallBlue)
})

test('of a product that is sold out the first variant is shown', () => {
  assert.equal(variantOf(aProduct([smallRed], { options }), undefined), smallRed)
  assert.equal(variantOf(aProduct([]), undefined), undefined)
})

test('a value says whether it can be had with the rest of the choice', () => {
  const choice = { Size: 'S', Colour: 'Blue' }
  assert.equal(stateOf(shirt, choice, 'Colour', 'Blue'), 'available')
  assert.equal(stateOf(shirt, choice, 'Colour', 'Red'), 'sold-out')
  assert.equal(stateOf(shirt, choice, 'Size', 'L'), 'missing')
})

test('a chosen value is not marked for what else was chosen, unless nothing can be bought with it', () => {
  const soldOut = { Size: 'S', Colour: 'Red' }
  assert.equal(stateOf(shirt, soldOut, 'Size', 'S'), 'available')
  assert.equal(stateOf(aProduct([smallRed], { options }), soldOut, 'Size', 'S'), 'sold-out')
})

test('no variant matches a combination that is not made', () => {
  assert.equal(matching(shirt, { Size: 'L', Colour: 'Blue' }), undefined)
})

test('in place of what cannot be bought, the first option is kept rather than the second', () => {
  assert.equal(nearest(shirt, { Size: 'S', Colour: 'Red' }), smallBlue)
  assert.equal(nearest(shirt, { Size: 'L', Colour: 'Blue' }), largeRed)
})

test('nothing is near where nothing can be bought', () => {
  assert.equal(nearest(aProduct([smallRed], { options }), { Size: 'S', Colour: 'Red' }), undefined)
})

test('a variant is called by its values in the order of the options', () => {
  assert.equal(nameOf(shirt, aVariant({ options: { Colour: 'Blue', Size: 'S' } })), 'S / Blue')
  assert.equal(nameOf(aProduct([]), aVariant()), null)
})
