import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromText, isSoldOut, percentOff, priceTag, toInput } from './prices.ts'
import { aProduct, aVariant } from './product.fixture.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })

test('a card shows the lowest price that can be bought', () => {
  const product = aProduct([
    aVariant({ price: usd(500), available: 0 }),
    aVariant({ price: usd(900), available: 2 }),
    aVariant({ price: usd(700), available: 1 }),
  ])
  assert.deepEqual(priceTag(product), { price: usd(700), isFrom: true, before: null })
})

test('a card of a sold-out product shows its lowest price all the same', () => {
  const product = aProduct([
    aVariant({ price: usd(900), available: 0 }),
    aVariant({ price: usd(900), available: 0 }),
  ])
  assert.ok(isSoldOut(product))
  assert.deepEqual(priceTag(product), { price: usd(900), isFrom: false, before: null })
})

test('a product without variants has no price', () => {
  assert.equal(priceTag(aProduct([])), undefined)
})

test('a price that was lower before is no reduction', () => {
  const reduced = aProduct([aVariant({ price: usd(700), compareAtPrice: usd(900) })])
  const raised = aProduct([aVariant({ price: usd(700), compareAtPrice: usd(700) })])
  assert.deepEqual(priceTag(reduced)?.before, usd(900))
  assert.equal(priceTag(raised)?.before, null)
})

test('a reduction is never said to be more than it is', () => {
  assert.equal(percentOff(usd(667), usd(1000)), 33)
})

test('amounts are read with a point or a comma, in the digits of the currency', () => {
  assert.equal(fromText('12.5', 2), 1250)
  assert.equal(fromText(' 12,50 ', 2), 1250)
  assert.equal(fromText('7', 2), 700)
  assert.equal(fromText('800', 0), 800)
  assert.equal(fromText('1.', 2), 100)
})

test('what is no amount is not guessed at', () => {
  for (const written of ['', 'abc', '-5', '1.234,50', '12.345', '8.5e3']) {
    assert.equal(fromText(written, 2), undefined, written)
  }
  assert.equal(fromText('8.5', 0), undefined)
})

test('an amount that is written into the input reads back the same', () => {
  fc.assert(
    fc.property(fc.nat(99_999_999), fc.constantFrom(0, 2, 3), (amount, digits) => {
      assert.equal(fromText(toInput(amount, digits), digits), amount)
    }),
  )
})
