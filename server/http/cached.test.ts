import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createPorts } from '#kernel/port.ts'
import { Shape } from '#kernel/schema.ts'
import { createHandlers } from './handler.ts'
import { route } from './route.ts'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'

let app: ToyApp

before(async () => {
  app = await createToyApp()
})
after(() => app.close())

test('what is in memory is answered from there, and everything else by the handler', async () => {
  const known = await app.ask('GET', '/api/remembered?word=known')
  assert.deepEqual([known.status, known.body, known.headers.etag], [200, { from: 'memory' }, '"m1"'])
  assert.equal(known.headers['content-type'], 'application/json; charset=utf-8')
  assert.match(known.headers['x-request-id'] ?? '', /^req_/)
  const unknown = await app.ask('GET', '/api/remembered?word=unknown')
  assert.deepEqual([unknown.status, unknown.body], [200, { from: 'the store' }])
})

test('it is checked and compared with what the client has like everything else', async () => {
  const fresh = await app.ask('GET', '/api/remembered?word=known', { headers: { 'if-none-match': '"m1"' } })
  assert.deepEqual([fresh.status, fresh.body, fresh.headers.etag], [304, '', '"m1"'])
  assert.equal((await app.ask('HEAD', '/api/remembered?word=known')).headers.etag, '"m1"')
  assert.equal((await app.ask('GET', `/api/remembered?word=${'a'.repeat(21)}`)).status, 400)
})

test('what only some may see cannot be answered before they have been told apart', () => {
  const secret = route({
    method: 'GET',
    path: '/secret',
    summary: 'Read a secret',
    access: { name: 'some', audience: 'holder', check: () => undefined },
    replies: { 200: Shape({}) },
    cached: () => undefined,
    handle: () => ({}),
  })
  const handlerOf = createHandlers({ store: app.store, ports: createPorts() })
  assert.throws(() => handlerOf(secret), /GET \/secret/)
})
