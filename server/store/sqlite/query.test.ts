import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { layoutOf } from './layout.ts'
import { findSql, type Segment, segmentsOf } from './query.ts'
import { createWriter } from './writer.ts'

const spec = {
  name: 'things',
  indexes: {
    byCode: { fields: ['code'], unique: true },
    byPair: { fields: ['a', '-b'] },
    byOwner: { fields: ['-ownerId', 'kind', '-a'], sparse: true },
    byTag: { fields: ['tags[]', '-a'] },
    byMark: { fields: ['-a', 'marks[].m'], sparse: true },
    bySku: { fields: ['b', 'skus[]'], unique: true },
  },
}
const layout = layoutOf(spec)
const bound = { lower: { comparison: '>', key: 1 }, upper: { comparison: '<=', key: 2 } } as const
const bounds: Omit<Segment, 'equals'>[] = [
  {},
  { lower: bound.lower },
  { upper: bound.upper },
  { lower: bound.lower, upper: bound.upper },
]

test('every read is a search in its index that needs no sorting', () => {
  const db = new DatabaseSync(':memory:')
  createWriter(db).prepare([spec])
  for (const index of layout.indexes.values())
    for (let equal = 0; equal < index.fields.length; equal++)
      for (const each of bounds)
        for (const reverse of [false, true]) {
          const segment = { equals: Array(equal).fill('x'), ...each }
          const plan = db.prepare(`EXPLAIN QUERY PLAN ${findSql(layout, index, segment, reverse)}`).all()
          const steps = plan.map((step) => String(step.detail))
          const what = `${index.name} ${JSON.stringify(segment)}: ${steps.join(' | ')}`
          assert.equal(steps.length, index.multi ? 2 : 1, what)
          // An entry table lies in the order of its entries, so reading it through is reading its index.
          assert.match(steps[0] ?? '', index.multi ? /^SCAN k$|USING PRIMARY KEY/ : / INDEX things:/, what)
          if (index.multi) assert.equal(steps[1], 'SEARCH d USING INDEX things:byId (id=?)')
          // Each condition narrows the search. A unique index has no id in it; there is at most one row to
          // look at.
          const last = index.unique && equal === index.fields.length - 1
          const narrowing = equal + (last ? 0 : Object.keys(each).length)
          const used = steps[0]?.match(/[=<>]\?/g)?.length ?? 0
          assert.ok(used >= narrowing, what)
          if (narrowing > 0) assert.match(steps[0] ?? '', /^SEARCH/, what)
        }
  db.close()
})

test('a cursor becomes one seek for each key that may still be equal', () => {
  const index = layout.indexes.get('byPair')
  assert.ok(index)
  const after = ['x', 5, 'id7']
  const past = (comparison: '>' | '<', key: string | number) => ({ comparison, key })
  assert.deepEqual(segmentsOf(index, { index: 'byPair', limit: 1, after }), [
    { equals: ['x', 5], lower: undefined, upper: past('<', 'id7') },
    { equals: ['x'], lower: undefined, upper: past('<', 5) },
    { equals: [], lower: past('>', 'x'), upper: undefined },
  ])
  assert.deepEqual(
    segmentsOf(index, { index: 'byPair', limit: 1, equals: ['x'], reverse: true, after: [5, 'id7'] }),
    [
      { equals: ['x', 5], lower: past('>', 'id7'), upper: undefined },
      { equals: ['x'], lower: past('>', 5), upper: undefined },
    ],
  )
})

test('a range stays closed at the end that the cursor has not reached', () => {
  const index = layout.indexes.get('byPair')
  assert.ok(index)
  const query = { index: 'byPair', limit: 1, range: { gte: 'b', lt: 'd' } }
  const whole = {
    equals: [],
    lower: { comparison: '>=', key: 'b' },
    upper: { comparison: '<', key: 'd' },
  }
  assert.deepEqual(segmentsOf(index, query), [whole])
  assert.deepEqual(segmentsOf(index, { ...query, after: ['a', 1, 'id'] }), [whole])
  assert.deepEqual(segmentsOf(index, { ...query, after: ['d', 1, 'id'] }), [])
  const last = segmentsOf(index, { ...query, after: ['c', 1, 'id'] }).at(-1)
  assert.deepEqual(last, { ...whole, lower: { comparison: '>', key: 'c' } })
})
