import assert from 'node:assert/strict'
import test from 'node:test'
import { expectTotals } from './guest-checkout.ts'
import { expectedTotals } from './shop-rules.ts'

const bought = [
  { price: 1_999, weightGrams: 300, quantity: 2 },
  { price: 505, weightGrams: 1_000, quantity: 1 },
]
const usd = (amount: number) => ({ amount, currency: 'USD' })

test('a cart costs its lines, less the coupon, and shipping once it is chosen', () => {
  assert.deepEqual(expectedTotals(bought, { coupon: false, countryCode: undefined }), {
    subtotal: 4_503,
    discount: 0,
    shipping: 0,
    tax: 0,
    total: 4_503,
  })
  // 20 % of 45.03 is 9.006; 1.6 kg to Germany is in the step up to 2 kg.
  assert.deepEqual(expectedTotals(bought, { coupon: true, countryCode: 'DE' }), {
    subtotal: 4_503,
    discount: 901,
    shipping: 2_200,
    tax: 0,
    total: 5_802,
  })
})

test('at home shipping is free over 100 dollars after the discount, and not at 100', () => {
  const shippingFor = (price: number) =>
    expectedTotals([{ price, weightGrams: 1, quantity: 1 }], { coupon: true, countryCode: 'US' }).shipping
  assert.deepEqual([shippingFor(12_500), shippingFor(12_501), shippingFor(12_502)], [1_000, 0, 0])
})

test('everywhere else shipping goes by weight, however heavy', () => {
  const shippingFor = (weightGrams: number) =>
    expectedTotals([{ price: 1, weightGrams, quantity: 1 }], { coupon: false, countryCode: 'JP' }).shipping
  assert.deepEqual([500, 501, 10_000, 90_000].map(shippingFor), [1_800, 2_600, 9_800, 15_000])
})

test('one cent, or another currency, is one too many', () => {
  const expected = expectedTotals(bought, { coupon: true, countryCode: 'US' })
  const totals = {
    subtotal: usd(expected.subtotal),
    discount: usd(expected.discount),
    shipping: usd(expected.shipping),
    tax: usd(0),
    total: usd(expected.total),
  }
  expectTotals({ id: 'cart_1', totals }, expected)
  const dear = { ...totals, total: usd(expected.total + 1) }
  assert.throws(() => expectTotals({ id: 'cart_1', totals: dear }, expected), /cart_1: the total is 4603 USD/)
  const foreign = { ...totals, tax: { amount: 0, currency: 'EUR' } }
  assert.throws(() => expectTotals({ id: 'cart_1', totals: foreign }, expected), /the tax is 0 EUR/)
})
