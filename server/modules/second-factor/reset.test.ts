import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TOTP } from 'otpauth'
import { HOUR_MS } from '#kernel/clock.ts'
import { aPerson as aMember } from '../identity/staff.fixture.ts'
import { aPerson, auditOf, login, mailsTo, openShop, type Person, type Shop } from './over-http.fixture.ts'

const showing = ({ app }: Shop, secret: string): string =>
  new TOTP({ secret }).generate({ timestamp: app.clock.now() })

async function setUpTotp(shop: Shop, { token }: { token: string }): Promise<void> {
  const { secret } = (await shop.ask('POST', '/api/me/second-factor/totp', { token })).body
  const body = { code: showing(shop, secret) }
  const { status } = await shop.ask('POST', '/api/me/second-factor/totp/confirmation', { token, body })
  assert.equal(status, 200)
}

async function withTotp(shop: Shop): Promise<Person> {
  const person = await aPerson(shop)
  await setUpTotp(shop, person)
  shop.app.takeEvents()
  return person
}

const reset = ({ app, ask }: Shop, id: string, token = app.owner) =>
  ask('DELETE', `/api/admin/users/${id}/second-factor`, { token })

test('staff resets the second factor of who lost it: told by mail, signed out everywhere, noted', async (t) => {
  const shop = await openShop(t)
  const person = await withTotp(shop)
  assert.equal((await login(shop, person)).body.code, 'identity.second_factor_needed')
  shop.app.clock.advance(1)
  assert.equal((await reset(shop, person.id)).status, 204)
  assert.deepEqual(shop.app.takeEvents(), ['second-factor.reset'])
  assert.equal((await shop.ask('GET', '/api/me', { token: person.token })).status, 401)
  assert.equal((await login(shop, person)).status, 200)
  const mails = await mailsTo(shop, person.email, 'second-factor-reset')
  assert.deepEqual(mails, ['second-factor-enabled', 'second-factor-reset'])
  // The last two are of one moment.
  assert.deepEqual((await auditOf(shop, person)).sort(), [
    'DELETE /admin/users/:userId/second-factor',
    'second-factor.enabled',
    'second-factor.reset',
  ])
})

test('one that is not there is not reset, nor a second time', async (t) => {
  const shop = await openShop(t)
  const [plain, person] = [await aPerson(shop), await withTotp(shop)]
  const none = await reset(shop, plain.id)
  assert.deepEqual([none.status, none.body.code], [404, 'second_factor.missing'])
  assert.equal((await shop.ask('GET', '/api/me', { token: plain.token })).status, 200)
  const nobody = await reset(shop, 'user_01J00000000000000000000000')
  assert.deepEqual([nobody.status, nobody.body.code], [404, 'identity.missing'])
  assert.equal((await reset(shop, person.id)).status, 204)
  const again = await reset(shop, person.id)
  assert.deepEqual([again.status, again.body.code], [404, 'second_factor.missing'])
})

test('nobody resets the second factor of who may do more than they', async (t) => {
  const shop = await openShop(t)
  const { app } = shop
  const body = { name: 'People', permissions: ['staff:write', 'users:read'] }
  const role = (await app.request('POST', '/api/admin/roles', { token: app.owner, body })).body
  const hr = await aMember(app, role.id)
  const manager = await aMember(app, 'manager')
  await setUpTotp(shop, manager)
  const refused = await reset(shop, manager.id, hr.token)
  assert.deepEqual([refused.status, refused.body.code], [403, 'staff.beyond_yours'])
  assert.equal((await shop.ask('GET', '/api/me', { token: manager.token })).status, 200)
  const customer = await withTotp(shop)
  assert.equal((await reset(shop, customer.id, hr.token)).status, 204)
})

test('it takes the permission, and a fresh proof of who asks', async (t) => {
  const shop = await openShop(t)
  const person = await withTotp(shop)
  const support = await aMember(shop.app, 'support')
  assert.equal((await reset(shop, person.id, support.token)).body.code, 'access.forbidden')
  assert.equal((await shop.ask('DELETE', `/api/admin/users/${person.id}/second-factor`)).status, 401)
  shop.app.clock.advance(HOUR_MS)
  assert.equal((await reset(shop, person.id)).body.code, 'access.step_up_needed')
})
