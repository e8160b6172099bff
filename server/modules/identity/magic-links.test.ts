import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MINUTE_MS } from '#kernel/clock.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { secondFactor } from './index.ts'
import { aMember, aPerson, login, mailsTo, me, register, tokenTo } from './mails.fixture.ts'

let app: TestApp

before(async () => {
  app = await createTestApp({ config: { publicUrl: 'https://shop.example' } })
})
after(() => app.close())

const ask = (email: string) => app.request('POST', '/api/magic-links', { body: { email } })
const confirm = (body: object) => app.request('POST', '/api/magic-links/confirmation', { body })

test('a link signs in, once', async () => {
  const person = await aMember(app)
  const { status, body } = await ask(person.email.toUpperCase())
  assert.deepEqual([status, body], [202, ''])
  const [mail] = await mailsTo(app, person.email)
  assert.match(mail.text, /https:\/\/shop\.example\/account\/sign-in\?token=mtk_/)
  const token = await tokenTo(app, person.email, 'magic-link')
  app.takeEvents()
  const signedIn = await confirm({ token })
  assert.equal(signedIn.status, 200)
  assert.deepEqual(Object.keys(signedIn.body).sort(), ['success', 'token', 'user'])
  assert.equal(signedIn.body.user.id, person.id)
  assert.deepEqual(app.takeEvents(), [])
  assert.equal((await me(app, signedIn.body.token)).status, 200)
  assert.equal((await me(app, person.token)).status, 200)
  const again = await confirm({ token })
  assert.deepEqual([again.status, again.body.code], [401, 'identity.link_invalid'])
})

test('a link ends after a quarter of an hour, and what is none is refused', async () => {
  const person = await aMember(app)
  await ask(person.email)
  const token = await tokenTo(app, person.email, 'magic-link')
  app.clock.advance(15 * MINUTE_MS)
  for (const wrong of [token, 'guess', `mst_${'0'.repeat(32)}`]) {
    assert.equal((await confirm({ token: wrong })).status, 401)
  }
  assert.equal((await confirm({})).status, 422)
  assert.equal((await ask('no address')).status, 422)
})

test('an address without an account is answered the same and gets no mail', async () => {
  const person = await aMember(app)
  const [known, unknown] = [await ask(person.email), await ask('stranger@example.com')]
  assert.deepEqual([unknown.status, unknown.body], [known.status, known.body])
  assert.deepEqual(await mailsTo(app, 'stranger@example.com'), [])
})

test('where nobody had proved the address, its owner keeps nothing of who made the account', async () => {
  const person = aPerson()
  const made = (await register(app, person)).body
  app.clock.advance(1)
  await ask(person.email)
  const [mail] = await mailsTo(app, person.email)
  assert.match(mail.text, /password from before ends/)
  const signedIn = await confirm({ token: await tokenTo(app, person.email, 'magic-link') })
  assert.equal(signedIn.body.user.id, made.user.id)
  assert.equal(signedIn.body.user.emailVerified, true)
  assert.equal((await me(app, made.token)).status, 401)
  assert.equal((await login(app, person)).status, 401)
  const own = { token: signedIn.body.token, body: { password: 'a better one by far' } }
  assert.equal((await app.request('POST', '/api/me/password', own)).status, 204)
  assert.equal((await login(app, { ...person, password: 'a better one by far' })).status, 200)
})

test('an account with a second factor is asked for it behind a link, too', async () => {
  const person = await aMember(app)
  const before = app.ports.use(secondFactor)
  app.ports.fill(secondFactor, {
    methodsOf: async () => ['totp'],
    accept: async (_ctx, _user, code) => code === '123456',
  })
  try {
    await ask(person.email)
    const asked = await confirm({ token: await tokenTo(app, person.email, 'magic-link'), cookie: true })
    assert.deepEqual([asked.status, asked.body.code], [401, 'identity.second_factor_needed'])
    const answer = { challenge: asked.body.challenge, code: '123456' }
    const { status, headers } = await app.request('POST', '/api/login/second-factor', { body: answer })
    assert.equal(status, 200)
    assert.match(String(headers['set-cookie']), /^__Host-session=mst_/)
  } finally {
    app.ports.fill(secondFactor, before)
  }
})

test('of many who bring one link at once, one is signed in', async () => {
  const person = await aMember(app)
  await ask(person.email)
  const token = await tokenTo(app, person.email, 'magic-link')
  const all = await Promise.all(Array.from({ length: 6 }, () => confirm({ token })))
  assert.deepEqual(all.map(({ status }) => status).sort(), [200, 401, 401, 401, 401, 401])
})
