import type { Names } from './names.ts'

export const aggregateTest = ({
  type,
  one,
  file,
  prefix,
  aWords,
}: Names) => `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { new${type} } from './${file}.ts'

test('${aWords} begins with its name, and says so', () => {
  const { next, events } = new${type}({ name: '  First ' }, { id: '${prefix}_1', now: 1_000 })
  const ${one} = { id: '${prefix}_1', revision: 0, name: 'First', createdAt: 1_000 }
  assert.deepEqual(next, ${one})
  assert.deepEqual(events, [{ type: '${file}.created', subject: '${prefix}_1', data: { name: 'First' } }])
})
`

export const routesTest = (names: Names) => `${heading}
${happy(names)}
${refused(names)}
${paged(names)}`

const heading = `import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#kernel/id.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
  app.takeEvents()
})
after(() => app.close())
`

const happy = ({
  folder,
  file,
  aWords,
}: Names) => `test('staff create ${aWords}, read it and find it in the list', async () => {
  const ask = { token: app.owner, body: { name: 'First' }, key: 'create-first' }
  const created = await app.request('POST', '/api/admin/${folder}', ask)
  assert.equal(created.status, 201)
  const { id } = created.body
  assert.deepEqual(created.body, { id, name: 'First', createdAt: '2026-11-02T09:00:00.000Z', version: 1 })
  assert.deepEqual(app.takeEvents(), ['${file}.created'])

  const again = await app.request('POST', '/api/admin/${folder}', ask)
  assert.deepEqual(again.body, created.body)
  assert.deepEqual(app.takeEvents(), [])

  const read = await app.request('GET', \`/api/admin/${folder}/\${id}\`, { token: app.owner })
  assert.deepEqual([read.status, read.body], [200, created.body])
  const list = await app.request('GET', '/api/admin/${folder}', { token: app.owner })
  assert.deepEqual([list.status, list.body], [200, { data: [created.body], next: null }])
})
`

const refused = ({ folder, prefix, aWords }: Names) => `test('guests are refused', async () => {
  for (const [method, path] of [
    ['GET', '/api/admin/${folder}'],
    ['POST', '/api/admin/${folder}'],
    ['GET', \`/api/admin/${folder}/\${newId('${prefix}')}\`],
  ] as const) {
    assert.equal((await app.request(method, path)).status, 401)
  }
})

test('${aWords} without a name is refused by the field, and an unknown one is not found', async () => {
  const nameless = await app.request('POST', '/api/admin/${folder}', { token: app.owner, body: {} })
  assert.equal(nameless.status, 422)
  assert.deepEqual(nameless.body.errors, [{ field: 'name', reason: 'is required' }])
  const unknown = await app.request('GET', \`/api/admin/${folder}/\${newId('${prefix}')}\`, { token: app.owner })
  assert.deepEqual([unknown.status, unknown.body.code], [404, '${folder}.missing'])
  assert.deepEqual(app.takeEvents(), [])
})
`

const paged = ({
  folder,
  words,
  allWords,
}: Names) => `test('${allWords} come in pages, the newest ${words} first', async () => {
  for (const name of ['Second', 'Third']) {
    app.clock.advance(1_000)
    await app.request('POST', '/api/admin/${folder}', { token: app.owner, body: { name } })
  }
  const first = await app.request('GET', '/api/admin/${folder}?limit=1', { token: app.owner })
  assert.equal(first.body.data[0].name, 'Third')
  const rest = \`/api/admin/${folder}?limit=1&after=\${first.body.next}\`
  const next = await app.request('GET', rest, { token: app.owner })
  assert.equal(next.body.data[0].name, 'Second')
})
`
