import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MINUTE_MS } from '#kernel/clock.ts'
import { atOnce } from '#testing/races.ts'
import { users } from '../identity/collections.ts'
import {
  aPerson,
  auditOf,
  mailsTo,
  openShop,
  type Person,
  type Shop,
} from '../second-factor/over-http.fixture.ts'
import { type Conditions, cbor, VirtualAuthenticator } from './authenticator.fixture.ts'
import { waysIn } from './index.ts'

const creation = async (shop: Shop, { token }: Person) =>
  (await shop.ask('POST', '/api/me/passkeys/options', { token })).body

const add = (shop: Shop, { token }: Person, response: unknown, name?: string) =>
  shop.ask('POST', '/api/me/passkeys', { token, body: { response, ...(name && { name }) } })

/** Adds a passkey from an authenticator that does as it is told. */
async function register(shop: Shop, person: Person, key: VirtualAuthenticator, how: Conditions = {}) {
  return add(shop, person, key.create(await creation(shop, person), how))
}

const request = async (shop: Shop) => (await shop.ask('POST', '/api/passkeys/options', { body: {} })).body

const bring = (shop: Shop, response: unknown, more: object = {}) =>
  shop.ask('POST', '/api/passkeys/sign-in', { body: { response, ...more } })

async function signIn(shop: Shop, key: VirtualAuthenticator, how: Parameters<typeof key.get>[1] = {}) {
  return bring(shop, key.get(await request(shop), how))
}

const told = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`

test('a passkey is made, signs in without a password, gets a name and goes', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const { token, email, id } = person
  const key = new VirtualAuthenticator()
  const options = await creation(shop, person)
  assert.deepEqual(options.rp, { id: 'shop.example', name: 'Marketsquare' })
  assert.equal(Buffer.from(options.user.id, 'base64url').toString(), id)
  assert.deepEqual(options.excludeCredentials, [])

  const added = await add(shop, person, key.create(options), ' Phone ')
  assert.equal(added.status, 201)
  assert.deepEqual(added.body, {
    id: added.body.id,
    name: 'Phone',
    backedUp: true,
    transports: ['internal', 'hybrid'],
    createdAt: '2026-11-02T09:00:00.000Z',
    lastUsedAt: null,
  })
  const credentialId = key.credentials[0]?.id
  const { excludeCredentials } = await creation(shop, person)
  assert.deepEqual(excludeCredentials, [
    { type: 'public-key', id: credentialId, transports: ['internal', 'hybrid'] },
  ])

  shop.app.clock.advance(MINUTE_MS)
  const signedIn = await signIn(shop, key)
  assert.equal(signedIn.status, 200)
  assert.equal(signedIn.body.user.id, id)
  const me = await shop.ask('GET', '/api/me', { token: signedIn.body.token })
  assert.equal(me.body.email, email)

  const path = `/api/me/passkeys/${added.body.id}`
  const renamed = await shop.ask('PATCH', `/api/me/passkeys/${added.body.id}`, {
    token,
    body: { name: ' Old phone ' },
  })
  assert.deepEqual([renamed.status, renamed.body.name], [200, 'Old phone'])
  const list = await shop.ask('GET', '/api/me/passkeys', { token })
  assert.deepEqual(list.body, {
    data: [{ ...added.body, name: 'Old phone', lastUsedAt: '2026-11-02T09:01:00.000Z' }],
  })
  assert.ok(!JSON.stringify(list.body).includes(credentialId ?? ''))
  assert.equal((await shop.ask('DELETE', path, { token })).status, 204)
  assert.equal(told(await signIn(shop, key)), '401 passkey.refused')
  assert.equal((await shop.ask('GET', '/api/me/passkeys', { token })).body.data.length, 0)
  assert.equal(told(await shop.ask('DELETE', path, { token })), '404 passkey.missing')

  await mailsTo(shop, email, 'passkey-removed')
  assert.ok((await mailsTo(shop, email, 'passkey-added')).includes('passkey-added'))
  const log = (await auditOf(shop, person)).filter((action) => action.startsWith('passkeys.'))
  assert.deepEqual(log, ['passkeys.added', 'passkeys.removed'])
})

test('in a cookie, the session is kept from the page that asked for it', async (t) => {
  const shop = await openShop(t)
  const key = new VirtualAuthenticator()
  await register(shop, await aPerson(shop), key)
  const { status, body, headers } = await bring(shop, key.get(await request(shop)), { cookie: true })
  assert.deepEqual([status, body.success, 'token' in body], [200, true, false])
  assert.match(headers.get('set-cookie') ?? '', /^__Host-session=mst_.*HttpOnly/)
})

test('what a stranger is told to sign in with is the same for every address', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  await register(shop, person, new VirtualAuthenticator())
  const bodies = [{}, { email: person.email }, { email: 'nobody@example.com' }]
  const replies = await Promise.all(bodies.map((body) => shop.ask('POST', '/api/passkeys/options', { body })))
  for (const { status, body } of replies) {
    const { challenge, ...rest } = body
    assert.equal(status, 200)
    assert.match(challenge, /^[\w-]{43}$/)
    assert.deepEqual(rest, { rpId: 'shop.example', timeout: 300_000, userVerification: 'preferred' })
  }
  assert.equal(new Set(replies.map(({ body }) => body.challenge)).size, 3)
})

test('a new passkey from another page, domain, challenge or act is refused', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const key = new VirtualAuthenticator()
  for (const how of [
    { origin: 'https://shop.example.evil.example' },
    { origin: 'http://shop.example' },
    { rpId: 'evil.example' },
    { challenge: 'x'.repeat(43) },
    { challenge: (await request(shop)).challenge },
    { challenge: (await creation(shop, await aPerson(shop))).challenge },
    { type: 'webauthn.get' },
    { present: false },
  ]) {
    assert.equal(told(await register(shop, person, key, how)), '422 passkey.invalid', JSON.stringify(how))
  }
  assert.deepEqual((await shop.ask('GET', '/api/me/passkeys', { token: person.token })).body.data, [])
})

test('a sign-in from another page, domain, challenge or act is refused, without a word on why', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const key = new VirtualAuthenticator()
  await register(shop, person, key)
  const stranger = new VirtualAuthenticator()
  stranger.create(await creation(shop, person))
  const details = new Set<string>()
  for (const how of [
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { challenge: 'x'.repeat(43) },
    { challenge: (await creation(shop, person)).challenge },
    { type: 'webauthn.create' },
    { present: false },
    { userHandle: Buffer.from((await aPerson(shop)).id).toString('base64url') },
    { by: stranger.credentials[0] },
    { by: stranger.credentials[0], id: key.credentials[0]?.id },
  ]) {
    const { by, ...rest } = how as Conditions & { by?: (typeof stranger.credentials)[0] }
    const refused = await signIn(shop, key, { ...rest, ...(by && { by }) })
    assert.equal(told(refused), '401 passkey.refused', JSON.stringify(rest))
    details.add(refused.body.detail)
  }
  assert.equal(details.size, 1)
  assert.equal((await signIn(shop, key)).status, 200)
})

test('a response is good once, for five minutes', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const key = new VirtualAuthenticator({ counts: false })
  const created = key.create(await creation(shop, person))
  assert.equal((await add(shop, person, created)).status, 201)
  assert.equal(told(await add(shop, person, created)), '422 passkey.invalid')

  const response = key.get(await request(shop))
  const replies = await atOnce(5, () => bring(shop, response))
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 401, 401, 401, 401])

  const wrong = key.get(await request(shop), { origin: 'https://evil.example' })
  assert.equal(told(await bring(shop, wrong)), '401 passkey.refused')
  const { challenge } = JSON.parse(Buffer.from(wrong.response.clientDataJSON, 'base64url').toString())
  const again = key.get({ challenge, rpId: 'shop.example' })
  assert.equal(told(await bring(shop, again)), '401 passkey.refused', 'a refusal uses the challenge up')

  const late = key.get(await request(shop))
  const lateNew = key.create(await creation(shop, person))
  shop.app.clock.advance(5 * MINUTE_MS)
  assert.equal(told(await bring(shop, late)), '401 passkey.refused')
  assert.equal(told(await add(shop, person, lateNew)), '422 passkey.invalid')
})

test('a copied authenticator gives itself away by its counter, and the owner is told', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const key = new VirtualAuthenticator()
  await register(shop, person, key)
  const copy = key.clone()
  assert.equal((await signIn(shop, key)).status, 200)
  assert.equal((await signIn(shop, key)).status, 200)

  const forger = new VirtualAuthenticator()
  forger.create(await creation(shop, person))
  const [forged] = forger.credentials
  await signIn(shop, forger, {
    by: forged as never,
    ...(key.credentials[0] && { id: key.credentials[0].id }),
  })
  assert.ok(!(await auditOf(shop, person)).includes('passkeys.counter-went-back'), 'only a signature counts')

  assert.equal(told(await signIn(shop, copy)), '401 passkey.refused')
  assert.ok((await auditOf(shop, person)).includes('passkeys.counter-went-back'))
  await mailsTo(shop, person.email, 'passkey-copied')
  assert.equal((await signIn(shop, key)).status, 200)
})

test('an authenticator that never counts is taken as it is', async (t) => {
  const shop = await openShop(t)
  const key = new VirtualAuthenticator({ counts: false })
  await register(shop, await aPerson(shop), key)
  assert.equal((await signIn(shop, key)).status, 200)
  assert.equal((await signIn(shop, key)).status, 200)
})

test('a credential belongs to one account, also when two bring it at once', async (t) => {
  const shop = await openShop(t)
  const [ada, eve] = [await aPerson(shop), await aPerson(shop)]
  const id = Buffer.from('a shared id').toString('base64url')
  const replies = await Promise.all(
    [ada, eve].map((person) => register(shop, person, new VirtualAuthenticator(), { id })),
  )
  assert.deepEqual(replies.map(told).sort(), ['201 undefined', '409 passkey.taken'])
  assert.equal(told(await register(shop, ada, new VirtualAuthenticator(), { id })), '409 passkey.taken')
})

test('an account has twenty passkeys at most', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const key = new VirtualAuthenticator()
  const options = await Promise.all(Array.from({ length: 23 }, () => creation(shop, person)))
  for (const each of options.slice(0, 18))
    assert.equal((await add(shop, person, key.create(each))).status, 201)
  const last = await Promise.all(options.slice(18).map((each) => add(shop, person, key.create(each))))
  assert.deepEqual(last.map(told).sort(), [
    ...Array(2).fill('201 undefined'),
    ...Array(3).fill('409 passkey.full'),
  ])
  const refused = await shop.ask('POST', '/api/me/passkeys/options', { token: person.token })
  assert.equal(told(refused), '409 passkey.full')
  assert.equal((await signIn(shop, key, { by: key.credentials[0] as never })).status, 200)
})

test('the last way into an account is not taken away', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop, { hasPassword: false })
  const key = new VirtualAuthenticator()
  const { id } = (await register(shop, person, key)).body
  const removal = (of: string) => shop.ask('DELETE', `/api/me/passkeys/${of}`, { token: person.token })
  assert.equal(told(await removal(id)), '409 passkey.last_way_in')

  const second = (await register(shop, person, new VirtualAuthenticator())).body
  assert.equal((await removal(second.id)).status, 204)
  let isLinked = true
  shop.app.ports.use(waysIn).set('a test', async () => isLinked)
  const third = (await register(shop, person, key)).body
  assert.equal((await removal(third.id)).status, 204)
  assert.equal((await removal(id)).status, 204)
  isLinked = false
  const fourth = (await register(shop, person, key)).body
  assert.equal(told(await removal(fourth.id)), '409 passkey.last_way_in')

  const verified = { emailVerifiedAt: shop.app.clock.now() }
  await shop.app.run((ctx) => ctx.update(users, person.id, (user) => ({ ...user, ...verified })))
  assert.equal((await removal(fourth.id)).status, 204, 'a link by mail is a way in')
})

test('a passkey that checked its holder is two factors, one that did not is asked for the second', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const { token } = person
  const { TOTP } = await import('otpauth')
  const { secret } = (await shop.ask('POST', '/api/me/second-factor/totp', { token })).body
  const code = () => new TOTP({ secret }).generate({ timestamp: shop.app.clock.now() })
  await shop.ask('POST', '/api/me/second-factor/totp/confirmation', { token, body: { code: code() } })
  const key = new VirtualAuthenticator()
  await register(shop, person, key)
  assert.equal((await signIn(shop, key)).status, 200)

  const halfway = await signIn(shop, key, { verifies: false })
  assert.equal(told(halfway), '401 identity.second_factor_needed')
  shop.app.clock.advance(MINUTE_MS)
  const { challenge } = halfway.body
  const done = await shop.ask('POST', '/api/login/second-factor', { body: { challenge, code: code() } })
  assert.equal(done.status, 200)
})

test('passkeys are added and removed by who proved lately who they are', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const { token } = person
  const { id } = (await register(shop, person, new VirtualAuthenticator())).body
  shop.app.clock.advance(16 * MINUTE_MS)
  for (const [method, path] of [
    ['POST', '/api/me/passkeys/options'],
    ['DELETE', `/api/me/passkeys/${id}`],
  ] as const) {
    assert.equal(told(await shop.ask(method, path, { token })), '403 access.step_up_needed')
    assert.equal((await shop.ask(method, path)).status, 401)
  }
})

test('a passkey of the same account is a fresh proof', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const { token } = person
  const [key, others] = [new VirtualAuthenticator(), new VirtualAuthenticator()]
  await register(shop, person, key)
  await register(shop, await aPerson(shop), others)
  shop.app.clock.advance(16 * MINUTE_MS)
  const prove = async (by: VirtualAuthenticator, how: Conditions = {}) => {
    const response = by.get(await request(shop), how)
    return shop.ask('POST', '/api/me/authentication/passkey', { token, body: { response } })
  }
  assert.equal(told(await prove(others)), '403 passkey.wrong_proof')
  assert.equal(told(await prove(key, { origin: 'https://evil.example' })), '403 passkey.wrong_proof')
  assert.equal((await shop.ask('POST', '/api/me/passkeys/options', { token })).status, 403)
  const { status, body } = await prove(key)
  assert.deepEqual(
    [status, body],
    [200, { authenticatedAt: '2026-11-02T09:16:00.000Z', until: '2026-11-02T09:31:00.000Z' }],
  )
  assert.equal((await shop.ask('POST', '/api/me/passkeys/options', { token })).status, 200)
  assert.ok((await auditOf(shop, person)).includes('identity.proof-refused'))
})

test("nobody reaches another's passkeys", async (t) => {
  const shop = await openShop(t)
  const { id } = (await register(shop, await aPerson(shop), new VirtualAuthenticator())).body
  const { token } = await aPerson(shop)
  const path = `/api/me/passkeys/${id}`
  assert.equal(told(await shop.ask('PATCH', path, { token, body: { name: 'Mine' } })), '404 passkey.missing')
  assert.equal(told(await shop.ask('DELETE', path, { token })), '404 passkey.missing')
  assert.deepEqual((await shop.ask('GET', '/api/me/passkeys', { token })).body, { data: [] })
})

test('what an authenticator states about its maker is not read', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const key = new VirtualAuthenticator()
  const certificate = cbor.map([
    [cbor.text('alg'), cbor.int(-7)],
    [cbor.text('sig'), cbor.bytes(Buffer.alloc(70))],
    [cbor.text('x5c'), cbor.list([cbor.bytes(Buffer.from('no certificate'))])],
  ])
  for (const attestation of [
    ['packed', certificate],
    ['apple', certificate],
    ['unheard-of', cbor.map([])],
  ]) {
    const response = key.create(await creation(shop, person), { attestation: attestation as never })
    assert.equal((await add(shop, person, response)).status, 201)
  }
})

test('what is no response is refused and breaks nothing', async (t) => {
  const shop = await openShop(t)
  const person = await aPerson(shop)
  const key = new VirtualAuthenticator()
  await register(shop, person, key)
  const spoil = (response: object, part: string, value: unknown) => ({
    ...response,
    response: { ...(response as { response: object }).response, [part]: value },
  })
  for (const value of ['AA', 'AAAA'.repeat(20), 'oWNmbXQ', 'n_______', 'v____', '-_-_-_']) {
    for (const part of ['clientDataJSON', 'attestationObject']) {
      const response = spoil(key.create(await creation(shop, person)), part, value)
      key.credentials.pop()
      assert.equal(told(await add(shop, person, response)), '422 passkey.invalid')
    }
    for (const part of ['clientDataJSON', 'authenticatorData', 'signature']) {
      const response = spoil(key.get(await request(shop)), part, value)
      assert.equal(told(await bring(shop, response)), '401 passkey.refused', part)
    }
  }
  for (const body of [
    {},
    { response: null },
    { response: spoil(key.get(await request(shop)), 'signature', 1) },
  ]) {
    assert.equal((await shop.ask('POST', '/api/passkeys/sign-in', { body })).status, 422)
    assert.equal((await shop.ask('POST', '/api/me/passkeys', { body, token: person.token })).status, 422)
  }
})

test('a shop without a domain says so, and its other ways in work', async (t) => {
  const shop = await openShop(t, { publicUrl: 'http://192.168.1.5:4000' })
  const { token } = await aPerson(shop)
  const body = {}
  assert.equal(told(await shop.ask('POST', '/api/passkeys/options', { body })), '503 passkey.no_domain')
  assert.equal(told(await shop.ask('POST', '/api/me/passkeys/options', { token })), '503 passkey.no_domain')
})
