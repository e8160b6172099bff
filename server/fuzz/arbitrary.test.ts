import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { API_INFO } from '#http/description.ts'
import { describeApi } from '#http/openapi.ts'
import { Id, Nullable, Shape, Type } from '#kernel/schema.ts'
import { modules } from '#modules/index.ts'
import { readApi, type Schema } from './api.kit.ts'
import { toArbitrary } from './arbitrary.kit.ts'
import { createThings, fillIn, markOf } from './things.kit.ts'

const ajv = new Ajv({ strict: false, logger: false })
const nothing = createThings()

/** How many of so many values the schema refuses. */
function refusedOf(schema: Schema, name: string, numRuns: number): number {
  const validate = ajv.compile(schema)
  const values = fc.sample(toArbitrary(schema, name), { numRuns, seed: 1 })
  return values.filter((value) => !validate(fillIn(value, nothing))).length
}

test('values are what their schema accepts', () => {
  const schema = Shape({
    id: Id('prod'),
    name: Type.String({ minLength: 2, maxLength: 5 }),
    many: Type.Optional(Type.Array(Nullable(Type.Integer({ minimum: -3, maximum: 99 })), { maxItems: 3 })),
    kind: Type.Union([Type.Literal('a'), Type.Literal(2)]),
    more: Type.Record(Type.String(), Type.Number({ minimum: 0, maximum: 1 }), { maxProperties: 2 }),
  })
  // A mark for "whatever stood in such a field" may become what is none: the shop is full of other words.
  assert.ok(refusedOf(JSON.parse(JSON.stringify(schema)), '', 500) < 250)
  assert.equal(refusedOf({ type: 'integer', minimum: 1, maximum: 3 }, '', 200), 0)
})

test('of the bodies of every route, some are accepted', () => {
  const api = readApi(
    describeApi(
      modules.flatMap((module) => module.routes ?? []),
      API_INFO,
    ),
  )
  const bodies = api.flatMap(({ name, body }) => (body ? [{ name, schema: body.schema }] : []))
  assert.ok(bodies.length > 40)
  const never = bodies.filter(({ schema }) => refusedOf(schema, '', 60) === 60)
  assert.deepEqual(
    never.map(({ name }) => name),
    [],
  )
})

test('a mark becomes what was learnt, and something of its form where nothing was', () => {
  const things = createThings()
  assert.equal(things.fill(markOf('prod', 0)), `prod_${'0'.repeat(25)}1`)
  things.learn({ data: [{ id: `prod_${'A'.repeat(26)}`, handle: 'mug', version: 7 }] })
  assert.equal(
    things.fill(`/x/${markOf('prod', 3)}/${markOf('.handle', 0)}`),
    `/x/prod_${'A'.repeat(26)}/mug`,
  )
  assert.deepEqual(fillIn({ version: markOf('#version', 0) }, things), { version: 7 })
  assert.equal(things.fill('{{7*7}}'), '{{7*7}}')
})

test('what was learnt holds no tokens', () => {
  const things = createThings()
  things.learn({ token: `mst_${'A'.repeat(32)}` })
  assert.equal(things.fill(markOf('.token', 0)), 'unknown')
})
