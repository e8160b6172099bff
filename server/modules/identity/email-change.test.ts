import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HOUR_MS, MINUTE_MS } from '#kernel/clock.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { aMember, aPerson, kindsTo, login, mailsTo, me, register, tokenTo } from './mails.fixture.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const ask = (token: string | undefined, email: string) =>
  app.request('POST', '/api/me/email', { token, body: { email } })
const confirm = (token: string | undefined) =>
  app.request('POST', '/api/me/email/confirmation', { body: { token } })

test('an address is changed by the link in the mail to the new one, and the old one is told', async () => {
  const person = await aMember(app)
  assert.equal((await ask(person.token, ' New1@Example.com ')).status, 202)
  assert.deepEqual(await kindsTo(app, 'new1@example.com'), ['email-change'])
  const [notice] = await mailsTo(app, person.email)
  assert.equal(notice.kind, 'email-change-asked')
  assert.match(notice.text, /new1@example\.com/)
  assert.equal((await me(app, person.token)).body.email, person.email)

  app.takeEvents()
  app.clock.advance(1)
  const { status, body } = await confirm(await tokenTo(app, 'new1@example.com', 'email-change'))
  assert.deepEqual([status, body], [200, { email: 'new1@example.com' }])
  assert.deepEqual(app.takeEvents(), ['user.updated', 'user.email-verified'])
  const { email, emailVerified } = (await me(app, person.token)).body
  assert.deepEqual([email, emailVerified], ['new1@example.com', true])
  assert.equal((await login(app, person)).status, 401)
  assert.equal((await login(app, { ...person, email })).status, 200)
  assert.equal((await kindsTo(app, person.email))[0], 'email-changed')
})

test('an address that is taken is answered the same, and its owner is told', async () => {
  const [person, other] = [await aMember(app), await aMember(app)]
  const free = await ask(person.token, 'free@example.com')
  const taken = await ask(person.token, other.email)
  assert.deepEqual([taken.status, taken.body], [free.status, free.body])
  assert.equal((await kindsTo(app, other.email))[0], 'email-taken')
  assert.equal(await tokenTo(app, other.email, 'email-taken'), undefined)
})

test('an address that another account never proved goes to who reads its mail', async () => {
  const squatter = aPerson()
  const { token: squatting } = (await register(app, squatter)).body
  const person = await aMember(app)
  await ask(person.token, squatter.email)
  assert.equal((await confirm(await tokenTo(app, squatter.email, 'email-change'))).status, 200)
  assert.equal((await me(app, person.token)).body.email, squatter.email)
  assert.equal((await me(app, squatting)).body.emailVerified, false)
})

test("asking for one's own address sends the mail that proves it, while that is wanting", async () => {
  const person = aPerson()
  const { token } = (await register(app, person)).body
  assert.deepEqual(await kindsTo(app, person.email), ['verify-email'])
  await ask(token, person.email)
  assert.deepEqual(await kindsTo(app, person.email), ['verify-email', 'verify-email'])
})

test('links that went to the old address do not open the account any more', async () => {
  const person = await aMember(app)
  await app.request('POST', '/api/magic-links', { body: { email: person.email } })
  const old = await tokenTo(app, person.email, 'magic-link')
  await ask(person.token, 'moved@example.com')
  await confirm(await tokenTo(app, 'moved@example.com', 'email-change'))
  const late = await app.request('POST', '/api/magic-links/confirmation', { body: { token: old } })
  assert.equal(late.status, 401)
})

test('it takes a fresh sign-in to ask, and a fresh link to do', async () => {
  const person = await aMember(app)
  app.clock.advance(14 * MINUTE_MS)
  assert.equal((await ask(person.token, 'later@example.com')).status, 202)
  app.clock.advance(2 * MINUTE_MS)
  const refused = await ask(person.token, 'later@example.com')
  assert.deepEqual([refused.status, refused.body.code], [403, 'access.step_up_needed'])
  assert.deepEqual([refused.body.withinSeconds, refused.body.proveAt], [900, '/api/me/authentication'])
  const link = await tokenTo(app, 'later@example.com', 'email-change')
  app.clock.advance(HOUR_MS)
  assert.equal((await confirm(link)).status, 401)
  assert.equal((await confirm('guess')).status, 401)
  assert.equal((await ask(undefined, 'x@example.com')).status, 401)
  const again = (await login(app, person)).body.token
  assert.equal((await ask(again, 'no address')).status, 422)
})
