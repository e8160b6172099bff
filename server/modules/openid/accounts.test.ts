import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { TOTP } from 'otpauth'
import { MINUTE_MS } from '#kernel/clock.ts'
import { users } from '#modules/identity/index.ts'
import type { Loose } from '#testing/app.ts'
import { OWNER } from '#testing/app.ts'
import { until } from '#testing/until.ts'
import { passkeyRings } from '../passkeys/passkey-ring.ts'
import { forgetIdentities } from './index.ts'
import { createIssuer, type Issuer, type Person } from './issuer.fixture.ts'
import {
  createBrowser,
  goThere,
  type OpenShop,
  openShop,
  settingsOf,
  signIn,
  toldBy,
} from './shop.fixture.ts'

const PASSWORD = 'a tortoise plays the lute'

let issuer: Issuer
let shop: OpenShop

before(async () => {
  issuer = await createIssuer()
  shop = await openShop([settingsOf('acme', issuer.url)])
  issuer.open(`${shop.url}/api/openid/acme/callback`)
})
after(async () => {
  await shop.close()
  await issuer.close()
})
beforeEach(() => void shop.app.takeEvents())

let people = 0
const aPerson = (more: Partial<Person> = {}) => {
  const person = {
    sub: `a${++people}`,
    email: `a${people}@example.com`,
    email_verified: true,
    name: 'Ada',
    ...more,
  }
  issuer.person = person
  return person
}

const register = async (email: string): Promise<Loose> => {
  const body = { email, password: PASSWORD, name: 'Somebody' }
  return (await shop.request('POST', '/api/register', { body })).body
}
const login = (email: string) => shop.request('POST', '/api/login', { body: { email, password: PASSWORD } })
const me = (token: string) => shop.request('GET', '/api/me', { token })
const verify = (id: string) =>
  shop.app.run((ctx) => ctx.update(users, id, (user) => ({ ...user, emailVerifiedAt: ctx.now })))

const totp = async (token: string): Promise<() => string> => {
  const { secret } = (await shop.request('POST', '/api/me/second-factor/totp', { token })).body
  const code = () => new TOTP({ secret }).generate({ timestamp: shop.app.clock.now() })
  const path = '/api/me/second-factor/totp/confirmation'
  assert.equal((await shop.request('POST', path, { token, body: { code: code() } })).status, 200)
  shop.app.clock.advance(MINUTE_MS)
  return code
}

test('an address that both sides have proved leads to the account that holds it, which is told by mail', async () => {
  const { email } = aPerson()
  const { user, token } = await register(email)
  await verify(user.id)
  shop.app.takeEvents()
  const { body } = await signIn(shop, 'acme')
  assert.deepEqual([body.user.id, body.user.name], [user.id, 'Somebody'])
  assert.deepEqual(shop.app.takeEvents(), ['identity.linked'])
  assert.equal((await login(email)).status, 200, 'the password is still good')
  assert.equal((await me(token)).status, 200, 'and so is the session')
  await until('the mail is in the mailbox', async () => (await mailsTo(email)).includes('identity-linked'))
})

const mailsTo = async (email: string): Promise<string[]> => {
  const { data } = (await shop.request('GET', '/api/admin/mailbox?limit=100', { token: shop.app.owner })).body
  return data.filter(({ to }: Loose) => to === email).map(({ kind }: Loose) => kind)
}

test('an address that the provider does not vouch for opens nobody’s account and is not claimed', async () => {
  for (const email_verified of [false, undefined, 'true' as unknown as boolean]) {
    const { email } = aPerson({ email_verified })
    const { user, token } = await register(email)
    await verify(user.id)
    const { body } = await signIn(shop, 'acme')
    assert.notEqual(body.user.id, user.id)
    assert.equal(body.user.emailVerified, false)
    assert.equal((await login(email)).body.user.id, user.id)
    assert.equal((await me(token)).status, 200)
    assert.equal((await signIn(shop, 'acme')).body.user.id, body.user.id, 'the same one the next time')
  }
})

test('an address that nobody vouches for stays free for its owner', async () => {
  const { email } = aPerson({ email_verified: false })
  const stranger = (await signIn(shop, 'acme')).body.user
  aPerson({ email })
  const owner = (await signIn(shop, 'acme')).body.user
  assert.notEqual(owner.id, stranger.id)
  assert.deepEqual([owner.email, owner.emailVerified], [email, true])
})

test('what a provider sends as address or name may be anything', async () => {
  for (const odd of [
    { email: 'no address', name: 'A\u0000\n  B\u202e' },
    { email: `${'x'.repeat(300)}@example.com`, name: 'x'.repeat(5_000) },
    { email: '', name: ' ' },
  ]) {
    aPerson(odd)
    const { status, body } = await signIn(shop, 'acme')
    assert.equal(status, 200)
    assert.equal(body.user.emailVerified, false)
    assert.match(body.user.name, /^(A B|x{200}|Customer)$/)
  }
})

test('who made an account with somebody else’s address is shut out when its owner comes', async () => {
  const victim = aPerson()
  const attacker = await register(victim.email)
  const { id } = attacker.user
  // The attacker puts a foot in every door there is.
  const code = await totp(attacker.token)
  await shop.app.run(
    async (ctx) => void ctx.save(passkeyRings, { id, revision: 0, passkeys: [aPasskey(ctx.now)] }),
  )
  const trojan = { sub: 'trojan', email: 'eve@example.com', email_verified: true }
  issuer.person = trojan
  await link(attacker.token)
  const halfway = await login(victim.email)
  assert.equal(halfway.body.code, 'identity.second_factor_needed')
  const halfLinked = await shop.request('POST', '/api/me/identities/start', {
    token: attacker.token,
    body: { provider: 'acme' },
  })
  shop.app.takeEvents()

  issuer.person = victim
  const { status, body } = await signIn(shop, 'acme')
  assert.equal(status, 200, JSON.stringify(body))
  assert.deepEqual(
    [body.user.id, body.user.emailVerified, body.user.name],
    [id, true, 'Ada'],
    'what was bought with the account stays with whom the address is',
  )
  assert.deepEqual(shop.app.takeEvents().sort(), [
    'identity.linked',
    'identity.reclaimed',
    'identity.unlinked',
    'user.email-verified',
  ])

  assert.equal((await me(attacker.token)).status, 401, 'the session is over')
  assert.equal((await login(victim.email)).body.code, 'identity.wrong_credentials', 'the password is gone')
  const { challenge } = halfway.body
  const late = await shop.request('POST', '/api/login/second-factor', { body: { challenge, code: code() } })
  assert.equal(late.body.code, 'identity.link_invalid', 'a sign-in that was half done leads nowhere')
  issuer.person = trojan
  assert.notEqual(
    (await signIn(shop, 'acme')).body.user.id,
    id,
    'the attacker’s own provider opens another account',
  )
  const { token } = body
  assert.deepEqual((await shop.request('GET', '/api/me/passkeys', { token })).body, { data: [] })
  const factors = await shop.request('GET', '/api/me/second-factor', { token })
  assert.deepEqual([factors.body.totp, factors.body.recoveryCodesLeft], [null, 0])
  const page = toldBy(await createBrowser().visit(halfLinked.body.url))
  const finished = { code: page.code, secret: halfLinked.body.secret }
  const linked = await shop.request('POST', '/api/me/identities', { token: attacker.token, body: finished })
  assert.equal(linked.status, 401, 'and a link that was begun cannot be finished')
  assert.equal((await shop.request('GET', '/api/me/identities', { token })).body.data.length, 1)
  await until('its owner is told', async () => (await mailsTo(victim.email)).includes('account-reclaimed'))
})

const aPasskey = (now: number) => ({
  ...{ id: 'pkey_x', credentialId: 'x', publicKey: 'x', counter: 0, transports: [], backedUp: false },
  ...{ name: 'Eve', createdAt: now, lastUsedAt: null },
})

async function link(token: string): Promise<void> {
  const start = await shop.request('POST', '/api/me/identities/start', { token, body: { provider: 'acme' } })
  const { code } = toldBy(await createBrowser().visit(start.body.url))
  const body = { code, secret: start.body.secret }
  assert.equal((await shop.request('POST', '/api/me/identities', { token, body })).status, 201)
}

test('nobody becomes staff by owning an address that a member of staff typed and never proved', async () => {
  const { email } = aPerson()
  const { user } = await register(email)
  await shop.app.run((ctx) => ctx.update(users, user.id, (each) => ({ ...each, role: 'support' })))
  const refused = await signIn(shop, 'acme')
  assert.deepEqual([refused.status, refused.body.code], [409, 'openid.link_needed'])
  assert.equal((await login(email)).status, 200)
  assert.equal((await shop.request('POST', '/api/login', { body: OWNER })).status, 200)
})

test('an account with a second factor is still asked for it', async () => {
  aPerson()
  const { body } = await signIn(shop, 'acme')
  const code = await totp(body.token)
  const halfway = await signIn(shop, 'acme')
  assert.deepEqual([halfway.status, halfway.body.code], [401, 'identity.second_factor_needed'])
  assert.equal(halfway.body.token, undefined)
  const answer = { challenge: halfway.body.challenge, code: code() }
  const done = await shop.request('POST', '/api/login/second-factor', { body: answer })
  assert.deepEqual([done.status, done.body.user.id], [200, body.user.id])
})

test('of many first sign-ins at once there comes one account', async () => {
  aPerson()
  const there = await Promise.all(Array.from({ length: 5 }, () => goThere(shop, 'acme')))
  const all = await Promise.all(
    there.map(({ code, secret }) => shop.request('POST', '/api/openid/sign-in', { body: { code, secret } })),
  )
  assert.deepEqual(new Set(all.map(({ status }) => status)), new Set([200]))
  assert.equal(new Set(all.map(({ body }) => body.user.id)).size, 1)
})

test('who comes back after their account was deleted begins anew', async () => {
  aPerson()
  const { user } = (await signIn(shop, 'acme')).body
  const spec = { name: 'users', indexes: {} }
  const [stored] = await shop.app.store.engine.get(spec, [user.id])
  await shop.app.store.engine.commit([
    { op: 'remove', collection: users, id: user.id, revision: stored?.revision ?? 0 },
  ])
  const again = await signIn(shop, 'acme')
  assert.equal(again.status, 200)
  assert.notEqual(again.body.user.id, user.id)
  await shop.app.run((ctx) => forgetIdentities(ctx, again.body.user.id))
  const { token } = again.body
  assert.deepEqual((await shop.request('GET', '/api/me/identities', { token })).body, { data: [] })
})

test('a session that was opened in the same moment is shut out, too', async () => {
  const { email } = aPerson()
  const { token } = await register(email)
  const { body } = await signIn(shop, 'acme')
  assert.deepEqual([(await me(token)).status, (await me(body.token)).status], [401, 200])
})
