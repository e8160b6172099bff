import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { deviceOf } from './device.ts'
import { secondFactor } from './index.ts'
import { aMember, login, me } from './mails.fixture.ts'
import { sessionIdOf } from './sessions.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

const list = async (token: string, headers = {}): Promise<Loose> =>
  app.request('GET', '/api/me/sessions', { token, headers })

async function onFirefox({ email, password }: Loose): Promise<string> {
  const headers = { 'user-agent': FIREFOX }
  return (await app.request('POST', '/api/login', { body: { email, password }, headers })).body.token
}

test('somebody sees where they are signed in, and from where it was last used', async () => {
  const person = await aMember(app)
  app.clock.advance(HOUR_MS)
  const token = await onFirefox(person)
  const { status, body } = await list(token, { 'user-agent': FIREFOX })
  assert.equal(status, 200)
  const [current, first] = body.data
  const place = { address: '127.0.0.1', userAgent: FIREFOX, device: 'Firefox on Linux' }
  assert.deepEqual(current, {
    id: current.id,
    current: true,
    kind: 'bearer',
    method: 'password',
    createdAt: new Date(app.clock.now()).toISOString(),
    lastSeenAt: new Date(app.clock.now()).toISOString(),
    expiresAt: new Date(app.clock.now() + 30 * DAY_MS).toISOString(),
    openedFrom: place,
    lastSeenFrom: place,
  })
  assert.deepEqual([body.data.length, body.next, first.current], [2, null, false])
  // Neither the token nor what it lies under in the store.
  const text = JSON.stringify(body)
  for (const secret of [token, sessionIdOf(token), person.token]) assert.ok(!text.includes(String(secret)))

  app.clock.advance(10 * MINUTE_MS)
  await me(app, token)
  assert.notEqual((await list(token)).body.data[0].lastSeenFrom.userAgent, FIREFOX)
  app.clock.advance(30 * DAY_MS - 1)
  assert.deepEqual((await list(token)).body.data.length, 1)
})

test('one session is ended, or all the others, and nobody else is signed out', async () => {
  const person = await aMember(app)
  const stranger = await aMember(app)
  const [a, b, c] = [await onFirefox(person), await onFirefox(person), await onFirefox(person)]
  const { data } = (await list(a)).body
  const idOf = async (token: string) => (await list(token)).body.data.find((each: Loose) => each.current).id
  const end = (token: string | undefined, id: string) =>
    app.request('DELETE', `/api/me/sessions/${id}`, { token })
  const bId = await idOf(b)
  assert.ok(data.some((each: Loose) => each.id === bId))

  const foreign = await end(stranger.token, bId)
  assert.deepEqual([foreign.status, foreign.body.code], [404, 'identity.session_missing'])
  assert.equal((await end(undefined, bId)).status, 401)
  assert.equal((await end(a, bId)).status, 204)
  assert.equal((await end(a, bId)).status, 404)
  assert.equal((await end(a, 'nonsense')).status, 404)
  assert.deepEqual([(await me(app, b)).status, (await me(app, c)).status], [401, 200])

  const others = await app.request('DELETE', '/api/me/sessions', { token: a })
  assert.deepEqual([others.status, others.body], [204, ''])
  const left = [a, c, person.token, stranger.token].map(async (token) => (await me(app, token)).status)
  assert.deepEqual(await Promise.all(left), [200, 401, 401, 200])
  assert.equal((await app.request('DELETE', '/api/me/sessions')).status, 401)
  assert.equal((await app.request('GET', '/api/me/sessions')).status, 401)

  assert.equal((await end(a, await idOf(a))).status, 204)
  assert.equal((await me(app, a)).status, 401)
})

test('who proves once more who they are may do what is dangerous, for a quarter of an hour', async () => {
  const person = await aMember(app)
  const prove = (body: object, token: string | undefined = person.token) =>
    app.request('POST', '/api/me/authentication', { token, body })
  const dangerous = () =>
    app.request('POST', '/api/me/email', { token: person.token, body: { email: 'other@example.com' } })
  app.clock.advance(HOUR_MS)
  assert.equal((await dangerous()).status, 403)
  const wrong = await prove({ password: 'not the one' })
  assert.deepEqual([wrong.status, wrong.body.code], [403, 'identity.wrong_proof'])
  assert.equal((await prove({ code: '123456' })).status, 403)
  assert.equal((await dangerous()).status, 403)

  const { status, body } = await prove({ password: person.password })
  assert.equal(status, 200)
  assert.deepEqual(body, {
    authenticatedAt: new Date(app.clock.now()).toISOString(),
    until: new Date(app.clock.now() + 15 * MINUTE_MS).toISOString(),
  })
  assert.equal((await dangerous()).status, 202)
  app.clock.advance(15 * MINUTE_MS + 1)
  assert.equal((await dangerous()).status, 403)
  assert.equal((await prove({}, person.token)).status, 422)
  assert.equal((await app.request('POST', '/api/me/authentication', { body: { code: '1' } })).status, 401)
})

test('who guesses has to wait longer and longer, as at a sign-in', async () => {
  const person = await aMember(app)
  const guess = () =>
    app.request('POST', '/api/me/authentication', { token: person.token, body: { password: 'a guess' } })
  const statuses = []
  for (let at = 0; at < 6; at++) statuses.push((await guess()).status)
  assert.deepEqual(statuses, [403, 403, 403, 403, 403, 429])
  assert.equal((await guess()).body.code, 'identity.too_many_attempts')
  const change = { token: person.token, body: { current: person.password, password: 'a better one by far' } }
  assert.equal((await app.request('POST', '/api/me/password', change)).status, 429)
  app.clock.advance(HOUR_MS)
  assert.equal((await app.request('POST', '/api/me/password', change)).status, 204)
})

test('a code of the second factor proves it as well, for this session alone', async () => {
  const person = await aMember(app)
  const other = (await login(app, person)).body.token
  app.clock.advance(HOUR_MS)
  const before = app.ports.use(secondFactor)
  app.ports.fill(secondFactor, {
    methodsOf: async () => ['totp'],
    accept: async (_ctx, _user, code) => code === '123456',
  })
  try {
    const prove = (code: string) =>
      app.request('POST', '/api/me/authentication', { token: person.token, body: { code } })
    assert.equal((await prove('654321')).status, 403)
    assert.equal((await prove('123456')).status, 200)
  } finally {
    app.ports.fill(secondFactor, before)
  }
  const change = (token: string) =>
    app.request('POST', '/api/me/email', { token, body: { email: 'else@example.com' } })
  assert.deepEqual([(await change(person.token)).status, (await change(other)).status], [202, 403])
})

test('devices are named as people name them', () => {
  const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0'
  const cases = {
    'Firefox on Linux': FIREFOX,
    'Chrome on Windows': `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`,
    'Edge on Windows': `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/140.0.0.0`,
    'Opera on macOS': `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${chrome} Safari/537.36 OPR/120.0`,
    'Chrome on Android': `Mozilla/5.0 (Linux; Android 10; K) ${chrome} Mobile Safari/537.36`,
    'Safari on iPhone':
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
      'Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari on macOS':
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
      'Version/18.5 Safari/605.1.15',
    curl: 'curl/8.14.1',
    'Unknown device': '',
  }
  for (const [name, userAgent] of Object.entries(cases)) assert.equal(deviceOf(userAgent), name)
  assert.equal(deviceOf('<script>alert(1)</script>'), 'Unknown device')
  assert.equal(deviceOf('Mozilla/5.0'), 'Unknown device')
})
