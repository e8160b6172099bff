import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_MS, HOUR_MS } from '#kernel/clock.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { sessions } from './collections.ts'
import { purgeSessions, SESSIONS_MAX, sessionIdOf } from './sessions.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const me = async (token: string) => (await app.request('GET', '/api/me', { token })).status
const sessionOf = (token: string) => app.run((ctx) => ctx.get(sessions, sessionIdOf(token) ?? ''))

let people = 0
async function aCustomer() {
  const body = { email: `person${++people}@example.com`, password: 'correct horse', name: 'Ada' }
  const registered = await app.request('POST', '/api/register', { body })
  const login = async () =>
    (await app.request('POST', '/api/login', { body: credentials })).body.token as string
  const credentials = { email: body.email, password: body.password }
  return { token: registered.body.token as string, login, credentials }
}

test('a session in use is prolonged once a day, not with every request', async () => {
  const { token } = await aCustomer()
  const opened = await sessionOf(token)
  app.clock.advance(23 * HOUR_MS)
  await me(token)
  assert.deepEqual(await sessionOf(token), opened)
  app.clock.advance(HOUR_MS)
  await Promise.all(Array.from({ length: 5 }, () => me(token)))
  const prolonged = await sessionOf(token)
  assert.equal(prolonged?.revision, 2)
  assert.equal(prolonged?.expiresAt, app.clock.now() + 30 * DAY_MS)
})

test('a session that nobody used for thirty days is over, and is removed in time', async () => {
  const { token } = await aCustomer()
  app.clock.advance(29 * DAY_MS)
  assert.equal(await me(token), 200)
  app.clock.advance(30 * DAY_MS - 1)
  assert.equal(await me(token), 200)
  app.clock.advance(30 * DAY_MS)
  assert.equal(await me(token), 401)
  assert.ok(await sessionOf(token))
  await app.run((ctx) => purgeSessions.handle(ctx))
  assert.equal(await sessionOf(token), undefined)
})

test('signed in at too many places, the oldest is signed out', async () => {
  const { token, login } = await aCustomer()
  app.clock.advance(1)
  const tokens = [token]
  for (let at = 1; at < SESSIONS_MAX; at++) tokens.push(await login())
  assert.equal(await me(token), 200)
  tokens.push(await login())
  assert.equal(await me(token), 401)
  assert.equal(await me(tokens[1] ?? ''), 200)
  assert.equal(await me(tokens.at(-1) ?? ''), 200)
})
