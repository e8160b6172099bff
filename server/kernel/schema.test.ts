import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Ajv } from 'ajv'
import { newId } from './id.ts'
import {
  Country,
  Currency,
  Email,
  Id,
  Line,
  Money,
  named,
  nameOf,
  Price,
  Shape,
  type TSchema,
} from './schema.ts'

const ajv = new Ajv({ strict: false })
const accepts = (schema: TSchema, value: unknown) => ajv.compile(schema)(value)

function all(schema: TSchema, verdict: boolean, values: readonly unknown[]) {
  for (const value of values) assert.equal(accepts(schema, value), verdict, JSON.stringify(value))
}

suite('an e-mail address', () => {
  test('is taken in every common form', () => {
    all(Email, true, [
      'a@example.com',
      'first.last+tag@sub.example.co.uk',
      "o'neil@example.org",
      'ü@bücher.example',
    ])
  })

  test('is refused where it can be none', () => {
    all(Email, false, [
      '',
      'a',
      '@example.com',
      'a@',
      'a@localhost',
      'a@b@example.com',
      'a b@example.com',
      'a@example..com',
      'a@.example.com',
      'a@example.com.',
      'a@example.com\nBcc: b@example.com',
      '<a@example.com>',
      'a@example.com,b@example.com',
      `${'a'.repeat(65)}@example.com`,
      `a@${'a'.repeat(250)}.com`,
      { toString: () => 'a@example.com' },
    ])
  })

  test('costs time in proportion to its length, whatever it is', () => {
    const pattern = new RegExp((Email as { pattern?: string }).pattern ?? '')
    // A pattern that backtracks takes minutes for these; one that does not, milliseconds. The runner's limit
    // tells.
    for (const hostile of [
      `a@${'a.'.repeat(50_000)}`,
      `a@${'a'.repeat(100_000)}`,
      `${'a@'.repeat(50_000)}`,
      `${'a'.repeat(100_000)}@`,
      `a@${'.'.repeat(100_000)}`,
      `a@${'a.a'.repeat(30_000)}@`,
    ]) {
      assert.equal(pattern.test(hostile), false)
    }
  })
})

test('an id is one of its kind', () => {
  all(Id('cart'), true, [newId('cart')])
  all(Id('cart'), false, [newId('card'), 'cart_', `${newId('cart')}'`, `x${newId('cart')}`, 1, null])
})

test('a line is not blank and has an end', () => {
  all(Line(5), true, ['a', ' a ', 'abcde'])
  all(Line(5), false, ['', '   ', 'abcdef'])
})

test('countries and currencies are codes', () => {
  all(Country, true, ['US', 'DE'])
  all(Country, false, ['us', 'USA', 'U1', ''])
  all(Currency, true, ['USD'])
  all(Currency, false, ['usd', 'US', 'DOLLAR'])
})

test('money is whole, of a currency, and nothing more; a price is not negative', () => {
  all(Money, true, [{ amount: -1, currency: 'USD' }])
  all(Money, false, [
    { amount: 1.5, currency: 'USD' },
    { amount: '1', currency: 'USD' },
    { amount: 1 },
    { amount: 1, currency: 'USD', note: '' },
    { amount: 1e13, currency: 'USD' },
  ])
  all(Price, true, [{ amount: 0, currency: 'USD' }])
  all(Price, false, [{ amount: -1, currency: 'USD' }])
})

test('a shape knows its fields and no others', () => {
  const shape = Shape({ name: Line() })
  all(shape, true, [{ name: 'a' }])
  all(shape, false, [{ name: 'a', more: 1 }, {}, { name: 'a', __proto__x: 1 }])
})

test('a name belongs to the schema that was given it', () => {
  const schema = named('Thing', Shape({ name: Line() }))
  assert.equal(nameOf(schema), 'Thing')
  assert.equal(nameOf(Shape({ name: Line() })), undefined)
})
