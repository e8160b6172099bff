import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeVariants, planVariants } from './combine.ts'
import { blankVariant, type OptionWish, type VariantWish } from './product-wish.ts'

const SIZE: OptionWish = { key: 'size', name: 'Size', values: ['S', 'M'] }
const COLOUR: OptionWish = { key: 'colour', name: 'Colour', values: ['Ink', 'Sage'] }

const aVariant = (chosen: Record<string, string>, more: Partial<VariantWish> = {}): VariantWish => ({
  ...blankVariant(),
  id: `var_${Object.values(chosen).join('-')}`,
  chosen,
  price: 1000,
  ...more,
})

const idsOf = (rows: readonly VariantWish[] = []) => rows.map(({ id }) => id)
const choicesOf = (rows: readonly VariantWish[] = []) => rows.map(({ chosen }) => Object.values(chosen))

test('a first option makes a variant for each value, and the one that was there is the first', () => {
  const plan = planVariants([aVariant({})], [], [SIZE])
  assert.deepEqual(choicesOf(plan?.variants), [['S'], ['M']])
  assert.deepEqual(idsOf(plan?.variants), ['var_', null])
  assert.equal(plan?.variants[1]?.price, 1000)
})

test('a second option keeps the variants that are there as its first value', () => {
  const rows = [aVariant({ size: 'S' }), aVariant({ size: 'M' })]
  const plan = planVariants(rows, [SIZE], [SIZE, COLOUR])
  assert.deepEqual(idsOf(plan?.variants), ['var_S', null, 'var_M', null])
  assert.deepEqual(plan?.removed, [])
})

test('a value that goes takes its variants along', () => {
  const rows = [aVariant({ size: 'S' }), aVariant({ size: 'M' })]
  const plan = planVariants(rows, [SIZE], [{ ...SIZE, values: ['M'] }])
  assert.deepEqual(idsOf(plan?.variants), ['var_M'])
  assert.deepEqual(idsOf(plan?.removed), ['var_S'])
})

test('a combination that was taken out stays out, until it is asked for', () => {
  const rows = [aVariant({ size: 'S', colour: 'Ink' }), aVariant({ size: 'M', colour: 'Sage' })]
  const more = { ...COLOUR, values: ['Ink', 'Sage', 'Rust'] }
  const plan = planVariants(rows, [SIZE, COLOUR], [SIZE, more])
  assert.deepEqual(choicesOf(plan?.variants), [
    ['S', 'Ink'],
    ['S', 'Rust'],
    ['M', 'Sage'],
    ['M', 'Rust'],
  ])
  assert.equal(completeVariants(rows, [SIZE, COLOUR]).length, 4)
})

test('an option that goes leaves the first variant of each remaining choice', () => {
  const rows = [aVariant({ size: 'S', colour: 'Ink' }), aVariant({ size: 'S', colour: 'Sage' })]
  const plan = planVariants(rows, [SIZE, COLOUR], [SIZE])
  assert.deepEqual(idsOf(plan?.variants), ['var_S-Ink'])
  assert.deepEqual(idsOf(plan?.removed), ['var_S-Sage'])
})

test('more variants than a product can have are not made', () => {
  const many = { ...SIZE, values: Array.from({ length: 251 }, (_, at) => `${at}`) }
  assert.equal(planVariants([aVariant({})], [], [many]), undefined)
})
