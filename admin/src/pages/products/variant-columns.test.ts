import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf } from './variant-columns.ts'

function priceIn(currency: string) {
  const price = columnsOf(currency).find(({ name }) => name === 'price')
  assert.ok(price)
  return price
}

test('a price is read as it is typed, with a point or a comma', () => {
  const { parse } = priceIn('USD')
  const typed = ['19.99', '19,99', '1,234.50', '1 234.5', ' .5 ', '12.', '']
  assert.deepEqual(
    typed.map((text) => parse(text)),
    [1999, 1999, 123_450, 123_450, 50, 1200, null],
  )
})

test('a price has as many decimals as its currency, and is never rounded to them', () => {
  assert.deepEqual(
    ['1500', '1,500', '1.500', '1.5', '1,50'].map((text) => priceIn('JPY').parse(text)),
    [1500, 1500, undefined, undefined, undefined],
  )
  assert.deepEqual(
    ['1.234', '1.2345', '1,500'].map((text) => priceIn('KWD').parse(text)),
    [1234, undefined, 1_500_000],
  )
  assert.equal(priceIn('USD').parse('19.999'), undefined)
})

test('what is no amount is none', () => {
  const { parse } = priceIn('EUR')
  assert.deepEqual(
    ['.', 'free', '-1', '1.2.3', '1e3'].map((text) => parse(text)),
    [undefined, undefined, undefined, undefined, undefined],
  )
})

test('an empty cell hints at the digits of the currency', () => {
  assert.deepEqual(
    ['USD', 'JPY', 'KWD'].map((currency) => priceIn(currency).hint),
    ['0.00', '0', '0.000'],
  )
})
