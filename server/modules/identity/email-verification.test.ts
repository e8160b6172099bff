import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_MS } from '#kernel/clock.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { aMember, aPerson, kindsTo, login, mailsTo, me, register, tokenTo } from './mails.fixture.ts'

let app: TestApp

before(async () => {
  app = await createTestApp({ config: { publicUrl: 'https://shop.example' } })
  app.takeEvents()
})
after(() => app.close())

const confirm = (token: string | undefined) =>
  app.request('POST', '/api/email-verifications/confirmation', { body: { token } })
const askAgain = (token: string) => app.request('POST', '/api/email-verifications', { token })

test('who registers is asked to prove the address, and the link does', async () => {
  const person = aPerson()
  const { token, user } = (await register(app, person)).body
  assert.equal(user.emailVerified, false)
  const [mail, ...more] = await mailsTo(app, person.email)
  assert.deepEqual([mail.kind, more.length], ['verify-email', 0])
  assert.match(mail.text, /Hello, Ada!/)
  assert.match(mail.html, /https:\/\/shop\.example\/account\/verify-email\?token=mtk_/)
  app.takeEvents()

  const { status, body } = await confirm(await tokenTo(app, person.email, 'verify-email'))
  assert.deepEqual([status, body], [200, { email: person.email }])
  assert.equal((await me(app, token)).body.emailVerified, true)
  assert.deepEqual(app.takeEvents(), ['user.email-verified'])
  assert.deepEqual(app.events.at(-1)?.data, { email: person.email })
})

test('a link works once, for a day, and nothing else opens the door', async () => {
  const person = aPerson()
  await register(app, person)
  const token = await tokenTo(app, person.email, 'verify-email')
  assert.equal((await confirm(token)).status, 200)
  for (const wrong of [token, 'mtk_guess', `mtk_${'0'.repeat(32)}`]) {
    const refused = await confirm(wrong)
    assert.deepEqual([refused.status, refused.body.code], [401, 'identity.link_invalid'])
  }
  assert.equal((await confirm(undefined)).status, 422)

  const late = aPerson()
  await register(app, late)
  const old = await tokenTo(app, late.email, 'verify-email')
  app.clock.advance(DAY_MS)
  assert.equal((await confirm(old)).status, 401)
  // A link for something else is none for this.
  await app.request('POST', '/api/magic-links', { body: { email: late.email } })
  assert.equal((await confirm(await tokenTo(app, late.email, 'magic-link'))).status, 401)
})

test('the mail can be asked for again, a few times, and no more once the address is proved', async () => {
  assert.equal((await app.request('POST', '/api/email-verifications')).status, 401)
  const person = aPerson()
  const { token } = (await register(app, person)).body
  const replies = []
  for (let at = 0; at < 7; at++) {
    replies.push((await askAgain(token)).status)
    await app.worker.idle()
  }
  assert.deepEqual(new Set(replies), new Set([202]))
  assert.equal((await mailsTo(app, person.email)).length, 5)
  await confirm(await tokenTo(app, person.email, 'verify-email'))
  assert.equal((await askAgain(token)).status, 202)
  assert.equal((await mailsTo(app, person.email)).length, 5)
})

test('who registers an address that is taken is answered as everyone is, and its owner gets a mail', async () => {
  const owner = await aMember(app, 'Grace')
  app.takeEvents()
  const free = await register(app, aPerson('Eve'))
  const writesOfFree = app.takeEvents()
  const taken = await register(app, { ...aPerson('Eve'), email: owner.email.toUpperCase() })
  assert.deepEqual([taken.status, Object.keys(taken.body)], [free.status, Object.keys(free.body)])
  const fields = ({ id, email, createdAt, ...rest }: Record<string, unknown>) => rest
  assert.deepEqual(fields(taken.body.user), fields(free.body.user))
  assert.equal(taken.body.user.email, owner.email)
  assert.deepEqual(app.takeEvents(), writesOfFree)

  assert.deepEqual(await kindsTo(app, owner.email), ['account-exists', 'verify-email'])
  const [mail] = await mailsTo(app, owner.email)
  assert.match(mail.subject, /already have an account/)
  const link = { token: await tokenTo(app, owner.email, 'account-exists') }
  const signedIn = await app.request('POST', '/api/magic-links/confirmation', { body: link })
  assert.equal(signedIn.body.user.id, owner.id)
  assert.equal((await login(app, owner)).status, 200)
})

test('who made an account comes back to it by its password, whoever else has the address', async () => {
  const owner = await aMember(app)
  const second = { ...aPerson(), email: owner.email, password: 'quite another one' }
  const third = { ...second, password: 'the third of them' }
  const [a, b] = [(await register(app, second)).body.user.id, (await register(app, third)).body.user.id]
  const ids = []
  for (const person of [owner, second, third]) ids.push((await login(app, person)).body.user.id)
  assert.deepEqual(ids, [owner.id, a, b])
  assert.equal((await login(app, { ...owner, password: 'none of all these' })).status, 401)
})

test('an address that was never proved goes to who proves it', async () => {
  const squatter = aPerson('Mallory')
  const squatting = (await register(app, squatter)).body
  const person = { ...aPerson('Ada'), email: squatter.email, password: 'the owner of it' }
  const { token } = (await register(app, person)).body
  app.takeEvents()
  assert.deepEqual(await kindsTo(app, person.email), ['verify-email', 'verify-email'])
  assert.equal((await confirm(await tokenTo(app, person.email, 'verify-email'))).status, 200)
  assert.deepEqual(app.takeEvents(), ['user.updated', 'user.updated', 'user.email-verified'])
  assert.equal((await me(app, token)).body.emailVerified, true)
  assert.deepEqual((await me(app, squatting.token)).body.emailVerified, false)

  const reset = { body: { email: squatter.email } }
  await app.request('POST', '/api/password-resets', reset)
  const link = { token: await tokenTo(app, person.email, 'password-reset'), password: 'something new to say' }
  const own = await app.request('POST', '/api/password-resets/confirmation', { body: link })
  assert.equal(own.body.user.id, (await me(app, own.body.token)).body.id)
  assert.notEqual(own.body.user.id, squatting.user.id)
})

test('an address that another one proved first stays where it is', async () => {
  const first = aPerson()
  await register(app, first)
  const link = await tokenTo(app, first.email, 'verify-email')
  const second = { ...aPerson(), email: first.email }
  await register(app, second)
  const other = await tokenTo(app, first.email, 'verify-email')
  assert.notEqual(link, other)
  assert.equal((await confirm(link)).status, 200)
  const late = await confirm(other)
  assert.deepEqual([late.status, late.body.code], [409, 'identity.email_taken'])
})

test('of many who bring one link at once, one proves the address', async () => {
  const person = aPerson()
  await register(app, person)
  const token = await tokenTo(app, person.email, 'verify-email')
  const all = await Promise.all(Array.from({ length: 6 }, () => confirm(token)))
  assert.deepEqual(all.map(({ status }) => status).sort(), [200, 401, 401, 401, 401, 401])
})

test('nobody can send a message to a stranger by what they call themselves', async () => {
  for (const name of ['Win at evil.example', 'https://evil.example', 'x'.repeat(120), 'www evil example/x']) {
    const person = { ...aPerson(), name }
    await register(app, person)
    const [mail] = await mailsTo(app, person.email)
    assert.match(mail.text, /^Hello!\n/)
    assert.ok(!mail.html.includes(name))
  }
})
