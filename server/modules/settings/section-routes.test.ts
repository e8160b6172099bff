import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Type } from '#kernel/schema.ts'
import { settingsSection } from '#kernel/settings-section.ts'
import type { Module } from '#module'
import { modules } from '#modules/index.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { createSections, readSettings, settingsSections } from './index.ts'

const acmeSettings = settingsSection({
  title: 'Acme Pay',
  description: 'How the shop is paid by Acme.',
  schema: Type.Object({
    isLive: Type.Boolean({ title: 'Live', description: 'Moves real money.', default: false }),
    tries: Type.Integer({ title: 'Tries', minimum: 1, maximum: 5, default: 2 }),
    methods: Type.Array(Type.String(), { title: 'Methods', default: ['card'] }),
    note: Type.Optional(Type.String({ title: 'Note', maxLength: 20 })),
    apiKey: Type.Optional(Type.String({ title: 'API key', maxLength: 200, 'x-secret': true })),
  }),
})
const acme: Module = { name: 'acme-pay', settings: acmeSettings }
const mail = settingsSection({
  title: 'Mail by Acme',
  description: 'An adapter, which belongs to no module.',
  schema: Type.Object({ sender: Type.String({ title: 'Sender', default: 'shop' }) }),
})

let app: TestApp

before(async () => {
  app = await createTestApp({
    modules: [...modules, acme],
    plug: (ports) => ports.use(settingsSections).add(mail, 'mail-acme'),
  })
  app.takeEvents()
})
after(() => app.close())

const path = '/api/admin/settings/sections'
const get = (name: string) => app.request('GET', `${path}/${name}`, { token: app.owner })
const patch = (name: string, body: object, headers = {}) =>
  app.request('PATCH', `${path}/${name}`, { token: app.owner, body, headers })
const read = () => app.run((ctx) => readSettings(ctx, acmeSettings))

test('only who may see settings sees sections, and only who may change them does', async () => {
  for (const [method, url] of [
    ['GET', path],
    ['GET', `${path}/acme-pay`],
    ['PATCH', `${path}/acme-pay`],
  ] as const) {
    const body = method === 'PATCH' ? { tries: 3 } : undefined
    assert.equal((await app.request(method, url, { body })).status, 401)
  }
})

test('all that can be set is listed with its schema: of the shop, of modules and of adapters', async () => {
  const { status, body } = await app.request('GET', path, { token: app.owner })
  assert.equal(status, 200)
  const names = body.data.map(({ name }: Loose) => name)
  assert.equal(names[0], 'shop')
  assert.deepEqual(names.slice(-2), ['acme-pay', 'mail-acme'])
  assert.ok(names.includes('inventory'))
  assert.deepEqual(body.data.at(-2), {
    name: 'acme-pay',
    title: 'Acme Pay',
    description: 'How the shop is paid by Acme.',
    schema: JSON.parse(JSON.stringify(acmeSettings.schema)),
    values: { isLive: false, tries: 2, methods: ['card'] },
    secretsSet: [],
    version: 0,
  })
  assert.equal(body.data.at(-2).schema.properties.apiKey['x-secret'], true)
})

test('what was set is read by the module, whole and with its secrets', async () => {
  assert.deepEqual(await read(), { isLive: false, tries: 2, methods: ['card'] })
  const { status, body, headers } = await patch('acme-pay', { tries: 4, apiKey: 'sk_live_1' })
  assert.equal(status, 200)
  assert.deepEqual(body.values, { isLive: false, tries: 4, methods: ['card'] })
  assert.deepEqual([body.secretsSet, body.version, headers.etag], [['apiKey'], 1, '"1"'])
  assert.deepEqual(await read(), { isLive: false, tries: 4, methods: ['card'], apiKey: 'sk_live_1' })
  assert.deepEqual(app.takeEvents(), ['settings.section-changed'])
  assert.deepEqual((await get('acme-pay')).body, body)
})

test('a secret is in no reply, event, audit entry or document', async () => {
  const log = await app.request('GET', '/api/admin/audit-log', { token: app.owner })
  const entry = log.body.data.find(({ action }: Loose) => action === 'PATCH /admin/settings/sections/:name')
  assert.equal(entry.subject, 'acme-pay')
  assert.deepEqual(entry.details.fields, ['tries', 'apiKey'])
  assert.equal('values' in entry.details, false)
  const { sections } = await import('./section.ts')
  const stored = await app.run((ctx) => ctx.get(sections, 'section_acme-pay'))
  const all = [log.body, app.events, stored, (await app.request('GET', path, { token: app.owner })).body]
  assert.ok(stored?.secrets.apiKey)
  assert.equal(JSON.stringify(all).includes('sk_live_1'), false)
})

test('null takes a value away, and a secret too', async () => {
  const { body } = await patch('acme-pay', { tries: null, apiKey: null })
  assert.deepEqual([body.values.tries, body.secretsSet, body.version], [2, [], 2])
  assert.deepEqual(await read(), { isLive: false, tries: 2, methods: ['card'] })
  assert.equal((await patch('acme-pay', { tries: null })).body.version, 2)
  assert.deepEqual(app.takeEvents(), ['settings.section-changed'])
})

test('a change to a version that is gone is refused', async () => {
  assert.equal((await patch('acme-pay', { tries: 3 }, { 'if-match': '"1"' })).status, 412)
  assert.equal((await patch('acme-pay', { tries: 3 }, { 'if-match': '"2"' })).status, 200)
  app.takeEvents()
})

test('fields that are wrong are named, all of them, and nothing is changed', async () => {
  const { status, body } = await patch('acme-pay', { tries: 9, isLive: 'yes', colour: 'red', methods: [1] })
  assert.deepEqual([status, body.code], [422, 'http.invalid'])
  assert.deepEqual(body.errors, [
    { field: 'tries', reason: 'must be <= 5' },
    { field: 'isLive', reason: 'must be boolean' },
    { field: 'colour', reason: 'is not a known field' },
    { field: 'methods.0', reason: 'must be string' },
  ])
  for (const wrong of [{}, { constructor: null }, { toString: 'x' }, { apiKey: 5 }]) {
    assert.equal((await patch('acme-pay', wrong)).status, 422, JSON.stringify(wrong))
  }
  const unknown = [await get('nothing'), await patch('nothing', { tries: 1 })]
  for (const { status, body } of unknown) {
    assert.deepEqual([status, body.code], [404, 'settings.section_missing'])
  }
  assert.equal((await get('acme-pay')).body.values.tries, 3)
  assert.deepEqual(app.takeEvents(), [])
})

test('the section of the shop is the settings of the shop, by the same rules', async () => {
  const { body, headers } = await patch('shop', { name: ' Corner Shop ', countryCode: 'DE' })
  assert.deepEqual([body.values.name, body.values.countryCode, body.version], ['Corner Shop', 'DE', 1])
  assert.equal(headers.etag, '"1"')
  const { version, ...values } = (await app.request('GET', '/api/admin/settings', { token: app.owner })).body
  assert.deepEqual([values, version], [body.values, body.version])
  assert.deepEqual(app.takeEvents(), ['settings.changed'])

  const wrong = [
    [{ currency: 'XQZ' }, 'money.unknown_currency'],
    [{ locale: 'xx-YY' }, 'settings.unknown_locale'],
    [{ name: '' }, 'http.invalid'],
  ] as const
  for (const [changes, code] of wrong) {
    const { status, body } = await patch('shop', changes, { 'if-match': '"1"' })
    assert.deepEqual([status, body.code], [422, code])
  }
  const product = { title: 'Mug', variants: [{ price: { amount: 900, currency: 'USD' } }] }
  await app.request('POST', '/api/admin/products', { token: app.owner, body: product })
  const used = await patch('shop', { currency: 'EUR' })
  assert.deepEqual([used.status, used.body.code], [409, 'settings.currency_in_use'])
  assert.equal((await patch('shop', { name: null })).body.values.name, 'Marketsquare')
  app.takeEvents()
})

test('two changes at once to a section that was never set both hold', async () => {
  await Promise.all([patch('inventory', { lowStockBelow: 7 }), patch('mail-acme', { sender: 'me' })])
  const replies = await Promise.all([get('inventory'), get('mail-acme')])
  assert.deepEqual(
    replies.map(({ body }) => body.values),
    [{ lowStockBelow: 7 }, { sender: 'me' }],
  )
  await Promise.all([patch('acme-pay', { isLive: true }), patch('acme-pay', { note: 'Friday' })])
  const { isLive, note } = await read()
  assert.deepEqual([isLive, note], [true, 'Friday'])
})

test('a section is read once in a unit, and what the unit changed is seen', async () => {
  const { changeSection } = await import('./change-section.ts')
  const values = await app.run(async (ctx) => {
    await changeSection(ctx, 'acme-pay', { tries: 5 })
    return readSettings(ctx, acmeSettings)
  })
  assert.equal(values.tries, 5)
  const stranger = { ...acmeSettings }
  await assert.rejects(
    app.run((ctx) => readSettings(ctx, stranger)),
    /No module or adapter declares/,
  )
})

test('a name that two declare is refused, and both are named', () => {
  const twin: Module = { name: 'twin', settings: settingsSection({ ...acmeSettings, name: 'inventory' }) }
  assert.throws(() => createSections([...modules, twin]), /inventory and twin both declare the settings "inv/)
  assert.throws(() => createSections([acme]).add(mail, 'acme-pay'), /acme-pay and acme-pay both declare/)
})
