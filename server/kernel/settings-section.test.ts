import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from './schema.ts'
import { nameOfSection, SECTION_FIELDS_MAX, settingsSection } from './settings-section.ts'

const about = { title: 'Acme', description: 'Acme Pay' }
const flag = Type.Boolean({ title: 'On', default: true })
const secret = { title: 'Key', 'x-secret': true }

test('a section is what was declared', () => {
  const schema = Type.Object({ isLive: flag, apiKey: Type.Optional(Type.String(secret)) })
  assert.equal(settingsSection({ ...about, schema }).schema, schema)
})

test('a field that leaves something open is refused when it is declared', () => {
  const wrong: [Record<string, ReturnType<typeof Type.String>>, RegExp][] = [
    [{ 'is-live': Type.String({ title: 'x', default: '' }) }, /"is-live": name it in camelCase/],
    [{ name: Type.String({ default: '' }) }, /"name": give it a title/],
    [{ name: Type.String({ title: 'Name' }) }, /"name": give it a default/],
    [{ key: Type.String(secret) }, /a secret is an optional text/],
    [{ key: Type.Optional(Type.String({ ...secret, default: 'x' })) }, /a secret is an optional text/],
    [{ key: Type.Optional(Type.Integer(secret)) as never }, /a secret is an optional text/],
  ]
  for (const [fields, message] of wrong) {
    assert.throws(() => settingsSection({ ...about, schema: Type.Object(fields) }), message)
  }
})

test('a section has no more fields than allowed', () => {
  const fields = (count: number) =>
    Type.Object(Object.fromEntries(Array.from({ length: count }, (_, n) => [`field${n}`, flag])))
  settingsSection({ ...about, schema: fields(SECTION_FIELDS_MAX) })
  const schema = fields(SECTION_FIELDS_MAX + 1)
  assert.throws(() => settingsSection({ ...about, schema }), /51 fields; 50 are allowed/)
})

test('a section goes by its own name, else by that of its owner', () => {
  const schema = Type.Object({ isLive: flag })
  assert.equal(nameOfSection(settingsSection({ ...about, schema }), 'acme-pay'), 'acme-pay')
  assert.equal(nameOfSection(settingsSection({ ...about, name: 'pay', schema }), 'acme-pay'), 'pay')
  assert.throws(() => settingsSection({ ...about, name: 'Pay/1', schema }), TypeError)
  assert.throws(() => nameOfSection({ ...about, schema }, '../x'), TypeError)
})
