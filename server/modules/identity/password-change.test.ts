import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HOUR_MS } from '#kernel/clock.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { addUser } from './index.ts'
import { aMember, kindsTo, login, me, tokenTo } from './mails.fixture.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const change = (token: string | undefined, body: object) =>
  app.request('POST', '/api/me/password', { token, body })

const password = 'a better one by far'

test('by the current password a new one is set, which ends the other sessions and is told by mail', async () => {
  const person = await aMember(app)
  const other = (await login(app, person)).body.token
  app.clock.advance(HOUR_MS)
  app.takeEvents()
  const { status, body } = await change(person.token, { current: person.password, password })
  assert.deepEqual([status, body], [204, ''])
  assert.deepEqual(app.takeEvents(), ['user.updated'])
  assert.equal((await me(app, person.token)).status, 200)
  assert.equal((await me(app, other)).status, 401)
  assert.equal((await login(app, person)).status, 401)
  assert.equal((await login(app, { ...person, password })).status, 200)
  assert.deepEqual(await kindsTo(app, person.email), ['password-changed', 'verify-email'])
})

test('a wrong current password changes nothing, and signs nobody out', async () => {
  const person = await aMember(app)
  const refused = await change(person.token, { current: 'not the one', password })
  assert.deepEqual([refused.status, refused.body.code], [403, 'identity.wrong_proof'])
  assert.equal((await login(app, person)).status, 200)
  assert.equal((await me(app, person.token)).status, 200)
})

test('without the current password the sign-in must be a fresh one', async () => {
  const person = await aMember(app)
  app.clock.advance(HOUR_MS)
  const refused = await change(person.token, { password })
  assert.deepEqual([refused.status, refused.body.code], [403, 'access.step_up_needed'])
  const proof = { password: person.password }
  await app.request('POST', '/api/me/authentication', { token: person.token, body: proof })
  assert.equal((await change(person.token, { password })).status, 204)
  assert.equal((await login(app, { ...person, password })).status, 200)
})

test('a link to set the password is worth nothing once it was changed', async () => {
  const person = await aMember(app)
  await app.request('POST', '/api/password-resets', { body: { email: person.email } })
  const token = await tokenTo(app, person.email, 'password-reset')
  assert.equal((await change(person.token, { password })).status, 204)
  const late = await app.request('POST', '/api/password-resets/confirmation', {
    body: { token, password: 'of somebody else' },
  })
  assert.equal(late.status, 401)
})

test('an account without a password gets one', async () => {
  const email = 'without@example.com'
  await app.run((ctx) => addUser(ctx, { email, name: 'W', emailVerifiedAt: ctx.now }))
  await app.request('POST', '/api/magic-links', { body: { email } })
  const link = { token: await tokenTo(app, email, 'magic-link') }
  const { token } = (await app.request('POST', '/api/magic-links/confirmation', { body: link })).body
  assert.equal((await change(token, { current: 'there is none', password })).status, 403)
  assert.equal((await change(token, { password })).status, 204)
  assert.equal((await login(app, { email, password })).status, 200)
})

test('what is no good as a password is refused, and guests have none', async () => {
  const person = await aMember(app)
  for (const weak of ['Password123!', person.email, '1234567890']) {
    const refused = await change(person.token, { password: weak })
    assert.deepEqual([refused.status, refused.body.code], [422, 'identity.weak_password'])
  }
  assert.equal((await change(person.token, { password: 'short' })).status, 422)
  assert.equal((await change(person.token, {})).status, 422)
  assert.equal((await change(undefined, { password })).status, 401)
})
