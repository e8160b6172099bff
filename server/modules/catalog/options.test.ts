import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fault } from '#kernel/fault.ts'
import { checkOptions, deriveOptions } from './options.ts'

const variant = (options: Record<string, string>) => ({ options })
const size = { name: 'Size', values: ['S', 'M', 'L'] }
const colour = { name: 'Colour', values: ['Red', 'Blue'] }

const refusal = (work: () => void): Fault => {
  try {
    work()
  } catch (error) {
    return error as Fault
  }
  throw new Error('nothing was refused')
}

test('options are those of the variants, in the order in which they come', () => {
  const variants = [variant({ Size: 'M', Colour: 'Red' }), variant({ Colour: 'Blue', Size: 'S' })]
  assert.deepEqual(deriveOptions(variants), [
    { name: 'Size', values: ['M', 'S'] },
    { name: 'Colour', values: ['Red', 'Blue'] },
  ])
})

test('options that are known keep their order, and lose what nobody chooses', () => {
  const variants = [variant({ Size: 'XL' }), variant({ Size: 'L' }), variant({ Size: 'S' })]
  assert.deepEqual(deriveOptions(variants, [colour, size]), [{ name: 'Size', values: ['S', 'L', 'XL'] }])
})

test('a single variant needs no options', () => {
  checkOptions([], [variant({})])
})

test('several variants without options cannot be told apart', () => {
  const fault = refusal(() => checkOptions([], [variant({}), variant({})]))
  assert.equal(fault.code, 'catalog.duplicate')
})

test('two variants of one choice are refused by name', () => {
  const same = variant({ Size: 'M', Colour: 'Red' })
  const fault = refusal(() => checkOptions([size, colour], [same, variant({ Colour: 'Red', Size: 'M' })]))
  assert.equal(fault.code, 'catalog.duplicate')
  assert.match(fault.message, /Size: M, Colour: Red/)
})

test('a choice that the product does not offer is refused by name', () => {
  for (const [options, named] of [
    [{ Size: 'XXL' }, '"XXL"'],
    [{ Size: 'M', Smell: 'Rose' }, '"Smell"'],
    [{}, '"Size"'],
    [{ toString: 'x' } as Record<string, string>, '"toString"'],
  ] as const) {
    const fault = refusal(() => checkOptions([size], [variant(options)]))
    assert.equal(fault.code, 'catalog.bad_options')
    assert.ok(fault.message.includes(named), fault.message)
  }
})

test('what is listed twice is refused by name', () => {
  const twice = { name: 'Size', values: ['M', 'M'] }
  assert.match(refusal(() => checkOptions([twice], [variant({ Size: 'M' })])).message, /"M" is listed twice/)
  assert.match(refusal(() => checkOptions([size, size], [variant({ Size: 'M' })])).message, /"Size"/)
})

test('more options than a product can have are refused', () => {
  const names = ['A', 'B', 'C', 'D', 'E', 'F']
  const options = deriveOptions([variant(Object.fromEntries(names.map((name) => [name, '1'])))])
  assert.equal(refusal(() => checkOptions(options, [])).code, 'catalog.bad_options')
})
