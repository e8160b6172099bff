import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CUSTOM_FIELDS_MAX, customField, customFieldsOf } from './custom-field.ts'
import { Type } from './schema.ts'

const field = (name: string) => customField({ of: 'product', name, schema: Type.String() })

test('a field is for staff alone and has no column, unless it says so', () => {
  const { column, isPublic } = field('care')
  assert.deepEqual([column, isPublic], [false, false])
  const schema = Type.String()
  assert.equal(customField({ of: 'product', name: 'care', schema, isPublic: true }).isPublic, true)
})

test('fields are found by name, with the module that declares them', () => {
  const found = customFieldsOf('product', [
    { name: 'labels', fields: [field('care'), field('origin')] },
    { name: 'plain' },
  ])
  assert.deepEqual([...found.keys()], ['care', 'origin'])
  assert.equal(found.get('care')?.module, 'labels')
})

test('a name that two modules declare is refused, and both are named', () => {
  const modules = [
    { name: 'labels', fields: [field('care')] },
    { name: 'laundry', fields: [field('care')] },
  ]
  assert.throws(() => customFieldsOf('product', modules), /labels and laundry both declare the field "care"/)
})

test('a name is one word, and there are no more fields than allowed', () => {
  for (const name of ['', 'Care', 'care-label', '__proto__', 'x'.repeat(41)]) {
    assert.throws(() => field(name), TypeError, name)
  }
  const many = Array.from({ length: CUSTOM_FIELDS_MAX + 1 }, (_, n) => field(`field${n}`))
  assert.equal(customFieldsOf('product', [{ name: 'm', fields: many.slice(1) }]).size, CUSTOM_FIELDS_MAX)
  assert.throws(() => customFieldsOf('product', [{ name: 'm', fields: many }]), /50 custom fields; 51/)
})
