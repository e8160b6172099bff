import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_MS, HOUR_MS } from '#kernel/clock.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { allOf, atOnce, countReplies } from '#testing/races.ts'
import { aVariant } from '#testing/shop.ts'
import { aPerson, type Person } from '../identity/staff.fixture.ts'
import { KEYS_MAX } from './api-key.ts'
import { keys, keyUses } from './collections.ts'
import { purgeKeys, REVOKED_KEPT_MS } from './purge-keys.ts'

let app: TestApp
let maker: Person

before(async () => {
  app = await createTestApp()
  maker = await aPerson(app, 'owner')
  app.takeEvents()
})
after(() => app.close())

const make = (body: object = {}, token = maker.token) =>
  app.request('POST', '/api/admin/api-keys', {
    token,
    body: { name: 'Feed', scopes: ['catalog:read'], ...body },
  })
const aKey = async (body: object = {}): Promise<Loose> => (await make(body)).body
const read = async (id: string): Promise<Loose> =>
  (await app.request('GET', `/api/admin/api-keys/${id}`, { token: maker.token })).body
const rename = (id: string, name: string, ask: object = {}) =>
  app.request('PATCH', `/api/admin/api-keys/${id}`, { token: maker.token, body: { name }, ...ask })
const revoke = (id: string) => app.request('DELETE', `/api/admin/api-keys/${id}`, { token: maker.token })
const give = (id: string, role: string) =>
  app.request('PATCH', `/api/admin/users/${id}`, { token: maker.token, body: { role } })
const products = (token: string) => app.request('GET', '/api/admin/products', { token })
const orders = (token: string) => app.request('GET', '/api/admin/orders', { token })

const EVER = { expiresAt: null, revokedAt: null, lastUsedAt: null, status: 'active' }

test('a key is shown once, opens what its scopes say, and is nowhere in the store', async () => {
  const { status, body } = await make({ name: ' Feed ' })
  assert.equal(status, 201)
  const { key, ...shown } = body
  assert.match(key, /^msk_[0-9A-Z]{8}_[0-9A-Z]{32}$/)
  assert.deepEqual(shown, {
    id: shown.id,
    name: 'Feed',
    prefix: key.slice(0, 12),
    scopes: ['catalog:read'],
    makerId: maker.id,
    createdAt: '2026-11-02T09:00:00.000Z',
    version: 1,
    ...EVER,
  })
  assert.deepEqual(await read(shown.id), shown)
  const list = await app.request('GET', '/api/admin/api-keys', { token: maker.token })
  assert.deepEqual(list.body, { data: [shown], next: null })
  assert.ok(!JSON.stringify([await allOf(app, keys), app.events]).includes(key.slice(13)))
  assert.equal((await products(key)).status, 200)
  const refused = await orders(key)
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.permission],
    [403, 'access.forbidden', 'orders:read'],
  )
  assert.match(refused.body.detail, /your API key does not have/)
  assert.deepEqual(app.takeEvents(), ['api-key.created'])
})

test('a key has nothing of its own: what belongs to people is not for it', async () => {
  const { key } = await aKey()
  for (const [method, path] of [
    ['GET', '/api/me'],
    ['GET', '/api/me/orders'],
    ['POST', '/api/logout'],
  ] as const) {
    const { status, body } = await app.request(method, path, { token: key })
    assert.deepEqual([status, body.code], [403, 'access.people_only'])
  }
  assert.equal((await app.request('GET', '/api/products', { token: key })).status, 200)
})

test('a cart that a program fills is a guest’s', async () => {
  const { key } = await aKey()
  const variantId = await aVariant(app)
  const { body } = await app.request('POST', '/api/carts', { token: key, body: {} })
  const line = { body: { variantId, quantity: 1 } }
  assert.equal((await app.request('POST', `/api/carts/${body.id}/lines`, line)).status, 200)
})

test('a wrong, cut or foreign token is no key', async () => {
  const { key } = await aKey()
  for (const token of [
    `${key}X`,
    key.slice(0, -1),
    key.toLowerCase(),
    `msk_00000000_${key.slice(13)}`,
    'msk_',
  ]) {
    assert.equal((await products(token)).status, 401, token)
  }
  const cookie = { cookie: `__Host-session=${key}` }
  assert.equal((await app.request('GET', '/api/admin/products', { headers: cookie })).status, 401)
})

test('what is wrong with a key that is asked for is named', async () => {
  const cases: [object, number, string][] = [
    [{ name: ' ' }, 422, 'http.invalid'],
    [{ scopes: [] }, 422, 'http.invalid'],
    [{ scopes: ['catalog:burn'] }, 422, 'staff.unknown_permissions'],
    [{ scopes: ['staff:write'] }, 422, 'api_key.scope_refused'],
    [{ scopes: ['catalog:read', 'api-keys:write'] }, 422, 'api_key.scope_refused'],
    [{ expiresAt: '2026-11-02T09:00:00Z' }, 422, 'api_key.expired'],
    [{ expiresAt: '2026-02-31T25:00:00Z' }, 422, 'api_key.expired'],
    [{ expiresAt: 'tomorrow' }, 422, 'http.invalid'],
  ]
  for (const [body, status, code] of cases) {
    const refused = await make(body)
    assert.deepEqual([refused.status, refused.body.code], [status, code])
  }
})

test('nobody makes a key for more than they may do themselves', async () => {
  const body = { name: 'Integrator', permissions: ['api-keys:write', 'catalog:read'] }
  const role = (await app.request('POST', '/api/admin/roles', { token: maker.token, body })).body
  const { token } = await aPerson(app, role.id)
  const refused = await make({ scopes: ['catalog:read', 'orders:read', 'orders:cancel'] }, token)
  assert.deepEqual([refused.status, refused.body.code], [403, 'staff.beyond_yours'])
  assert.deepEqual(refused.body.permissions, ['orders:read', 'orders:cancel'])
  assert.equal((await make({}, token)).status, 201)
})

test('a key shrinks and grows with its maker’s role, and dies when they leave the staff', async () => {
  const ann = await aPerson(app, 'manager')
  await give(ann.id, 'owner')
  const { key } = (await make({ scopes: ['catalog:read', 'orders:read'] }, ann.token)).body
  const statuses = async () => [(await products(key)).status, (await orders(key)).status]
  assert.deepEqual(await statuses(), [200, 200])
  await give(ann.id, 'moderator')
  assert.deepEqual(await statuses(), [200, 403])
  await give(ann.id, 'customer')
  assert.deepEqual(await statuses(), [401, 401])
  await give(ann.id, 'fulfilment')
  assert.deepEqual(await statuses(), [200, 200])
})

test('a revoked key is worth nothing at once, and stays listed', async () => {
  const { id, key } = await aKey()
  app.takeEvents()
  assert.equal((await revoke(id)).status, 204)
  assert.equal((await products(key)).status, 401)
  const { status, revokedAt } = await read(id)
  assert.deepEqual([status, revokedAt], ['revoked', '2026-11-02T09:00:00.000Z'])
  assert.equal((await revoke(id)).status, 204)
  assert.equal((await rename(id, 'Other')).body.code, 'api_key.revoked')
  assert.deepEqual(app.takeEvents(), ['api-key.revoked'])
  const log = await app.request('GET', `/api/admin/audit-log?subject=${id}`, { token: maker.token })
  const actions = log.body.data.map(({ action }: Loose) => action)
  assert.ok(actions.includes('api-key.created') && actions.includes('api-key.revoked'))
})

test('a key is renamed, by whoever read it last', async () => {
  const { id } = await aKey()
  assert.equal((await rename(id, 'New', { headers: { 'if-match': '"9"' } })).status, 412)
  const renamed = await rename(id, ' New ', { headers: { 'if-match': '"1"' } })
  assert.deepEqual([renamed.status, renamed.body.name, renamed.body.version], [200, 'New', 2])
  const missing = await rename('key_01J00000000000000000000000', 'X')
  assert.deepEqual([missing.status, missing.body.code], [404, 'api_key.missing'])
})

test('what a key did is in the audit log under its own id', async () => {
  const { id, key } = await aKey({ scopes: ['settings:write'] })
  await app.request('PATCH', '/api/admin/settings', { token: key, body: { name: 'Shop' } })
  const log = await app.request('GET', `/api/admin/audit-log?actor=${id}`, { token: maker.token })
  assert.deepEqual(log.body.data[0].actor, { kind: 'api-key', id })
})

test('a key expires at its time', async () => {
  const { id, key } = await aKey({ expiresAt: '2026-11-02T09:10:00Z' })
  assert.equal((await products(key)).status, 200)
  app.clock.advance(10 * 60_000)
  assert.equal((await products(key)).status, 401)
  assert.equal((await read(id)).status, 'expired')
})

test('when a key was last used is noted once an hour, and is no change of the key', async () => {
  const { id, key } = await aKey()
  const used = async () => (await read(id)).lastUsedAt
  assert.equal(await used(), null)
  await atOnce(5, () => products(key))
  const first = await used()
  assert.equal(first, '2026-11-02T09:10:00.000Z')
  const writes = async () => (await allOf<Loose>(app, keyUses)).find((use) => use.id === id).revision
  app.clock.advance(HOUR_MS - 1)
  await products(key)
  assert.deepEqual([await used(), await writes()], [first, 1])
  app.clock.advance(1)
  await products(key)
  assert.deepEqual([await used(), await writes()], ['2026-11-02T10:10:00.000Z', 2])
  assert.equal((await read(id)).version, 1)
})

test('making a key takes a recent proof of who one is, and a repeated request makes one', async () => {
  assert.equal((await make()).body.code, 'access.step_up_needed')
  maker = await aPerson(app, 'owner')
  const ask = { token: maker.token, key: 'k-1', body: { name: 'Once', scopes: ['catalog:read'] } }
  const first = await app.request('POST', '/api/admin/api-keys', ask)
  const again = await app.request('POST', '/api/admin/api-keys', ask)
  assert.deepEqual([first.status, again.body], [201, first.body])
})

test('there is an end to keys, however many are made at once; revoked ones make room', async () => {
  const current = (await allOf<Loose>(app, keys)).filter(({ revocation }) => !revocation)
  await app.run(async (ctx) => {
    for (let count = current.length; count < KEYS_MAX - 2; count++) {
      ctx.save(keys, { ...current[0], id: `key_${count}`, revision: 0, hash: `hash ${count}` })
    }
  })
  const replies = await atOnce(6, () => make())
  assert.deepEqual(countReplies(replies), { '201': 2, '409 api_key.too_many': 4 })
  await revoke(replies.find(({ status }) => status === 201)?.body.id)
  assert.equal((await make()).status, 201)
})

test('a revoked key is forgotten after 400 days, with when it was used', async () => {
  app.clock.advance(REVOKED_KEPT_MS + DAY_MS)
  const before = await allOf<Loose>(app, keys)
  await app.run(purgeKeys.handle)
  const kept = await allOf<Loose>(app, keys)
  assert.ok(before.some(({ revocation }) => revocation))
  assert.deepEqual(
    kept,
    before.filter(({ revocation }) => !revocation),
  )
})
