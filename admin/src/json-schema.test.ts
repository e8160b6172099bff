import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesOf, chosenValue, initialOf, toField, toLabel } from './json-schema.ts'

test('the kind of an input follows from the schema', () => {
  const kindOf = (name: string, schema: Parameters<typeof toField>[1]) => toField(name, schema).kind
  assert.equal(kindOf('isOn', { type: 'boolean' }), 'switch')
  assert.equal(kindOf('stars', { type: 'integer' }), 'number')
  assert.equal(kindOf('key', { type: 'string', 'x-secret': true }), 'secret')
  assert.equal(kindOf('countryCode', { type: 'string' }), 'country')
  assert.equal(kindOf('tags', { type: 'array', items: { type: 'string' } }), 'lines')
  assert.equal(kindOf('about', { type: 'string', maxLength: 2000 }), 'prose')
  assert.equal(kindOf('title', { type: 'string' }), 'text')
})

test('what may be null or one of a few is a choice that can be emptied', () => {
  const field = toField('size', { anyOf: [{ enum: ['small', 'veryLarge'] }, { type: 'null' }] })
  assert.equal(field.kind, 'choice')
  assert.equal(field.isNullable, true)
  assert.deepEqual(field.choices, [
    { value: 'small', label: 'Small' },
    { value: 'veryLarge', label: 'Very large' },
  ])
})

test('what is chosen among numbers is a number', () => {
  assert.equal(chosenValue(toField('days', { enum: [7, 30] }), '30'), 30)
  const titled = [
    { const: 7, title: 'A week' },
    { const: 30, title: 'A month' },
  ]
  assert.equal(chosenValue(toField('days', { anyOf: titled }), '7'), 7)
  assert.equal(chosenValue(toField('size', { enum: ['small'] }), 'small'), 'small')
  assert.equal(chosenValue(toField('countryCode', { type: 'string' }), 'DE'), 'DE')
  assert.equal(chosenValue(toField('size', { enum: ['small'] }), null), null)
})

test('a form begins with what is saved, else with the default, else empty', () => {
  const schema = {
    properties: {
      name: { type: 'string' },
      stars: { type: 'integer' },
      isOn: { type: 'boolean', default: true },
    },
  }
  assert.deepEqual(initialOf(schema, { name: 'Ada' }), { name: 'Ada', stars: null, isOn: true })
})

test('only what was changed is sent, and what was emptied as null', () => {
  const before = { name: 'Ada', note: 'x', stars: null, tags: ['a'] }
  assert.deepEqual(changesOf(before, { name: 'Ada', note: '', stars: 3, tags: ['a'] }), {
    note: null,
    stars: 3,
  })
  assert.deepEqual(changesOf({}, { name: '' }), {})
})

test('a name of a program becomes words', () => {
  assert.equal(toLabel('pricesIncludeTax'), 'Prices include tax')
  assert.equal(toLabel('api_key'), 'Api key')
})
