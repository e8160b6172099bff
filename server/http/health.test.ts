import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import Fastify from 'fastify'
import { registerHealth } from './health.ts'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'

let app: ToyApp

before(async () => {
  app = await createToyApp()
})
after(() => app.close())

test('a process that lives says so, also while it is not ready', async () => {
  app.problem = 'waiting'
  assert.deepEqual((await app.ask('GET', '/healthz')).body, { status: 'ok' })
  app.problem = null
})

test('a process is ready when every check is, by name', async () => {
  assert.deepEqual((await app.ask('GET', '/readyz')).body, { status: 'ok', checks: { toy: 'ok' } })
  app.problem = 'the index is being built'
  const { status, body, headers } = await app.ask('GET', '/readyz')
  app.problem = null
  assert.deepEqual([status, headers['retry-after']], [503, '1'])
  assert.deepEqual(body, { status: 'not ready', checks: { toy: 'the index is being built' } })
})

test('a check that breaks has failed, and tells nobody why', async () => {
  const http = Fastify()
  registerHealth(http, [
    { name: 'store', problem: () => Promise.reject(new Error('connect postgres://shop:hunter2@db')) },
    { name: 'mail', problem: () => null },
  ])
  const reply = await http.inject('/readyz')
  assert.deepEqual(reply.json(), { status: 'not ready', checks: { store: 'failed', mail: 'ok' } })
})

test('what the shop can do without is listed, and does not make it unready', async () => {
  const http = Fastify()
  registerHealth(http, [
    { name: 'store', problem: () => null },
    { name: 'redis', optional: true, problem: () => 'away' },
  ])
  const reply = await http.inject('/readyz')
  assert.equal(reply.statusCode, 200)
  assert.deepEqual(reply.json(), { status: 'ok', checks: { store: 'ok', redis: 'away' } })
})

test('metrics count replies by route and status, not by address', async () => {
  await app.ask('GET', '/api/notes?limit=7')
  await app.ask('GET', '/api/notes/note_nope')
  await app.ask('GET', '/api/somewhere/else/entirely')
  const { status, body, headers } = await app.ask('GET', '/metrics')
  assert.equal(status, 200)
  assert.match(headers['content-type'] ?? '', /^text\/plain; version=0\.0\.4/)
  const count = (method: string, route: string, code: number) =>
    `http_request_duration_seconds_count{method="${method}",route="${route}",status="${code}"} 1\n`
  assert.ok(body.includes(count('GET', '/api/notes', 200)))
  assert.ok(body.includes(count('GET', '/api/notes/:noteId', 404)))
  assert.ok(body.includes(count('GET', 'none', 404)))
  assert.doesNotMatch(body, /somewhere|note_nope|limit=7/)
  assert.match(body, /^process_resident_memory_bytes \d+/m)
})
