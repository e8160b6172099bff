import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '#kernel/fault.ts'
import { type TSchema, Type } from '#kernel/schema.ts'
import { checkFields, fits, VALUE_BYTES_MAX } from './check-fields.ts'

const schemas = new Map<string, TSchema>([
  ['size', Type.Integer({ minimum: 1 })],
  ['text', Type.String()],
  ['box', Type.Object({ width: Type.Integer(), unit: Type.Optional(Type.String({ default: 'mm' })) })],
])
const check = (values: object, within?: string) =>
  checkFields(values as Record<string, unknown>, (name) => schemas.get(name), within)

function refused(values: object, within?: string): Fault {
  try {
    check(values, within)
  } catch (error) {
    assert.ok(error instanceof Fault)
    return error
  }
  throw new Error('nothing was refused')
}

test('what fits passes, and null passes for every field', () => {
  check({ size: 1, text: '', box: { width: 2 } })
  check({ size: null, text: null })
  check({})
})

test('every wrong field is named, as a route would name it', () => {
  const fault = refused({ size: 0, text: 1, colour: 'red', box: { width: '2' } })
  assert.deepEqual([fault.status, fault.code], [422, 'http.invalid'])
  assert.deepEqual(fault.details, {
    errors: [
      { field: 'size', reason: 'must be >= 1' },
      { field: 'text', reason: 'must be string' },
      { field: 'colour', reason: 'is not a known field' },
      { field: 'box.width', reason: 'must be integer' },
    ],
  })
})

test('fields within another are named with it', () => {
  assert.deepEqual(refused({ box: {}, colour: 1 }, 'custom').details, {
    errors: [
      { field: 'custom.box.width', reason: 'is required' },
      { field: 'custom.colour', reason: 'is not a known field' },
    ],
  })
  assert.match(refused({ size: 'x' }, 'custom').message, /custom\.size: must be integer/)
})

test('a value is not larger than allowed, whatever its schema says', () => {
  check({ text: 'x'.repeat(VALUE_BYTES_MAX - 2) })
  const fault = refused({ text: 'ü'.repeat(VALUE_BYTES_MAX / 2) })
  assert.deepEqual(fault.details, {
    errors: [{ field: 'text', reason: 'must not take more than 10240 bytes' }],
  })
})

test('defaults within a value are filled in', () => {
  const box = { width: 1 }
  assert.equal(fits(schemas.get('box') ?? Type.Null(), box), true)
  assert.deepEqual(box, { width: 1, unit: 'mm' })
})
