import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import type { Loose } from '#testing/app.ts'
import { type OpenShop, openShop, settingsOf, toldBy } from './shop.fixture.ts'
import { createVendor, type Vendor } from './vendor.fixture.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

let vendor: Vendor
let shop: OpenShop

before(async () => {
  vendor = await createVendor()
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
  shop = await openShop([
    settingsOf('apple', vendor.url, {
      kind: 'apple',
      clientId: 'example.shop.web',
      credential: { kind: 'key', teamId: 'TEAM', keyId: 'KEY', privateKey: pem },
    }),
    settingsOf('github', vendor.url, { kind: 'github' }),
    settingsOf('google', vendor.url, { kind: 'google' }),
    settingsOf('microsoft', vendor.url, { kind: 'microsoft' }),
  ])
})
after(async () => {
  await shop.close()
  await vendor.close()
})

let people = 0
beforeEach(() => {
  people++
  vendor.refusal = undefined
  vendor.tokenRequests.length = 0
  vendor.claims = { sub: `v${people}`, email: email(), email_verified: true, name: 'Ada' }
  vendor.user = { id: 1_000 + people, login: 'ada', name: 'Ada Lovelace' }
  vendor.emails = [
    { email: `other${people}@example.com`, primary: false, verified: true },
    { email: email(), primary: true, verified: true },
  ]
})

const email = () => `v${people}@example.com`

/** There and back, by a link or, as Apple does, by a form. */
async function signIn(
  provider: string,
  form?: Loose,
): Promise<{ status: number; body: Loose; asked: URLSearchParams }> {
  const begun = (await shop.request('POST', `/api/openid/${provider}/start`, { body: {} })).body
  const { asked, ...answer } = vendor.authorize(begun.url)
  const query = new URLSearchParams({ ...answer, ...form }).toString()
  const back = form
    ? await shop.request('POST', `/api/openid/${provider}/callback`, { body: query })
    : await shop.request('GET', `/api/openid/${provider}/callback?${query}`)
  assert.equal(back.status, 303)
  const { code } = toldBy(back.headers.location ?? '')
  const body = { code, secret: begun.secret }
  return { ...(await shop.request('POST', '/api/openid/sign-in', { body })), asked }
}

test('GitHub is asked by plain OAuth with PKCE, and then at its API', async () => {
  const { status, body, asked } = await signIn('github')
  assert.equal(status, 200, JSON.stringify(body))
  assert.deepEqual(
    [body.user.email, body.user.emailVerified, body.user.name],
    [email(), true, 'Ada Lovelace'],
  )
  assert.deepEqual([asked.get('scope'), asked.get('nonce')], ['read:user user:email', null])
  assert.equal(asked.get('code_challenge_method'), 'S256')
  assert.equal(asked.get('redirect_uri'), `${shop.url}/api/openid/github/callback`)
  const [request] = vendor.tokenRequests
  assert.deepEqual([request.code, request.redirect_uri], ['the-code', asked.get('redirect_uri')])

  vendor.user = { ...vendor.user, login: 'renamed', name: null }
  assert.equal((await signIn('github')).body.user.id, body.user.id, 'the number counts, not the login')
})

test('of GitHub’s addresses only the main one counts, and only where GitHub has verified it', async () => {
  vendor.emails = [
    { email: email(), primary: true, verified: false },
    { email: 'other@example.com', primary: false, verified: true },
  ]
  const { user } = (await signIn('github')).body
  assert.deepEqual([user.email, user.emailVerified], [email(), false])
})

test('a refusal that GitHub calls "200 OK" is one', async () => {
  vendor.refusal = { error: 'bad_verification_code', error_description: 'The code is incorrect or expired.' }
  const spent = await signIn('github')
  assert.deepEqual([spent.status, spent.body.code], [401, 'openid.rejected'])
  vendor.refusal = { error: 'incorrect_client_credentials' }
  const misled = await signIn('github')
  assert.deepEqual([misled.status, misled.body.code], [502, 'openid.provider_broken'])
  assert.ok(!JSON.stringify(misled.body).includes('credentials'))
})

test('a GitHub that says nothing about who it was signs nobody in', async () => {
  for (const user of [{}, { id: '17' }, null, []]) {
    vendor.user = user
    assert.equal((await signIn('github')).body.code, 'openid.provider_broken')
  }
  vendor.user = { id: 5_000 }
  vendor.emails = { message: 'Not found' }
  assert.equal((await signIn('github')).body.code, 'openid.provider_broken')
})

test('Apple comes back by a form, and is shown a signature in place of a secret', async () => {
  vendor.claims = { ...vendor.claims, name: undefined, email_verified: 'true' }
  const user = JSON.stringify({ name: { firstName: 'Ada', lastName: 'King' }, email: 'typed@example.com' })
  const { status, body, asked } = await signIn('apple', { user })
  assert.equal(status, 200, JSON.stringify(body))
  assert.deepEqual([body.user.email, body.user.emailVerified, body.user.name], [email(), true, 'Ada King'])
  assert.deepEqual([asked.get('response_mode'), asked.get('scope')], ['form_post', 'openid email name'])
  assert.ok(asked.get('nonce'))

  const [{ client_id, client_secret }] = vendor.tokenRequests as [Loose]
  assert.equal(client_id, 'example.shop.web')
  const [header = '', claims = '', signature = ''] = client_secret.split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  assert.deepEqual(read(header), { alg: 'ES256', kid: 'KEY' })
  const now = Math.floor(shop.app.clock.now() / 1_000)
  assert.deepEqual(read(claims), { iss: 'TEAM', iat: now, exp: now + 300, aud: vendor.url, sub: client_id })
  const key = {
    key: createPublicKey(publicKey.export({ format: 'pem', type: 'spki' })),
    dsaEncoding: 'ieee-p1363' as const,
  }
  assert.ok(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url')))
})

test('what a form brings beside Apple’s answer may be anything', async () => {
  for (const user of ['', '{', 'null', '{"name":7}', '{"name":{"firstName":[1]}}']) {
    vendor.claims = { ...vendor.claims, sub: `odd${people++}`, email: undefined, name: undefined }
    const { status, body } = await signIn('apple', { user })
    assert.deepEqual([status, body.user?.name], [200, 'Customer'], user)
  }
  const path = '/api/openid/apple/callback'
  const big = await shop.request('POST', path, { body: `user=${'x'.repeat(40_000)}` })
  assert.equal(big.status, 413)
  const wrong = await shop.request('POST', path, { body: { state: 'x' } })
  assert.equal(wrong.status, 415)
  const empty = await shop.request('POST', path)
  assert.equal(empty.status, 415)
  const off = await shop.request('POST', path, { body: 'error=user_cancelled_authorize&state=x' })
  assert.equal(toldBy(off.headers.location ?? '').error, 'openid.expired')
})

test('Microsoft’s addresses count only where it says that the domain is the tenant’s own', async () => {
  const emailVerified = async (claims: Loose) => {
    vendor.claims = { ...vendor.claims, sub: `ms${people++}`, email: email(), ...claims }
    return (await signIn('microsoft')).body.user.emailVerified
  }
  assert.equal(await emailVerified({ email_verified: true }), false)
  assert.equal(await emailVerified({ xms_edov: false }), false)
  assert.equal(await emailVerified({ xms_edov: true }), true)
  assert.equal(await emailVerified({ xms_edov: '1' }), true)
})

test('a token for somebody else, of somebody else, or of another time is refused', async () => {
  const past = Math.floor(Date.now() / 1_000) - 3_600
  for (const wrong of [
    { aud: 'another-shop' },
    { iss: 'https://evil.example' },
    { nonce: 'another' },
    { nonce: undefined },
    { exp: past },
  ]) {
    vendor.claims = { ...vendor.claims, ...wrong }
    const { status, body } = await signIn('google')
    assert.deepEqual([status, body.code], [401, 'openid.rejected'], JSON.stringify(wrong))
    vendor.claims = { sub: 'x' }
  }
})

test('a token that the provider did not sign is refused', async () => {
  vendor.isForged = true
  const { status, body } = await signIn('google')
  vendor.isForged = false
  assert.deepEqual([status, body.code], [401, 'openid.rejected'])
})

test('a provider that is not on the open internet is only called where the shop’s owner said so', async () => {
  const closed = await openShop([settingsOf('acme', vendor.url)], [])
  const { status, body } = await closed.request('POST', '/api/openid/acme/start', { body: {} })
  await closed.close()
  assert.deepEqual([status, body.code], [502, 'openid.provider_broken'])
})
