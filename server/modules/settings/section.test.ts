import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fits } from '#http/check-fields.ts'
import { isChange } from '#kernel/change.ts'
import { Type } from '#kernel/schema.ts'
import { fieldsOf, settingsSection } from '#kernel/settings-section.ts'
import { modules } from '#modules/index.ts'
import { changedSection, noneSet, type StoredSection, secretsIn, type Values, valuesOf } from './section.ts'

const section = settingsSection({
  title: 'Acme',
  description: 'Acme Pay',
  schema: Type.Object({
    tries: Type.Integer({ title: 'Tries', maximum: 5, default: 2 }),
    note: Type.Optional(Type.String({ title: 'Note' })),
    apiKey: Type.Optional(Type.String({ title: 'Key', 'x-secret': true })),
  }),
})
const acme = { name: 'acme', owner: 'acme', section }
let sealed = 0
const seal = (text: string, about: string) => `${++sealed}:${about}:${text.length}`

function change(stored: StoredSection, changes: Values) {
  const result = changedSection(acme, stored, { changes, seal })
  return isChange(result) ? { next: result.next, events: result.events } : { next: result, events: [] }
}

test('nothing is set at first, and the defaults hold', () => {
  assert.deepEqual(valuesOf(section, noneSet('acme')), { tries: 2 })
})

test('what is set holds, and the event names the fields alone', () => {
  const { next, events } = change(noneSet('acme'), { tries: 4, note: 'Friday', apiKey: 'sk_1' })
  assert.deepEqual(valuesOf(section, next), { tries: 4, note: 'Friday' })
  assert.deepEqual(secretsIn(section, next), ['apiKey'])
  assert.equal(JSON.stringify(next).includes('sk_1'), false)
  assert.match(next.secrets.apiKey ?? '', /section_acme\.apiKey/)
  assert.deepEqual(events, [
    {
      type: 'settings.section-changed',
      subject: 'section_acme',
      data: { section: 'acme', fields: ['tries', 'note', 'apiKey'] },
    },
  ])
})

test('null puts a field back to its default, and takes a secret away', () => {
  const { next } = change(noneSet('acme'), { tries: 4, apiKey: 'sk_1' })
  const back = change(next, { tries: null, apiKey: null }).next
  assert.deepEqual([back.values, back.secrets], [{}, {}])
})

test('what is so already is no change, but a secret always is one', () => {
  const { next } = change(noneSet('acme'), { tries: 4, apiKey: 'sk_1' })
  assert.equal(change(next, { tries: 4, note: null }).next, next)
  assert.equal(change(next, { apiKey: 'sk_1' }).events.length, 1)
})

test('what the schema no longer takes counts as not set', () => {
  const old = { ...noneSet('acme'), values: { tries: 9, gone: true, apiKey: 'in the open' } }
  assert.deepEqual(valuesOf(section, old), { tries: 2 })
})

test('whatever is changed in whatever order, what was set last holds, and the rest is at its default', () => {
  const changes = fc.record(
    {
      tries: fc.option(fc.integer({ min: 0, max: 5 })),
      note: fc.option(fc.string()),
      apiKey: fc.option(fc.string()),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 8 }), (history) => {
      const last: Record<string, unknown> = Object.assign({}, ...history)
      const stored = history.reduce((from: StoredSection, each) => change(from, each).next, noneSet('acme'))
      const { tries, note, apiKey } = last
      const expected = { tries: tries ?? 2, ...(typeof note === 'string' && { note }) }
      assert.deepEqual(valuesOf(section, stored), expected)
      assert.deepEqual(secretsIn(section, stored), typeof apiKey === 'string' ? ['apiKey'] : [])
    }),
  )
})

test('the defaults of every section are what its schema takes', () => {
  const sections = modules.flatMap(({ settings }) => settings ?? [])
  assert.ok(sections.length >= 2)
  for (const each of sections) {
    for (const [name, field] of Object.entries(fieldsOf(each))) {
      if (field.default !== undefined) assert.ok(fits(field, structuredClone(field.default)), name)
    }
  }
})
