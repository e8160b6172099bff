import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MINUTE_MS } from '#kernel/clock.ts'
import { users } from '#modules/identity/index.ts'
import type { Loose, Reply } from '#testing/app.ts'
import { createIssuer, type Issuer } from './issuer.fixture.ts'
import { LINKS_MAX } from './linked-identity.ts'
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
  shop = await openShop([settingsOf('acme', issuer.url)])
  issuer.open(`${shop.url}/api/openid/acme/callback`)
})
after(async () => {
  await shop.close()
  await issuer.close()
})

let people = 0
/** Somebody with a password, and somebody else in front of the browser. */
async function aCustomer(): Promise<{ id: string; token: string; email: string }> {
  const email = `l${++people}@example.com`
  issuer.person = { sub: `l${people}`, email: `work${people}@example.org`, email_verified: true }
  const body = { email, password: 'a tortoise plays the lute', name: 'Lin' }
  const { user, token } = (await shop.request('POST', '/api/register', { body })).body
  return { id: user.id, token, email }
}

const begin = (token: string, body: Loose = { provider: 'acme', returnTo: '/account' }): Promise<Reply> =>
  shop.request('POST', '/api/me/identities/start', { token, body })

async function comeBack({ body }: Reply): Promise<Loose> {
  const page = toldBy(await createBrowser().visit(body.url))
  return { ...page, brought: { code: page.code, secret: body.secret } }
}

const finish = (token: string, body: Loose) => shop.request('POST', '/api/me/identities', { token, body })
const list = async (token: string) => (await shop.request('GET', '/api/me/identities', { token })).body.data
const unlink = (token: string, id: string) => shop.request('DELETE', `/api/me/identities/${id}`, { token })
const codeOf = ({ status, body }: Reply) => [status, body.code]

async function link(token: string): Promise<Loose> {
  const reply = await finish(token, (await comeBack(await begin(token))).brought)
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
  return reply.body
}

test('who is signed in links a provider, and comes in by it from then on, whatever its address', async () => {
  const { id, token } = await aCustomer()
  shop.app.takeEvents()
  const { brought, ...told } = await comeBack(await begin(token))
  assert.deepEqual(told, { code: brought.code, for: 'link', returnTo: '/account' })
  const linked = await finish(token, brought)
  assert.equal(linked.status, 201)
  const { email } = issuer.person as { email: string }
  assert.deepEqual(linked.body, { ...linked.body, provider: 'acme', email })
  assert.deepEqual(await list(token), [linked.body])
  assert.deepEqual(shop.app.takeEvents(), ['identity.linked'])
  assert.equal((await signIn(shop, 'acme')).body.user.id, id)
  assert.equal((await link(token)).id, linked.body.id, 'twice is once')
})

test('a link has to be begun and finished by the same person', async () => {
  const attacker = await aCustomer()
  const theirs = await comeBack(await begin(attacker.token))
  const victim = await aCustomer()
  assert.deepEqual(codeOf(await finish(victim.token, theirs.brought)), [401, 'openid.expired'])
  const asSignIn = await shop.request('POST', '/api/openid/sign-in', { body: theirs.brought })
  assert.deepEqual(codeOf(asSignIn), [401, 'openid.expired'])
  const { code, secret } = await goThere(shop, 'acme')
  assert.deepEqual(codeOf(await finish(victim.token, { code, secret })), [401, 'openid.expired'])
  assert.deepEqual(await list(victim.token), [])
})

test('whom the provider vouches for opens one account, and no second', async () => {
  const first = await aCustomer()
  const { person } = issuer
  await link(first.token)
  const second = await aCustomer()
  issuer.person = person
  const refused = await finish(second.token, (await comeBack(await begin(second.token))).brought)
  assert.deepEqual(codeOf(refused), [409, 'openid.linked_elsewhere'])
})

test('linking and unlinking want a recent proof, and somebody who is signed in', async () => {
  const { token } = await aCustomer()
  const { id } = await link(token)
  shop.app.clock.advance(16 * MINUTE_MS)
  assert.deepEqual(codeOf(await begin(token)), [403, 'access.step_up_needed'])
  assert.deepEqual(codeOf(await unlink(token, id)), [403, 'access.step_up_needed'])
  assert.equal((await list(token)).length, 1)
  const asked: [string, string][] = [
    ['GET', '/api/me/identities'],
    ['POST', '/api/me/identities/start'],
    ['POST', '/api/me/identities'],
    ['DELETE', `/api/me/identities/${id}`],
  ]
  for (const [method, path] of asked) assert.equal((await shop.request(method, path)).status, 401, path)
})

test('a link can be taken off, and opens nothing from then on', async () => {
  const { id, token } = await aCustomer()
  const linked = await link(token)
  const stranger = await aCustomer()
  assert.deepEqual(codeOf(await unlink(stranger.token, linked.id)), [404, 'openid.link_missing'])
  shop.app.takeEvents()
  assert.equal((await unlink(token, linked.id)).status, 204)
  assert.deepEqual(shop.app.takeEvents(), ['identity.unlinked'])
  assert.deepEqual(codeOf(await unlink(token, linked.id)), [404, 'openid.link_missing'])
  issuer.person = { sub: `l${people - 1}` }
  assert.notEqual((await signIn(shop, 'acme')).body.user.id, id)
})

test('the last way in stays', async () => {
  issuer.person = { sub: `only${++people}` }
  const { token, user } = (await signIn(shop, 'acme')).body
  const [only] = await list(token)
  assert.deepEqual(codeOf(await unlink(token, only.id)), [409, 'openid.last_way_in'])
  issuer.person = { sub: `only${++people}` }
  await link(token)
  assert.equal((await unlink(token, only.id)).status, 204, 'another link is a way in')
  const [other] = await list(token)
  const email = `proved${people}@example.com`
  const proved = { email, emailVerifiedAt: shop.app.clock.now() }
  await shop.app.run((ctx) => ctx.update(users, user.id, (each) => ({ ...each, ...proved })))
  assert.equal((await unlink(token, other.id)).status, 204, 'and so is a link by mail')
})

test('an account has a limited number of links', async () => {
  const { token } = await aCustomer()
  for (let n = 0; n < LINKS_MAX; n++) {
    issuer.person = { sub: `many${n}` }
    await link(token)
  }
  issuer.person = { sub: 'one too many' }
  const refused = await finish(token, (await comeBack(await begin(token))).brought)
  assert.deepEqual(codeOf(refused), [409, 'openid.full'])
})

test('what is wrong with a wish is named', async () => {
  const { token } = await aCustomer()
  assert.deepEqual(codeOf(await begin(token, { provider: 'nobody' })), [404, 'openid.provider_missing'])
  const elsewhere = { provider: 'acme', returnTo: '//evil.example' }
  assert.deepEqual(codeOf(await begin(token, elsewhere)), [422, 'openid.return_refused'])
  assert.equal((await finish(token, { code: 'x' })).body.errors[0].field, 'secret')
})
