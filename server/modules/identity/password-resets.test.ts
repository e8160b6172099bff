import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HOUR_MS } from '#kernel/clock.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { allOf } from '#testing/races.ts'
import { tickets } from './collections.ts'
import { aMember, aPerson, kindsTo, login, mailsTo, me, register, tokenTo } from './mails.fixture.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const ask = (email: string) => app.request('POST', '/api/password-resets', { body: { email } })
const confirm = (body: object, headers = {}) =>
  app.request('POST', '/api/password-resets/confirmation', { body, headers })

test('who forgot the password sets another one by mail, and is signed in there alone', async () => {
  const person = await aMember(app)
  const { status, body } = await ask(` ${person.email.toUpperCase()} `)
  assert.deepEqual([status, body], [202, ''])
  const token = await tokenTo(app, person.email, 'password-reset')
  app.clock.advance(1)
  app.takeEvents()
  const done = await confirm({ token, password: 'a better one by far' })
  assert.equal(done.status, 200)
  assert.deepEqual(Object.keys(done.body).sort(), ['success', 'token', 'user'])
  assert.equal(done.body.user.id, person.id)
  assert.deepEqual(app.takeEvents(), ['user.updated'])
  assert.equal((await me(app, person.token)).status, 401)
  assert.equal((await me(app, done.body.token)).status, 200)
  assert.equal((await login(app, person)).status, 401)
  assert.equal((await login(app, { ...person, password: 'a better one by far' })).status, 200)
  assert.deepEqual((await kindsTo(app, person.email))[0], 'password-changed')
  assert.equal((await confirm({ token, password: 'a better one by far' })).status, 401)
})

test('every link that was sent for it ends with the first that is used, and after an hour', async () => {
  const person = await aMember(app)
  await ask(person.email)
  const first = await tokenTo(app, person.email, 'password-reset')
  app.clock.advance(1)
  await ask(person.email)
  const second = await tokenTo(app, person.email, 'password-reset')
  assert.notEqual(first, second)
  assert.equal((await confirm({ token: first, password: 'a better one by far' })).status, 200)
  assert.equal((await confirm({ token: second, password: 'a worse one by far' })).status, 401)

  await ask(person.email)
  const late = await tokenTo(app, person.email, 'password-reset')
  app.clock.advance(HOUR_MS)
  assert.equal((await confirm({ token: late, password: 'a better one by far' })).status, 401)
})

test('a password that is too short or too common leaves the link as it was', async () => {
  const person = await aMember(app)
  await ask(person.email)
  const token = await tokenTo(app, person.email, 'password-reset')
  for (const password of ['password1234', person.email]) {
    const refused = await confirm({ token, password })
    assert.deepEqual([refused.status, refused.body.code], [422, 'identity.weak_password'])
  }
  assert.equal((await confirm({ token, password: 'short' })).status, 422)
  assert.equal((await confirm({ token, password: 'a better one by far' })).status, 200)
})

test('an address without an account is answered the same, with as many tasks, and gets no mail', async () => {
  const person = await aMember(app)
  const commits: number[] = []
  let writes: string[] = []
  app.store.onCommit((staged) => {
    if (staged.some(({ op, collection }) => op === 'insert' && collection.name === 'tasks')) {
      commits.push(staged.length)
      writes = staged.map(({ op, collection }) => `${op} ${collection.name}`)
    }
  })
  const known = await ask(person.email)
  const ofKnown = writes
  await app.worker.idle()
  const unknown = await ask('nobody@example.com')
  assert.deepEqual([unknown.status, unknown.body], [known.status, known.body])
  assert.deepEqual(writes, ofKnown)
  assert.deepEqual(commits, [1, 1])
  assert.deepEqual(await mailsTo(app, 'nobody@example.com'), [])
  assert.equal((await ask('no address')).status, 422)
})

test('behind the reply the shop does as much for an address without an account', async () => {
  const person = await aMember(app)
  await app.worker.idle()
  const commitsOf = async (email: string) => {
    let commits = 0
    app.store.onCommit(() => {
      commits += 1
    })
    await ask(email)
    await app.worker.idle()
    return commits
  }
  const known = await commitsOf(person.email)
  assert.equal(await commitsOf('nobody.either@example.com'), known)
})

test('a reset proves the address, and can keep the token in a cookie', async () => {
  const person = aPerson()
  await register(app, person)
  await ask(person.email)
  const token = await tokenTo(app, person.email, 'password-reset')
  const done = await confirm({ token, password: 'a better one by far', cookie: true })
  assert.equal(done.body.user.emailVerified, true)
  assert.equal(done.body.token, undefined)
  assert.match(String(done.headers['set-cookie']), /^__Host-session=mst_/)
})

test('tokens lie hashed in the store, and in no task', async () => {
  const person = await aMember(app)
  await ask(person.email)
  const token = String(await tokenTo(app, person.email, 'password-reset'))
  for (const name of ['tickets', 'tasks', 'events', 'audit-log']) {
    const { rows } = await app.store.engine.find({ name, indexes: {} }, { index: 'byId', limit: 1000 })
    assert.ok(!JSON.stringify(rows).includes(token), name)
  }
  assert.ok((await allOf(app, tickets)).length > 0)
})
