import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { HOUR_MS, MINUTE_MS } from '#kernel/clock.ts'
import { createIssuer, type Issuer } from './issuer.fixture.ts'
import {
  createBrowser,
  goThere,
  type OpenShop,
  openShop,
  settingsOf,
  signIn,
  toldBy,
} from './shop.fixture.ts'

let issuer: Issuer
let shop: OpenShop

before(async () => {
  issuer = await createIssuer()
  const nowhere = 'http://127.0.0.1:9'
  shop = await openShop([settingsOf('acme', issuer.url, { label: 'Acme' }), settingsOf('gone', nowhere)])
  issuer.open(`${shop.url}/api/openid/acme/callback`)
})
after(async () => {
  await shop.close()
  await issuer.close()
})

let people = 0
const aPerson = () => ({
  sub: `s${++people}`,
  email: `p${people}@example.com`,
  email_verified: true,
  name: 'Ada',
})

beforeEach(() => {
  issuer.person = aPerson()
  issuer.trouble = undefined
  shop.app.takeEvents()
})

const start = (body: object = {}, provider = 'acme') =>
  shop.request('POST', `/api/openid/${provider}/start`, { body })
const finish = (body: object) => shop.request('POST', '/api/openid/sign-in', { body })
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

test('the providers that are set up are listed, with what to write on a button', async () => {
  const { status, body } = await shop.request('GET', '/api/openid-providers')
  assert.equal(status, 200)
  assert.deepEqual(body, {
    data: [
      { name: 'acme', label: 'Acme' },
      { name: 'gone', label: 'gone' },
    ],
  })
})

test('who proves at the provider who they are is signed in, to a new account that owns its address', async () => {
  const there = await goThere(shop, 'acme', { returnTo: '/cart?x=1' })
  const url = new URL(there.begun.url)
  assert.equal(url.origin, issuer.url)
  for (const name of ['state', 'nonce', 'code_challenge'])
    assert.ok((url.searchParams.get(name) ?? '').length >= 32)
  assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
  assert.ok(there.page.startsWith(`${shop.url}/account/openid#`))
  assert.deepEqual(toldBy(there.page), { code: there.code, for: 'sign-in', returnTo: '/cart?x=1' })

  const { status, body } = await finish({ code: there.code, secret: there.secret })
  assert.equal(status, 200)
  const { email } = issuer.person as { email: string }
  assert.deepEqual(
    [body.user.email, body.user.emailVerified, body.user.name, body.user.role],
    [email, true, 'Ada', 'customer'],
  )
  assert.deepEqual(shop.app.takeEvents(), ['user.registered', 'user.email-verified'])
  const me = await shop.request('GET', '/api/me', { token: body.token })
  assert.equal(me.body.id, body.user.id)

  const again = await signIn(shop, 'acme')
  assert.equal(again.body.user.id, body.user.id)
  assert.deepEqual(shop.app.takeEvents(), [])
})

test('the session can be kept in a cookie, where no script reads it', async () => {
  const { status, body, headers } = await signIn(shop, 'acme', { cookie: true })
  assert.deepEqual([status, body.token], [200, undefined])
  assert.match(headers['set-cookie'] ?? '', /session=mst_.*HttpOnly/)
})

test('nothing in the store lets its reader finish a sign-in', async () => {
  const { code, secret, begun } = await goThere(shop, 'acme')
  const query = new URL(begun.url).searchParams
  const spec = { name: 'openid-flows', indexes: {} }
  const { rows } = await shop.app.store.engine.find(spec, { index: 'byId', limit: 1_000 })
  const stored = JSON.stringify(rows)
  assert.ok(rows.length > 0)
  for (const word of [code, secret, query.get('state'), query.get('nonce')])
    assert.ok(!stored.includes(word ?? ''))
})

test('a state that nobody was given leads to the page with an error, and to nothing else', async () => {
  const { url } = (await start()).body
  const forged = await shop.request('GET', `/api/openid/acme/callback?code=x&state=mos_${'0'.repeat(32)}`)
  assert.equal(forged.status, 303)
  assert.equal(forged.headers.location, `${shop.url}/account/openid#error=openid.expired`)
  const without = await shop.request('GET', '/api/openid/acme/callback?code=x')
  assert.equal(without.headers.location, forged.headers.location)
  const { searchParams } = new URL(url)
  const elsewhere = await shop.request(
    'GET',
    `/api/openid/gone/callback?code=x&state=${searchParams.get('state')}`,
  )
  assert.equal(elsewhere.headers.location, forged.headers.location)
})

test('the way back works once', async () => {
  const { visited, page } = await goThere(shop, 'acme')
  const back = visited.at(-1)
  assert.match(back, /\/api\/openid\/acme\/callback\?/)
  assert.ok(toldBy(page).code)
  assert.deepEqual(toldBy(await createBrowser().visit(back)), { error: 'openid.expired' })
})

test('the page’s code works once, also where it is brought many times at once', async () => {
  const { code, secret } = await goThere(shop, 'acme')
  const all = await Promise.all(Array.from({ length: 6 }, () => finish({ code, secret })))
  assert.deepEqual(all.map(({ status }) => status).sort(), [200, 401, 401, 401, 401, 401])
  assert.deepEqual(codeOf(await finish({ code, secret })), [401, 'openid.expired'])
})

test('nobody is signed in as somebody else: a code without the browser’s secret is worth nothing', async () => {
  const attacker = await goThere(shop, 'acme')
  const victim = (await start()).body
  assert.deepEqual(codeOf(await finish({ code: attacker.code, secret: victim.secret })), [
    401,
    'openid.expired',
  ])
  assert.deepEqual(codeOf(await finish({ code: attacker.code, secret: 'guessed' })), [401, 'openid.expired'])
  assert.equal((await finish({ code: attacker.code, secret: attacker.secret })).status, 200)
})

test('a code that the provider gave for another sign-in does not do for this one', async () => {
  const attacker = await goThere(shop, 'acme')
  const stolen = new URL(attacker.visited.at(-1)).searchParams.get('code')
  const mine = (await start()).body
  const state = new URL(mine.url).searchParams.get('state')
  const iss = encodeURIComponent(issuer.url)
  const back = await createBrowser().visit(
    `${shop.url}/api/openid/acme/callback?code=${stolen}&state=${state}&iss=${iss}`,
  )
  const refused = await finish({ code: toldBy(back).code, secret: mine.secret })
  assert.deepEqual(codeOf(refused), [401, 'openid.rejected'])
  assert.deepEqual(shop.app.takeEvents(), [])
})

for (const [what, name] of [
  ['nonce', 'nonce'],
  ['PKCE challenge', 'code_challenge'],
]) {
  test(`a ${what} that is not this sign-in’s is refused`, async () => {
    const { url, secret } = (await start()).body
    const changed = new URL(url)
    changed.searchParams.set(name ?? '', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
    const { code } = toldBy(await createBrowser().visit(changed.href))
    assert.deepEqual(codeOf(await finish({ code, secret })), [401, 'openid.rejected'])
  })
}

test('an answer in another provider’s name is refused', async () => {
  const { url, secret } = (await start()).body
  const state = new URL(url).searchParams.get('state')
  const back = `${shop.url}/api/openid/acme/callback?code=x&state=${state}&iss=https%3A%2F%2Fevil.example`
  const { code } = toldBy(await createBrowser().visit(back))
  assert.deepEqual(codeOf(await finish({ code, secret })), [401, 'openid.rejected'])
})

test('who calls it off at the provider comes back with the reason, and so does a provider’s own trouble', async () => {
  issuer.person = { error: 'access_denied' }
  const off = await goThere(shop, 'acme', { returnTo: '/cart' })
  assert.deepEqual(toldBy(off.page), { error: 'openid.denied', for: 'sign-in', returnTo: '/cart' })
  issuer.person = { error: 'server_error' }
  assert.equal(toldBy((await goThere(shop, 'acme')).page).error, 'openid.provider_broken')
})

test('a provider that cannot be reached is said to be away', async () => {
  const { status, body, headers } = await start({}, 'gone')
  assert.deepEqual([status, body.code], [503, 'openid.provider_away'])
  assert.ok(headers['retry-after'])
})

test('a provider that is away when its answer is checked may be asked again with the same code', async () => {
  const { code, secret } = await goThere(shop, 'acme')
  issuer.trouble = 'away'
  assert.deepEqual(codeOf(await finish({ code, secret })), [503, 'openid.provider_away'])
  issuer.trouble = undefined
  assert.equal((await finish({ code, secret })).status, 200)
})

test('a provider that answers nonsense, or without end, is left in good time', async () => {
  const first = await goThere(shop, 'acme')
  issuer.trouble = 'html'
  assert.deepEqual(codeOf(await finish({ code: first.code, secret: first.secret })), [
    502,
    'openid.provider_broken',
  ])
  issuer.trouble = undefined
  const second = await goThere(shop, 'acme')
  issuer.trouble = 'endless'
  const away = await finish({ code: second.code, secret: second.secret })
  assert.deepEqual(codeOf(away), [503, 'openid.provider_away'])
})

test('an address of a provider that is not there is no address', async () => {
  assert.deepEqual(codeOf(await start({}, 'nobody')), [404, 'openid.provider_missing'])
  assert.equal((await start({}, 'No%20body')).status, 404)
})

test('a sign-in that is begun and left lying expires', async () => {
  const { url, secret } = (await start()).body
  shop.app.clock.advance(10 * MINUTE_MS)
  assert.equal(toldBy(await createBrowser().visit(url)).error, 'openid.expired')
  const there = await goThere(shop, 'acme')
  shop.app.clock.advance(5 * MINUTE_MS)
  assert.deepEqual(codeOf(await finish({ code: there.code, secret: there.secret })), [401, 'openid.expired'])
  assert.ok(secret)
})

test('the provider’s addresses are looked up once in an hour, and stay known while it is away', async () => {
  const looks = () => issuer.asked.filter((path) => path.includes('.well-known')).length
  await start()
  const known = looks()
  await start()
  assert.equal(looks(), known)
  shop.app.clock.advance(HOUR_MS)
  issuer.trouble = 'away'
  assert.equal((await start()).status, 201)
  assert.equal(looks(), known + 1)
})

test('nobody is sent on to another house', async () => {
  for (const returnTo of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'cart',
  ]) {
    assert.deepEqual(codeOf(await start({ returnTo })), [422, 'openid.return_refused'], returnTo)
  }
  assert.equal((await start({ returnTo: `/${'x'.repeat(600)}` })).status, 422)
})
