import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock.ts'
import { users } from '#modules/identity/index.ts'
import { orderCollection } from '#modules/orders/index.ts'
import { createTestApp, type Loose, OWNER, type TestApp } from '#testing/app.ts'
import { allOf } from '#testing/races.ts'
import { ADDRESS, aCart, anOrder, aVariant, aZone } from '#testing/shop.ts'
import { aMember, login, mailsTo, me } from '../identity/mails.fixture.ts'

let app: TestApp
let variantId: string

before(async () => {
  app = await createTestApp()
  await aZone(app)
  variantId = await aVariant(app, { onHand: 10_000 })
})
beforeEach(async () => {
  await app.worker.idle()
  app.takeEvents()
})
after(() => app.close())

const items = () => [{ variantId, quantity: 1 }]
async function ship(order: Loose): Promise<void> {
  const { token } = (await login(app, OWNER)).body
  const body = { tracking: { carrier: 'Post', number: 'P1' } }
  const { status } = await app.request('POST', `/api/admin/orders/${order.id}/fulfilments`, { token, body })
  assert.equal(status, 201)
}
const leave = (token: string | undefined) => app.request('DELETE', '/api/me', { token })
const read = ({ id }: Loose): Promise<Loose> => app.run((ctx) => ctx.get(orderCollection, id))

/** Somebody who has used everything that the shop keeps. */
async function aRegular() {
  const member = await aMember(app)
  const { token, email } = member
  await app.request('POST', '/api/me/addresses', { token, body: ADDRESS })
  const order = await anOrder(app, { items: items(), token, email })
  const cart = await aCart(app, { items: items(), token, email })
  await app.worker.idle()
  return { ...member, order, cart }
}

describe('GET /api/me/export', () => {
  it('answers everything that the shop knows, and nothing secret', async () => {
    const { token, id, email, order, cart } = await aRegular()
    const { status, body, headers } = await app.request('GET', '/api/me/export', { token })
    assert.equal(status, 200)
    assert.match(String(headers['content-disposition']), /attachment/)
    assert.equal(headers['cache-control'], 'no-store')
    const parts = ['account', 'sessions', 'addresses', 'secondFactors', 'passkeys', 'linkedIdentities']
    const more = ['mails', 'activity', 'aboutAccount', 'carts', 'orders']
    assert.deepEqual(Object.keys(body).sort(), ['exportedAt', ...parts, ...more].sort())
    assert.deepEqual([body.account.id, body.account.email, body.account.hasPassword], [id, email, true])
    assert.equal(body.sessions.length, 1)
    assert.equal(body.addresses[0].line1, ADDRESS.line1)
    assert.deepEqual(
      body.orders.map((each: Loose) => each.id),
      [order.id],
    )
    assert.ok(body.carts.some((each: Loose) => each.id === cart.id))
    assert.ok(body.mails.some((each: Loose) => each.kind === 'order-confirmation'))
    assert.ok(body.aboutAccount.some((each: Loose) => each.action === 'profiles.data-exported'))
    assert.doesNotMatch(JSON.stringify(body), /argon2|passwordHash|mtk_|"sealed"|tokenHash/)
  })

  it('holds what a guest bought under the proved address, and no stranger’s orders', async () => {
    const { token, email } = await aMember(app)
    const guests = await anOrder(app, { items: items(), email })
    await anOrder(app, { items: items(), email: 'somebody.else@example.com' })
    const { body } = await app.request('GET', '/api/me/export', { token })
    assert.deepEqual(
      body.orders.map((each: Loose) => each.id),
      [guests.id],
    )
  })

  it('is for those who have proved lately who they are', async () => {
    const { token } = await aMember(app)
    assert.equal((await app.request('GET', '/api/me/export')).status, 401)
    app.clock.advance(HOUR_MS)
    const late = await app.request('GET', '/api/me/export', { token })
    assert.deepEqual([late.status, late.body.code], [403, 'access.step_up_needed'])
    assert.equal((await leave(token)).body.code, 'access.step_up_needed')
  })
})

describe('DELETE /api/me', () => {
  it('closes the account at once: no session, no password, no profile, and a free address', async () => {
    const { id, token, email, password } = await aMember(app)
    const elsewhere = (await login(app, { email, password })).body.token
    app.takeEvents()
    assert.equal((await leave(token)).status, 204)
    for (const each of [token, elsewhere]) assert.equal((await me(app, each)).status, 401)
    assert.equal((await login(app, { email, password })).status, 401)
    assert.equal((await app.request('GET', `/api/users/${id}`)).status, 404)
    const again = await app.request('POST', '/api/register', { body: { email, password, name: 'Ada' } })
    assert.notEqual(again.body.user.id, id)
    assert.equal((await me(app, again.body.token)).body.email, email)
    await app.worker.idle()
    assert.deepEqual(app.takeEvents(), ['user.closed', 'user.registered', 'user.erased'])
  })

  it('erases what goes with it, and keeps orders without whoever bought', async () => {
    const { id, token, email, order, cart } = await aRegular()
    const guests = await anOrder(app, { items: items(), email })
    for (const each of [order, guests]) await ship(each)
    await app.worker.idle()
    const before = await read(order)
    assert.equal((await leave(token)).status, 204)
    await app.worker.idle()
    assert.equal((await app.request('GET', `/api/carts/${cart.id}`)).status, 404)
    assert.deepEqual(await mailsTo(app, email), [])
    for (const each of [order, guests]) {
      const kept = await read(each)
      assert.deepEqual(kept.totals, before.totals)
      assert.equal(kept.lines[0].total.amount, before.lines[0].total.amount)
      assert.deepEqual([kept.email, kept.customerId, kept.shippingAddress.countryCode], ['', null, 'US'])
      assert.equal(kept.fulfilments[0].tracking, null)
      const left = JSON.stringify(kept)
      for (const gone of [id, email, ADDRESS.line1, ADDRESS.postalCode, 'Ada'])
        assert.ok(!left.includes(gone))
    }
    app.clock.advance(10 * MINUTE_MS)
    await app.worker.idle()
    const user = await app.run((ctx) => ctx.get(users, id))
    assert.doesNotMatch(JSON.stringify(user), new RegExp(`${email}|Ada|argon2`))
  })

  it('lets an order that is not finished find its way first', async () => {
    const { token, email, order } = await aRegular()
    await leave(token)
    await app.worker.idle()
    const open = await read(order)
    assert.deepEqual([open.customerId, open.email, open.shippingAddress.line1], [null, email, ADDRESS.line1])
    app.clock.advance(DAY_MS)
    await app.worker.idle()
    assert.equal((await read(order)).email, email)
    await ship(order)
    app.clock.advance(DAY_MS)
    await app.worker.idle()
    assert.equal((await read(order)).email, '')
  })

  it('leaves alone what a guest buys under the address afterwards', async () => {
    const { token, email } = await aMember(app)
    await leave(token)
    app.clock.advance(1)
    const later = await anOrder(app, { items: items(), email })
    await ship(later)
    app.clock.advance(10 * MINUTE_MS)
    await app.worker.idle()
    assert.equal((await read(later)).email, email)
  })

  it('touches no guest’s order where the address was never proved', async () => {
    const email = 'not.mine@example.com'
    const body = { email, password: 'tea with 2 sugars', name: 'Eve' }
    const { token } = (await app.request('POST', '/api/register', { body })).body
    const order = await anOrder(app, { items: items(), email })
    await ship(order)
    await leave(token)
    await app.worker.idle()
    assert.equal((await read(order)).email, email)
    assert.notDeepEqual(await mailsTo(app, email), [])
  })

  it('erases a large account batch by batch', async () => {
    const member = await aRegular()
    await ship(member.order)
    await app.worker.idle()
    const [template] = (await allOf<Loose>(app, orderCollection)).filter(({ id }) => id === member.order.id)
    await app.run(async (ctx) => {
      for (let at = 0; at < 250; at++) {
        const number = `BULK-${at}`
        const payment = { ...template.payment, id: `pay_bulk${at}` }
        ctx.save(orderCollection, { ...template, id: `order_bulk${at}`, revision: 0, number, payment })
      }
    })
    await leave(member.token)
    await app.worker.idle()
    const left = (await allOf<Loose>(app, orderCollection)).filter(({ inbox }) => inbox === member.email)
    assert.deepEqual(left, [])
  })

  it('keeps the last owner', async () => {
    const reply = await leave((await login(app, OWNER)).body.token)
    assert.deepEqual([reply.status, reply.body.code], [409, 'staff.last_owner'])
    assert.equal((await leave(undefined)).status, 401)
  })
})
