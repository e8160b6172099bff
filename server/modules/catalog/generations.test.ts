import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createGenerations } from './generations.ts'

const sizeOf = (text: string) => text.length

test('a value is found by each of its keys', () => {
  const kept = createGenerations<string>(100, sizeOf)
  kept.put(['id', 'name'], 'value')
  assert.equal(kept.find('id'), 'value')
  assert.equal(kept.find('name'), 'value')
  assert.equal(kept.find('other'), undefined)
  kept.clear()
  assert.equal(kept.find('id'), undefined)
})

test('what is asked for stays, and what nobody asks for makes room', () => {
  const kept = createGenerations<string>(4, sizeOf)
  for (const key of ['a', 'b', 'c']) {
    kept.put([key], 'x')
    assert.equal(kept.find('a'), 'x')
  }
  kept.put(['d'], 'x')
  kept.put(['e'], 'x')
  assert.equal(kept.find('a'), 'x')
  assert.equal(kept.find('b'), undefined)
})

test('a value larger than a generation is not kept, and drives nothing out', () => {
  const kept = createGenerations<string>(4, sizeOf)
  kept.put(['a'], 'x')
  kept.put(['b'], 'xxx')
  assert.equal(kept.find('a'), 'x')
  assert.equal(kept.find('b'), undefined)
})

test('whatever is put and asked for, there is never more than there is room for', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const step = fc.record({ key, value: fc.string({ maxLength: 12 }), asks: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const kept = createGenerations<string>(20, sizeOf)
      const last = new Map<string, string>()
      for (const { key, value, asks } of steps) {
        if (asks) kept.find(key)
        else {
          kept.put([key], value)
          if (sizeOf(value) <= 10) last.set(key, value)
        }
      }
      const found = [...'abcdef'].map((each) => [each, kept.find(each)] as const)
      for (const [each, value] of found) assert.ok(value === undefined || value === last.get(each))
      assert.ok(found.reduce((sum, [, value]) => sum + (value?.length ?? 0), 0) <= 20)
    }),
  )
})
