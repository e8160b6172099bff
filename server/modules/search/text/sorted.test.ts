import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { backwards, type Cursor, onwards } from './cursor.ts'
import { erase, has, insert, type Sorted, sizeOf, valuesOf } from './sorted.ts'

/** An order that does not follow the numbers. */
const rankOf = (value: number): number => (value * 7_919) % 10_007
const before = (value: number) => (other: number) => rankOf(other) < rankOf(value)
const inOrder = (values: Iterable<number>) => [...values].sort((a, b) => rankOf(a) - rankOf(b))

function all(next: Cursor): number[] {
  const values: number[] = []
  for (let value = next(); value !== -1; value = next()) values.push(value)
  return values
}

const value = fc.nat(10_006)

/** Inserts many at once, so that sets of every form come up. */
const step = fc.oneof(
  fc.record({ op: fc.constant('insert' as const), values: fc.array(value, { maxLength: 10 }) }),
  fc.record({ op: fc.constant('erase' as const), values: fc.array(value, { maxLength: 10 }) }),
  fc.record({ op: fc.constant('range' as const), from: value, count: fc.nat(1_500) }),
  fc.record({ op: fc.constant('drop' as const), from: value, count: fc.nat(1_500) }),
)

function apply(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) {
  let set: Sorted | undefined
  const model = new Set<number>()
  for (const each of steps) {
    const values =
      'values' in each ? each.values : Array.from({ length: each.count }, (_, n) => (each.from + n) % 10_007)
    for (const one of values) {
      if (each.op === 'insert' || each.op === 'range') {
        set = insert(set, one, before(one))
        model.add(one)
      } else {
        set = erase(set, one, before(one))
        model.delete(one)
      }
    }
  }
  return { set, model }
}

test('a sorted set holds what was put in and not taken out, once and in order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), value, (steps, probe) => {
      const { set, model } = apply(steps)
      const expected = inOrder(model)
      assert.deepEqual(valuesOf(set), expected)
      assert.equal(sizeOf(set), model.size)
      assert.equal(has(set, probe, before(probe)), model.has(probe))
      const later = expected.filter((each) => !before(probe)(each))
      assert.deepEqual(all(onwards(set, before(probe))), later)
      assert.deepEqual(all(onwards(set, before(probe), 700)), later.slice(700))
      assert.deepEqual(all(backwards(set, before(probe))), expected.filter(before(probe)).reverse())
    }),
    { numRuns: 20 },
  )
})

test('one member is a bare number, none is nothing', () => {
  const one = insert(undefined, 5, before(5))
  assert.equal(one, 5)
  assert.equal(erase(insert(one, 6, before(6)), 6, before(6)), 5)
  assert.equal(erase(one, 5, before(5)), undefined)
})

test('room is given back when most of a large set is taken out', () => {
  const { set } = apply([
    { op: 'range', from: 0, count: 10_000 },
    { op: 'drop', from: 200, count: 9_800 },
  ])
  assert.equal(sizeOf(set), 200)
  const blocks = (set as { blocks: unknown[] }).blocks.length
  assert.ok(blocks <= 2, `${blocks} blocks for 200 members`)
})
