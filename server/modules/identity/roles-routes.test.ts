import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { atOnce, countReplies } from '#testing/races.ts'
import { permissionList } from './index.ts'
import { aPerson } from './staff.fixture.ts'
import { ROLES_MAX } from './staff-faults.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
  app.takeEvents()
})
after(() => app.close())

const create = (body: object, token = app.owner) =>
  app.request('POST', '/api/admin/roles', { token, body: { permissions: [], ...body } })
const change = (id: string, body: object, ask: object = {}) =>
  app.request('PATCH', `/api/admin/roles/${id}`, { token: app.owner, body, ...ask })
const read = (id: string) => app.request('GET', `/api/admin/roles/${id}`, { token: app.owner })
const drop = (id: string, ask: object = {}) =>
  app.request('DELETE', `/api/admin/roles/${id}`, { token: app.owner, ...ask })

let made = 0
const aRole = async (permissions: string[] = ['catalog:read']): Promise<Loose> =>
  (await create({ name: `Role ${++made}`, permissions })).body

const audited = async (subject: string): Promise<string[]> =>
  (await app.request('GET', `/api/admin/audit-log?subject=${subject}`, { token: app.owner })).body.data
    .map(({ action }: Loose) => action)
    .filter((action: string) => action.startsWith('staff.'))

test('every permission is listed with a sentence', async () => {
  const { status, body } = await app.request('GET', '/api/admin/permissions', { token: app.owner })
  assert.equal(status, 200)
  assert.equal(body.next, null)
  assert.deepEqual(
    body.data.map(({ name }: Loose) => name),
    [...app.ports.use(permissionList).keys()],
  )
  for (const { description } of body.data) assert.match(description, /^[A-Z].*\.$/)
})

test('the built-in roles are listed with what they stand for', async () => {
  const { body } = await app.request('GET', '/api/admin/roles', { token: app.owner })
  const roles = Object.fromEntries(body.data.map((role: Loose) => [role.id, role]))
  assert.deepEqual(Object.keys(roles), ['customer', 'owner', 'manager', 'fulfilment', 'support', 'moderator'])
  assert.deepEqual(roles.customer.permissions, [])
  assert.deepEqual(roles.owner.permissions, [...app.ports.use(permissionList).keys()])
  assert.ok(roles.manager.permissions.includes('catalog:write'))
  for (const withheld of ['staff:write', 'api-keys:write', 'mailbox:read', 'operations:write'])
    assert.ok(!roles.manager.permissions.includes(withheld), withheld)
  assert.deepEqual([roles.owner.builtIn, roles.owner.version], [true, null])
  assert.equal((await read('manager')).body.name, 'Manager')
})

test('a role of the shop is made, read, changed and deleted', async () => {
  const body = {
    name: ' Buyer ',
    description: 'Buys stock',
    permissions: ['inventory:write', 'catalog:read'],
  }
  const created = await create(body)
  const role = created.body
  assert.equal(created.status, 201)
  assert.deepEqual(role, {
    id: role.id,
    name: 'Buyer',
    description: 'Buys stock',
    builtIn: false,
    permissions: ['inventory:write', 'catalog:read'],
    createdAt: '2026-11-02T09:00:00.000Z',
    updatedAt: '2026-11-02T09:00:00.000Z',
    version: 1,
  })
  assert.deepEqual((await read(role.id)).body, role)
  const list = await app.request('GET', '/api/admin/roles', { token: app.owner })
  assert.deepEqual(list.body.data.at(-1), role)
  const stale = await change(role.id, { name: 'Other' }, { headers: { 'if-match': '"9"' } })
  assert.equal(stale.status, 412)
  const changed = await change(role.id, { permissions: ['orders:read'] }, { headers: { 'if-match': '"1"' } })
  assert.deepEqual([changed.status, changed.headers.etag], [200, '"2"'])
  assert.deepEqual([changed.body.name, changed.body.permissions], ['Buyer', ['orders:read']])
  assert.equal((await drop(role.id)).status, 204)
  assert.deepEqual([(await read(role.id)).status, (await drop(role.id)).status], [404, 404])
  assert.deepEqual(app.takeEvents(), ['role.created', 'role.updated', 'role.deleted'])
  assert.deepEqual((await audited(role.id)).sort(), [
    'staff.role-changed',
    'staff.role-created',
    'staff.role-deleted',
  ])
})

test('what is wrong with a role is named', async () => {
  const unknown = await create({ name: 'X', permissions: ['catalog:read', 'catalog:burn', 'orders:*'] })
  assert.deepEqual([unknown.status, unknown.body.code], [422, 'staff.unknown_permissions'])
  assert.deepEqual(unknown.body.permissions, ['catalog:burn', 'orders:*'])
  assert.match(unknown.body.detail, /"catalog:burn", "orders:\*"/)
  for (const name of ['Manager', 'OWNER', ' customer ', 'Ｍanager']) {
    const taken = await create({ name })
    assert.deepEqual([taken.status, taken.body.code], [409, 'staff.role_name_taken'], name)
  }
  assert.equal((await create({ name: ' ' })).body.errors[0].field, 'name')
  assert.equal((await create({ name: 'x'.repeat(61) })).status, 422)
  assert.equal((await create({ name: 'Y', permissions: 'all' })).body.errors[0].field, 'permissions')
  assert.equal((await create({ name: 'Y', extra: 1 })).body.errors[0].field, 'extra')
  assert.deepEqual(app.takeEvents(), [])
})

test('the built-in roles stay as they are', async () => {
  for (const reply of [await change('manager', { name: 'Boss' }), await drop('owner')]) {
    assert.deepEqual([reply.status, reply.body.code], [409, 'staff.role_built_in'])
  }
  assert.equal((await drop('constructor')).status, 404)
})

test('nobody makes, widens, cuts down or deletes a role beyond what they may do themselves', async () => {
  const { id } = await aRole(['staff:read', 'staff:write', 'orders:read'])
  const hr = await aPerson(app, id)
  const wider = await create({ name: 'Wide', permissions: ['orders:read', 'orders:cancel'] }, hr.token)
  assert.deepEqual([wider.status, wider.body.code], [403, 'staff.beyond_yours'])
  assert.deepEqual(wider.body.permissions, ['orders:cancel'])
  assert.match(wider.body.detail, /"orders:cancel"/)
  assert.equal((await create({ name: 'Same', permissions: ['orders:read'] }, hr.token)).status, 201)
  assert.equal((await change(id, { permissions: ['catalog:write'] }, { token: hr.token })).status, 403)
  const greater = await aRole(['catalog:write', 'orders:read'])
  const cut = await change(greater.id, { permissions: ['orders:read'] }, { token: hr.token })
  assert.deepEqual(cut.body.permissions, ['catalog:write'])
  assert.equal((await change(greater.id, { name: 'Nil' }, { token: hr.token })).status, 403)
  assert.equal((await drop(greater.id, { token: hr.token })).status, 403)
})

test('a changed role counts in the next request of whoever has it', async () => {
  const role = await aRole([])
  const { token } = await aPerson(app, role.id)
  const look = async () => (await app.request('GET', '/api/admin/products', { token })).status
  assert.equal(await look(), 403)
  await change(role.id, { permissions: ['catalog:read'] })
  assert.equal(await look(), 200)
  await change(role.id, { permissions: [] })
  assert.equal(await look(), 403)
})

test('a role that somebody has, or is offered, is not deleted', async () => {
  const role = await aRole()
  await aPerson(app, role.id)
  await aPerson(app, role.id)
  const body = { email: 'offered@example.com', role: role.id }
  await app.request('POST', '/api/admin/invitations', { token: app.owner, body })
  const held = await drop(role.id)
  assert.deepEqual([held.status, held.body.code], [409, 'staff.role_held'])
  assert.deepEqual([held.body.accounts, held.body.invitations], [2, 1])
  assert.match(held.body.detail, /2 accounts have .* 1 open invitation\b/)
})

test('a role that is deleted while it is given away is either still there or given to nobody', async () => {
  const role = await aRole()
  const ann = await aPerson(app)
  await Promise.all([
    drop(role.id),
    app.request('PATCH', `/api/admin/users/${ann.id}`, { token: app.owner, body: { role: role.id } }),
  ])
  const { body } = await app.request('GET', `/api/admin/users/${ann.id}`, { token: app.owner })
  assert.equal(body.role === role.id, (await read(role.id)).status === 200)
})

test('making a role twice by a repeated request makes one', async () => {
  const ask = { token: app.owner, key: 'role-1', body: { name: 'Once', permissions: [] } }
  const all = await atOnce(3, () => app.request('POST', '/api/admin/roles', ask))
  const again = await app.request('POST', '/api/admin/roles', ask)
  assert.equal(again.headers['idempotent-replayed'], 'true')
  assert.ok(all.every(({ status }) => status === 201 || status === 409))
})

test('there is an end to roles, however many are made at once', async () => {
  const { body } = await app.request('GET', '/api/admin/roles', { token: app.owner })
  const own = body.data.filter(({ builtIn }: Loose) => !builtIn).length
  for (let at = own; at < ROLES_MAX - 3; at++) await aRole()
  const replies = await atOnce(8, () => create({ name: `Role ${++made}` }))
  assert.deepEqual(countReplies(replies), { '201': 3, '409 staff.too_many_roles': 5 })
})

test('roles are for those who may read and write staff', async () => {
  const { token } = await aPerson(app, 'manager')
  for (const [method, path] of [
    ['GET', '/api/admin/roles'],
    ['GET', '/api/admin/permissions'],
    ['POST', '/api/admin/roles'],
  ] as const) {
    assert.equal((await app.request(method, path)).status, 401)
    assert.equal((await app.request(method, path, { token })).status, 403)
  }
})
