import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countOf, type Wanted } from './cart.ts'
import { blankCart, estimateAddition, estimateQuantity, estimateRemoval } from './estimate.ts'

const pot: Wanted = {
  variantId: 'var_pot',
  quantity: 2,
  productId: 'prod_pot',
  handle: 'hearth-pot',
  title: 'Hearth Pot',
  variantTitle: null,
  image: null,
  unitPrice: { amount: 1250, currency: 'USD' },
}
const cup: Wanted = { ...pot, variantId: 'var_cup', quantity: 1, unitPrice: { amount: 700, currency: 'USD' } }

test('what is put in is there at once, with the sum of the goods', () => {
  const cart = estimateAddition(cup)(estimateAddition(pot)(blankCart('USD')))
  assert.equal(countOf(cart), 3)
  assert.deepEqual(cart.totals.subtotal, { amount: 3200, currency: 'USD' })
})

test('more of the same is more of its line', () => {
  const cart = estimateAddition(pot)(estimateAddition(pot)(blankCart('USD')))
  assert.equal(cart.lines.length, 1)
  assert.equal(cart.lines[0]?.quantity, 4)
  assert.equal(cart.lines[0]?.subtotal.amount, 5000)
})

test('another quantity changes the line, and what was wrong with it may not be so any more', () => {
  const filled = estimateAddition(pot)(blankCart('USD'))
  const lines = filled.lines.map((line) => ({ ...line, id: 'line_1' }))
  const problem = { code: 'out_of_stock', message: 'Only 1 left.', lineId: 'line_1' } as const
  const general = { code: 'email', message: 'Whose is it?', lineId: null } as const
  const cart = estimateQuantity('var_pot', 1)({ ...filled, lines, problems: [problem, general] })
  assert.equal(cart.totals.subtotal.amount, 1250)
  assert.deepEqual(cart.problems, [general])
})

test('what is taken out costs nothing any more', () => {
  const cart = estimateRemoval('var_pot')(estimateAddition(pot)(blankCart('USD')))
  assert.equal(countOf(cart), 0)
  assert.equal(cart.totals.subtotal.amount, 0)
})

test('a line that is gone already is left alone', () => {
  const cart = estimateAddition(pot)(blankCart('USD'))
  assert.deepEqual(estimateRemoval('var_other')(cart).lines, cart.lines)
  assert.deepEqual(estimateQuantity('var_other', 5)(cart).lines, cart.lines)
})
