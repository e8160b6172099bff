import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { Nullable, Price, Shape, Type } from '#kernel/schema.ts'
import type { AuditEntry } from './audit-entry.ts'
import { recordStaffAct } from './record-staff-act.ts'

const body = Shape({
  title: Type.Optional(Type.String()),
  status: Type.Optional(Nullable(Type.Union([Type.Literal('draft'), Type.Literal('published')]))),
  onHand: Type.Optional(Type.Integer()),
  price: Type.Optional(Price),
  password: Type.Optional(Type.Literal('draft')),
  pinCode: Type.Optional(Type.Integer()),
  tags: Type.Optional(Type.Array(Type.String())),
})
const things = route({
  method: 'POST',
  path: '/admin/things',
  summary: 'Do',
  access: permitted('things:write'),
  body,
  replies: { 204: null },
  handle: () => undefined,
})

function recorded(act: Partial<Parameters<typeof recordStaffAct>[1]>): AuditEntry {
  let entry: AuditEntry | undefined
  const ctx = {
    now: 0,
    caller: {
      kind: 'key',
      id: 'key_1',
      permissions: new Set(),
      address: '',
      operationId: '',
    },
    save: (_at: unknown, document: AuditEntry) => {
      entry = document
      return document
    },
  }
  recordStaffAct(ctx as unknown as Ctx, {
    route: things,
    params: {},
    body: null,
    status: 204,
    value: undefined,
    ...act,
  })
  return entry as unknown as AuditEntry
}

test('values are shown of what holds neither a secret nor anything of a person', () => {
  const price = { amount: 1_999, currency: 'USD' }
  const sent = {
    title: 'Ann',
    status: 'draft',
    onHand: 7,
    price,
    password: 'draft',
    pinCode: 1_234,
    tags: ['a'],
  }
  const { details } = recorded({ body: sent })
  assert.deepEqual(details.fields, Object.keys(sent))
  assert.deepEqual(details.values, { status: 'draft', onHand: 7, price })
})

test('a file is not looked into', () => {
  const { details } = recorded({ body: Buffer.from('file') })
  assert.deepEqual(details, { permission: 'things:write', status: 204 })
})

test('the subject is the last thing that the address names, else what was made, else the address', () => {
  const params = { orderId: 'order_1', refundId: 'ref_1' }
  const changed = recorded({ params, value: { id: 'new_1' } })
  assert.equal(changed.subject, 'ref_1')
  assert.equal(changed.details.result, 'new_1')
  assert.equal(recorded({ value: { id: 'new_1' } }).subject, 'new_1')
  assert.equal(recorded({}).subject, '/admin/things')
})

test('an API key acts under its own kind', () => {
  assert.deepEqual(recorded({}).actor, { kind: 'api-key', id: 'key_1' })
})
