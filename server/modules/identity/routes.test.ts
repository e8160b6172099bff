import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestApp, OWNER, type TestApp } from '#testing/app.ts'
import { addUser, findUserByEmail, permissionList, userOf } from './index.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
  app.takeEvents()
})
after(() => app.close())

const register = (body: object, ask = {}) => app.request('POST', '/api/register', { body, ...ask })
const login = (body: object, ask = {}) => app.request('POST', '/api/login', { body, ...ask })
const me = (token: string) => app.request('GET', '/api/me', { token })

let people = 0
const aPerson = () => ({ email: `person${++people}@example.com`, password: 'correct horse', name: 'Ada' })

test('who registers is signed in at once', async () => {
  const { status, body } = await register({
    email: ' Ada@Example.COM ',
    password: 'correct horse',
    name: ' Ada ',
  })
  assert.equal(status, 201)
  const { token, user } = body
  assert.match(token, /^mst_[0-9A-Z]{32}$/)
  assert.match(user.id, /^user_/)
  assert.deepEqual(user, {
    id: user.id,
    email: 'ada@example.com',
    emailVerified: false,
    name: 'Ada',
    picture: null,
    role: 'customer',
    permissions: [],
    createdAt: '2026-11-02T09:00:00.000Z',
    version: 1,
  })
  const self = await me(token)
  assert.deepEqual([self.status, self.body, self.headers.etag], [200, user, '"1"'])
  assert.deepEqual(app.takeEvents(), ['user.registered'])
})

test('an address belongs to one account, however it is written, and nobody is told', async () => {
  const second = await register({ email: 'ADA@example.com', password: 'another horse', name: 'Eve' })
  assert.equal(second.status, 201)
  assert.equal(second.body.user.email, 'ada@example.com')
  assert.deepEqual(app.takeEvents(), ['user.registered'])
  const holder = await app.run((ctx) => findUserByEmail(ctx, 'Ada@Example.com'))
  assert.equal(holder?.name, 'Ada')
  assert.notEqual(holder?.id, second.body.user.id)
})

test('of many who register one address at once, one gets it, and all are answered the same', async () => {
  const body = aPerson()
  const all = await Promise.all(Array.from({ length: 8 }, () => register(body)))
  assert.deepEqual(new Set(all.map(({ status }) => status)), new Set([201]))
  assert.deepEqual(app.takeEvents(), Array(8).fill('user.registered'))
  const ids = all.map((reply) => reply.body.user.id)
  assert.equal(new Set(ids).size, 8)
  const made = await app.run((ctx) => Promise.all(ids.map((id) => userOf(ctx, id))))
  assert.equal(made.filter((user) => user?.email === body.email).length, 1)
  assert.equal(made.filter((user) => user?.email === null && user.unclaimedEmail === body.email).length, 7)
})

test('an address that is taken costs a registration the same writes as a free one', async () => {
  const writesOf: string[][] = []
  app.store.onCommit((writes) => {
    if (writes.some(({ op, collection }) => op === 'insert' && collection.name === 'users')) {
      writesOf.push(writes.map(({ op, collection }) => `${op} ${collection.name}`).sort())
    }
  })
  const person = aPerson()
  const [free, taken] = [await register(person), await register({ ...person, name: 'Eve' })]
  assert.deepEqual([free.status, taken.status], [201, 201])
  assert.equal(writesOf.length, 2)
  assert.deepEqual(writesOf[1], writesOf[0])
  assert.equal(writesOf[0]?.filter((write) => write === 'insert tasks').length, 1)
  app.takeEvents()
})

test('a password that is among the commonest, or the address itself, is refused', async () => {
  const person = { ...aPerson(), email: 'long.enough@example.com' }
  for (const password of ['Password1234', '1q2w3e4r5t', 'iloveyou2024', person.email, 'Long.Enough']) {
    const refused = await register({ ...person, password })
    assert.deepEqual([refused.status, refused.body.code], [422, 'identity.weak_password'], password)
    assert.equal(refused.body.field, 'password')
  }
  assert.deepEqual(app.takeEvents(), [])
})

test('what is wrong with a registration is named', async () => {
  const good = aPerson()
  const cases: [object, string][] = [
    [{ ...good, password: 'too short' }, 'password'],
    [{ ...good, password: 'x'.repeat(257) }, 'password'],
    [{ ...good, email: 'no address' }, 'email'],
    [{ ...good, email: 'a@b' }, 'email'],
    [{ ...good, email: `${'x'.repeat(65)}@example.com` }, 'email'],
    [{ ...good, name: ' ' }, 'name'],
    [{ ...good, name: 'x'.repeat(201) }, 'name'],
    [{ ...good, role: 'owner' }, 'role'],
    [{ email: good.email, password: good.password }, 'name'],
  ]
  for (const [body, field] of cases) {
    const refused = await register(body)
    assert.equal(refused.status, 422, field)
    assert.equal(refused.body.errors[0].field, field)
  }
  assert.match((await register({ ...good, password: 'too short' })).body.detail, /10/)
})

test('a registration that is sent again gets the same answer, and the store holds no token', async () => {
  const person = aPerson()
  const first = await register(person, { key: 'register-once' })
  const again = await register(person, { key: 'register-once' })
  assert.deepEqual([again.status, again.body], [201, first.body])
  assert.equal(again.headers['idempotent-replayed'], 'true')
  assert.equal((await me(again.body.token)).status, 200)
  assert.equal((await register({ ...person, name: 'Eve' }, { key: 'register-once' })).status, 422)

  const { engine } = app.store
  for (const name of ['idempotency-keys', 'sessions', 'users', 'events']) {
    const { rows } = await engine.find({ name, indexes: {} }, { index: 'byId', limit: 1000 })
    assert.ok(rows.length > 0, name)
    const stored = JSON.stringify(rows)
    for (const secret of [first.body.token, person.password]) assert.ok(!stored.includes(secret), name)
  }
  assert.deepEqual(app.takeEvents(), ['user.registered'])
})

test('the right password signs in, to a session of its own', async () => {
  const person = aPerson()
  const registered = await register(person)
  const { status, body } = await login({ email: person.email.toUpperCase(), password: person.password })
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(body).sort(), ['success', 'token', 'user'])
  assert.equal(body.success, true)
  assert.deepEqual(body.user, registered.body.user)
  assert.notEqual(body.token, registered.body.token)
  app.takeEvents()
})

test('the refusal does not tell whether the address or the password was wrong', async () => {
  const person = aPerson()
  await register(person)
  const { requestId: a, ...wrongPassword } = (await login({ ...pick(person), password: 'wrong' })).body
  const { requestId: b, ...noAccount } = (await login({ email: 'nobody@x.example', password: 'wrong' })).body
  assert.notEqual(a, b)
  assert.deepEqual(wrongPassword, noAccount)
  assert.equal(wrongPassword.status, 401)
  assert.equal(wrongPassword.code, 'identity.wrong_credentials')
})

const pick = ({ email, password }: { email: string; password: string }) => ({ email, password })

test('a login that is not one is refused', async () => {
  for (const body of [
    {},
    { email: 'a@b.example' },
    { email: 1, password: 'x' },
    { email: 'a', password: '' },
  ]) {
    assert.equal((await login(body)).status, 422)
  }
  const tooLong = await login({ email: 'a@b.example', password: 'x'.repeat(257) })
  assert.equal(tooLong.body.errors[0].field, 'password')
})

test('a password brought from elsewhere signs in, and is kept the house way from then on', async () => {
  const brought = '$2b$04$vQ08pbuoaA885eM8BPegA.atezXBBaCbQ7.VqdAz42TQWuIaS99QW'
  await app.run((ctx) => addUser(ctx, { email: 'old@example.com', name: 'Old', passwordHash: brought }))
  const hashOf = () => app.run(async (ctx) => (await findUserByEmail(ctx, 'old@example.com'))?.passwordHash)
  const ask = { email: 'old@example.com', password: 'old password' }
  assert.equal((await login({ ...ask, password: 'wrong password' })).status, 401)
  assert.equal(await hashOf(), brought)
  assert.equal((await login(ask)).status, 200)
  const replaced = await hashOf()
  assert.match(String(replaced), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal((await login(ask)).status, 200)
  assert.equal(await hashOf(), replaced)
})

test('a hash that nobody could check is not taken into an account', async () => {
  const add = app.run((ctx) =>
    addUser(ctx, { email: 'md5@example.com', name: 'X', passwordHash: 'd41d8cd9' }),
  )
  await assert.rejects(add, { code: 'identity.unknown_hash' })
})

test('signing out ends one session and no other', async () => {
  const person = aPerson()
  const { token } = (await register(person)).body
  const other = (await login(pick(person))).body.token
  const out = await app.request('POST', '/api/logout', { token })
  assert.deepEqual([out.status, out.body], [204, ''])
  assert.equal((await me(token)).status, 401)
  assert.equal((await app.request('POST', '/api/logout', { token })).status, 401)
  assert.equal((await me(other)).status, 200)
})

test('without a token, or with one that nobody was given, there is no "me"', async () => {
  const made = `mst_${'0'.repeat(32)}`
  for (const token of [undefined, 'x', made, `${app.owner}x`]) {
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', { name: 'X' }],
    ] as const) {
      const refused = await app.request(method, '/api/me', { token, body })
      assert.equal(refused.status, 401)
      assert.equal(refused.headers['www-authenticate'], 'Bearer')
    }
  }
})

test('a name can be changed, by who has seen the account as it is', async () => {
  const { token } = (await register(aPerson())).body
  app.takeEvents()
  const rename = (name: string, match?: string) =>
    app.request('PATCH', '/api/me', { token, body: { name }, headers: match ? { 'if-match': match } : {} })
  const renamed = await rename(' Countess ')
  assert.deepEqual([renamed.status, renamed.body.name, renamed.body.version], [200, 'Countess', 2])
  assert.equal((await rename('Late', '"1"')).status, 412)
  assert.equal((await rename('Countess')).body.version, 2)
  assert.equal((await rename('')).status, 422)
  const promoted = await app.request('PATCH', '/api/me', { token, body: { name: 'X', role: 'owner' } })
  assert.equal(promoted.status, 422)
  assert.deepEqual(app.takeEvents(), ['user.updated'])
})

test('the owner has every permission of every module', async () => {
  const { body } = await me(app.owner)
  assert.equal(body.email, OWNER.email)
  assert.equal(body.role, 'owner')
  assert.deepEqual(body.permissions, [...app.ports.use(permissionList).keys()])
})

test('staff see accounts, the newest first, and never a password', async () => {
  const { token } = (await register({ ...aPerson(), email: 'newest@example.com' })).body
  const list = (query = '', as = app.owner) => app.request('GET', `/api/admin/users${query}`, { token: as })
  assert.equal((await list('', token)).status, 403)
  assert.equal((await app.request('GET', '/api/admin/users')).status, 401)

  const seen: string[] = []
  const ids: string[] = []
  for (let after = ''; ; ) {
    const { status, body } = await list(`?limit=3${after}`)
    assert.equal(status, 200)
    assert.ok(body.data.length <= 3)
    seen.push(...body.data.map((user: { email: string }) => user.email))
    ids.push(...body.data.map((user: { id: string }) => user.id))
    assert.doesNotMatch(JSON.stringify(body), /hash|argon|\$2b/i)
    if (body.next === null) break
    after = `&after=${body.next}`
  }
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(seen.includes('newest@example.com') && seen.includes(OWNER.email))

  const one = await list('?email=NEWEST@example.com')
  assert.deepEqual(
    one.body.data.map((user: { email: string }) => user.email),
    ['newest@example.com'],
  )
  assert.deepEqual((await list('?email=nobody@example.com')).body, { data: [], next: null })
  assert.equal((await list('?limit=0')).status, 400)
  assert.equal((await list('?after=nonsense')).status, 400)
})
