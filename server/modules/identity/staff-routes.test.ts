import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HOUR_MS } from '#kernel/clock.ts'
import { createTestApp, type Loose, OWNER, type TestApp } from '#testing/app.ts'
import { atOnce } from '#testing/races.ts'
import { aPerson, type Person } from './staff.fixture.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
  app.takeEvents()
})
after(() => app.close())

const give = (id: string, role: string, ask: object = {}) =>
  app.request('PATCH', `/api/admin/users/${id}`, { token: app.owner, body: { role }, ...ask })
const read = (id: string, token = app.owner) => app.request('GET', `/api/admin/users/${id}`, { token })

const owners = async (): Promise<Loose[]> =>
  (await app.request('GET', '/api/admin/users?limit=100', { token: app.owner })).body.data.filter(
    ({ role }: Loose) => role === 'owner',
  )
const firstOwner = async () => (await owners()).find(({ email }) => email === OWNER.email)

test('an account is read, and given a role that counts in its next request', async () => {
  const ann = await aPerson(app)
  app.takeEvents()
  const before = await read(ann.id)
  assert.deepEqual([before.status, before.body.role, before.headers.etag], [200, 'customer', '"1"'])
  const orders = async () => (await app.request('GET', '/api/admin/orders', { token: ann.token })).status
  assert.equal(await orders(), 403)
  const given = await give(ann.id, 'fulfilment', { headers: { 'if-match': '"1"' } })
  assert.equal(given.status, 200)
  assert.equal(given.body.role, 'fulfilment')
  assert.ok(given.body.permissions.includes('orders:fulfil'))
  assert.equal(await orders(), 200)
  app.clock.advance(1)
  assert.equal((await give(ann.id, 'customer')).status, 200)
  assert.equal(await orders(), 403)
  assert.deepEqual(app.takeEvents(), ['user.updated', 'user.updated'])
  assert.equal((await give(ann.id, 'customer')).body.version, 3)
  assert.deepEqual(app.takeEvents(), [])
  const log = await app.request('GET', '/api/admin/audit-log?action=staff.role-given', { token: app.owner })
  assert.deepEqual(log.body.data.map(({ subject, details }: Loose) => [subject, details]).reverse(), [
    [ann.id, { from: 'customer', to: 'fulfilment' }],
    [ann.id, { from: 'fulfilment', to: 'customer' }],
  ])
})

test('what is wrong with giving a role is told', async () => {
  const ann = await aPerson(app)
  assert.equal((await give(ann.id, 'support', { headers: { 'if-match': '"7"' } })).status, 412)
  for (const role of ['emperor', 'constructor', 'role_01J00000000000000000000000']) {
    const unknown = await give(ann.id, role)
    assert.deepEqual([unknown.status, unknown.body.code], [422, 'staff.unknown_role'])
    assert.match(unknown.body.detail, new RegExp(`"${role}"`))
  }
  assert.equal((await give('user_01J00000000000000000000000', 'support')).status, 404)
  assert.equal((await give('nobody', 'support')).status, 404)
  assert.equal((await give(ann.id, '')).body.errors[0].field, 'role')
  assert.equal((await read('user_01J00000000000000000000000')).body.code, 'identity.missing')
})

test('an account whose address nobody has proved does not become staff', async () => {
  const body = { email: 'boss@example.com', password: 'correct horse battery', name: 'The boss' }
  const { user } = (await app.request('POST', '/api/register', { body })).body
  const refused = await give(user.id, 'manager')
  assert.deepEqual([refused.status, refused.body.code], [409, 'staff.unproven'])
})

test('nobody gives, or takes away, what they may not do themselves', async () => {
  const body = { name: 'People', permissions: ['staff:write', 'users:read', 'catalog:read'] }
  const role = (await app.request('POST', '/api/admin/roles', { token: app.owner, body })).body
  const hr = await aPerson(app, role.id)
  const ann = await aPerson(app)
  const refused = await give(ann.id, 'support', { token: hr.token })
  assert.deepEqual([refused.status, refused.body.code], [403, 'staff.beyond_yours'])
  assert.ok(refused.body.permissions.includes('orders:cancel'))
  assert.ok(!refused.body.permissions.includes('catalog:read'))
  const boss = await firstOwner()
  assert.equal((await give(boss.id, 'customer', { token: hr.token })).status, 403)
  assert.equal((await give(hr.id, 'owner', { token: hr.token })).status, 403)
  assert.equal((await give(ann.id, role.id, { token: hr.token })).status, 200)
})

test('giving roles takes a recent proof of who one is', async () => {
  const ann = await aPerson(app)
  const bea = await aPerson(app, 'owner')
  app.clock.advance(HOUR_MS)
  const { status, body } = await give(ann.id, 'support', { token: bea.token })
  assert.deepEqual([status, body.code], [403, 'access.step_up_needed'])
  assert.equal((await read(ann.id, bea.token)).status, 200)
  assert.equal((await give(ann.id, 'support', { token: (await aPerson(app, 'owner')).token })).status, 200)
})

test('the last owner stays one', async () => {
  const shop = await createTestApp()
  try {
    const { data } = (await shop.request('GET', '/api/admin/users', { token: shop.owner })).body
    const ask = { token: shop.owner, body: { role: 'manager' } }
    const alone = await shop.request('PATCH', `/api/admin/users/${data[0].id}`, ask)
    assert.deepEqual([alone.status, alone.body.code], [409, 'staff.last_owner'])
    await aPerson(shop, 'owner')
    assert.equal((await shop.request('PATCH', `/api/admin/users/${data[0].id}`, ask)).status, 200)
  } finally {
    await shop.close()
  }
})

test('owners who demote each other at the same moment leave one, twenty times over', async () => {
  const shop = await createTestApp()
  try {
    let last: Person = { ...(await aPerson(shop, 'owner')) }
    const { data } = (await shop.request('GET', '/api/admin/users', { token: shop.owner })).body
    const first = data.find(({ email }: Loose) => email === OWNER.email)
    const ask = { token: last.token, body: { role: 'manager' } }
    assert.equal((await shop.request('PATCH', `/api/admin/users/${first.id}`, ask)).status, 200)
    for (let round = 0; round < 20; round++) {
      const other = await aPerson(shop, 'owner')
      const pair = [last, other]
      const replies = await Promise.all(
        pair.map(({ token }, at) =>
          shop.request('PATCH', `/api/admin/users/${pair[1 - at]?.id}`, { token, body: { role: 'manager' } }),
        ),
      )
      // Refused as the last owner, or as none any more by the time that one's request is looked at.
      const [done, refused = 0] = replies.map(({ status }) => status).sort()
      assert.ok(done === 200 && [403, 409].includes(refused), `${done} ${refused}`)
      last = replies[0]?.status === 200 ? last : other
    }
  } finally {
    await shop.close()
  }
})

test('of twenty owners who all step down at once, one stays', async () => {
  const shop = await createTestApp()
  try {
    const others = await Promise.all(Array.from({ length: 19 }, () => aPerson(shop, 'owner')))
    const { data } = (await shop.request('GET', '/api/admin/users?limit=100', { token: shop.owner })).body
    const first = data.find(({ email }: Loose) => email === OWNER.email)
    const all = [...others, { id: first.id, token: shop.owner }]
    const replies = await atOnce(all.length, (at) => {
      const { id, token } = all[at] as Person
      return shop.request('PATCH', `/api/admin/users/${id}`, { token, body: { role: 'customer' } })
    })
    assert.equal(replies.filter(({ status }) => status === 200).length, 19)
    assert.deepEqual(
      replies.filter(({ status }) => status !== 200).map(({ body }) => body.code),
      ['staff.last_owner'],
    )
  } finally {
    await shop.close()
  }
})

test('accounts are listed by their role, the newest first, page by page', async () => {
  const ids: string[] = []
  for (let n = 0; n < 3; n++) {
    app.clock.advance(1)
    ids.unshift((await aPerson(app, 'moderator')).id)
  }
  const list = (query: string) => app.request('GET', `/api/admin/users?${query}`, { token: app.owner })
  const first = await list('role=moderator&limit=2')
  const rest = await list(`role=moderator&limit=2&after=${first.body.next}`)
  const seen = [...first.body.data, ...rest.body.data].map(({ id }: Loose) => id)
  assert.deepEqual([seen, rest.body.next], [ids, null])
  assert.deepEqual((await list('role=emperor')).body, { data: [], next: null })
  const both = await list('role=owner&email=owner@example.com')
  assert.deepEqual([both.status, both.body.code], [400, 'identity.two_filters'])
  assert.equal((await list('role=')).body.code, 'http.invalid_query')
})
