import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, it } from 'node:test'
import { MINUTE_MS } from '#kernel/clock.ts'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { createScriptedPayments, plugPayments } from '#testing/scripted-payments.ts'
import { aCart, aCustomer, aVariant, available, checkOut } from '#testing/shop.ts'
import { ACTION_MAX_MS } from './heal.ts'

const SHOP = 'https://shop.example'
const other = createScriptedPayments()
let app: TestApp
let here: string
let variantId: string

before(async () => {
  app = await createTestApp({ config: { publicUrl: SHOP }, plug: plugPayments(other) })
  await app.http.listen({ host: '127.0.0.1', port: 0 })
  here = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
})
beforeEach(async () => {
  variantId = await aVariant(app, { onHand: 5, requiresShipping: false })
  await app.worker.idle()
  app.takeEvents()
})
after(() => app.close())

async function aWaitingOrder(wish: { token?: string; email?: string } = {}): Promise<Loose> {
  const cart = await aCart(app, { items: [{ variantId, quantity: 2 }], ...wish })
  const { status, body } = await checkOut(app, cart, { card: 'second_step', ...wish })
  assert.deepEqual([status, body.payment.status], [202, 'action_required'])
  app.takeEvents()
  return body
}

/** As a browser does that was sent to where the payment says. */
const visit = (path: string, init: RequestInit = {}) =>
  fetch(`${here}${path}`, { redirect: 'manual', ...init })

const pathOf = (order: Loose): string => order.payment.action.url.replace(SHOP, '')

/** Presses one of the buttons that the page shows, as a browser would send its form. */
async function press(page: string, label: string): Promise<Response> {
  const action = /<form method="post" action="([^"]+)">/.exec(page)?.[1] ?? ''
  const value = new RegExp(`name="outcome" value="(\\w+)">${label}<`).exec(page)?.[1] ?? ''
  return visit(action, { method: 'POST', body: new URLSearchParams({ outcome: value }) })
}

const read = async ({ id }: Loose): Promise<Loose> =>
  (await app.request('GET', `/api/admin/orders/${id}`, { token: app.owner })).body

describe('the page of the second step', () => {
  it('shows what is to be paid to whom, and loads nothing but its own style', async () => {
    const order = await aWaitingOrder()
    assert.match(order.payment.action.url, /^https:\/\/shop\.example\/api\/payments\/test\/second-step\?/)
    const reply = await visit(pathOf(order))
    assert.deepEqual([reply.status, reply.headers.get('content-type')], [200, 'text/html; charset=utf-8'])
    const policy = reply.headers.get('content-security-policy') ?? ''
    assert.match(
      policy,
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src 'self'; form-action 'self'; /,
    )
    assert.deepEqual(
      [reply.headers.get('cache-control'), reply.headers.get('referrer-policy')],
      ['no-store', 'same-origin'],
    )
    const page = await reply.text()
    assert.match(page, /<h1>Confirm your payment<\/h1>/)
    for (const fact of ['Marketsquare', `Order #${order.number}`, '$39.98'])
      assert.ok(page.includes(fact), fact)
    assert.doesNotMatch(page, /<script|ada@example\.com|ord_/)
  })

  it('approved, the order is paid, and the guest is led back to it with their token', async () => {
    const order = await aWaitingOrder()
    const page = await (await visit(pathOf(order))).text()
    const reply = await press(page, 'Approve')
    assert.deepEqual(
      [reply.status, reply.headers.get('location')],
      [303, `${SHOP}/orders/${order.id}?token=${order.token}`],
    )
    assert.deepEqual(app.takeEvents(), ['order.confirmed', 'order.paid'])
    const seen = await app.request('GET', `/api/orders/${order.id}?token=${order.token}`)
    assert.deepEqual([seen.body.status, seen.body.payment.status], ['paid', 'captured'])

    const again = await press(page, 'Refuse')
    assert.deepEqual([again.status, again.headers.get('location')], [303, reply.headers.get('location')])
    assert.deepEqual([(await read(order)).status, app.takeEvents()], ['paid', []])
    assert.match(await (await visit(pathOf(order))).text(), /There is nothing to confirm/)
  })

  it('leads a customer back without a token, which they do not need', async () => {
    const { token } = await aCustomer(app)
    const order = await aWaitingOrder({ token })
    const reply = await press(await (await visit(pathOf(order))).text(), 'Approve')
    assert.equal(reply.headers.get('location'), `${SHOP}/orders/${order.id}`)
    app.takeEvents()
  })

  it('refused, the payment is declined: no order is left, and the cart is open again', async () => {
    const order = await aWaitingOrder()
    const page = await (await visit(pathOf(order))).text()
    const reply = await press(page, 'Refuse')
    assert.deepEqual(
      [reply.status, reply.headers.get('location')],
      [303, `${SHOP}/orders/${order.id}?token=${order.token}`],
    )
    assert.deepEqual(app.takeEvents(), ['stock.changed', 'payment.declined'])
    assert.equal((await read(order)).code, 'order.missing')
    assert.equal(await available(app, variantId), 5)
    assert.equal((await app.request('GET', `/api/carts/${order.cartId}`)).body.orderId, null)
    const late = await press(page, 'Approve')
    assert.deepEqual([late.status, late.headers.get('location')], [303, pathOf(order)])
    assert.match(await (await visit(pathOf(order))).text(), /There is nothing to confirm/)
    await app.worker.idle()
    assert.deepEqual(app.takeEvents(), [])
  })

  it('says so when the time is over', async () => {
    const order = await aWaitingOrder()
    app.clock.advance(ACTION_MAX_MS + MINUTE_MS)
    await app.worker.idle()
    const reply = await visit(pathOf(order))
    assert.deepEqual([reply.status, reply.headers.get('referrer-policy')], [200, 'same-origin'])
    assert.match(await reply.text(), new RegExp(`nothing was charged[\\s\\S]*href="${SHOP}"`))
    app.takeEvents()
  })

  it('takes the cookie of who is signed in from its own page alone', async () => {
    const order = await aWaitingOrder()
    const { headers } = await app.request('POST', '/api/login', {
      body: { email: 'owner@example.com', password: 'correct horse battery', cookie: true },
    })
    const cookie = String(headers['set-cookie']).split(';')[0] ?? ''
    const send = (site: string) =>
      app.request('POST', pathOf(order), {
        body: 'outcome=captured',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': site },
      })
    assert.equal((await send('cross-site')).body.code, 'access.cross_site')
    assert.equal((await read(order)).status, 'pending')
    assert.equal((await send('same-origin')).status, 303)
    app.takeEvents()
  })

  it('refuses what is no payment of its own, and answers that are none', async () => {
    const order = await aWaitingOrder()
    const decide = (path: string, form: string, type = 'application/x-www-form-urlencoded') =>
      visit(path, { method: 'POST', body: form, headers: { 'content-type': type } })
    const path = pathOf(order)
    for (const form of ['outcome=paid', 'x=1', 'outcome=']) {
      const reply = await decide(path, form)
      assert.deepEqual([reply.status, ((await reply.json()) as Loose).code], [400, 'payment.bad_notice'])
    }
    assert.equal((await decide(path, '{"outcome":"captured"}', 'application/json')).status, 415)
    assert.equal((await decide(path, `outcome=captured&x=${'x'.repeat(1_000)}`)).status, 413)
    for (const reference of ['', 'x', `${order.payment.reference}x`, order.payment.id]) {
      const reply = await visit(`/api/payments/test/second-step?reference=${reference}`)
      assert.deepEqual([reply.status, ((await reply.json()) as Loose).code], [400, 'http.invalid_query'])
    }
    // Another token than the payment was made with, and a payment that there is not.
    for (const reference of [`test_success_${order.payment.id}`, `test_second_step_${newId('pay')}`]) {
      const unknown = `/api/payments/test/second-step?reference=${reference}`
      assert.match(await (await visit(unknown)).text(), /There is nothing to confirm/)
      const reply = await decide(unknown, 'outcome=captured')
      assert.deepEqual([reply.status, reply.headers.get('location')], [303, unknown])
    }
    await app.worker.idle()
    assert.deepEqual([(await read(order)).status, app.takeEvents()], ['pending', []])
  })

  it('is not there where test payments are off', async () => {
    const closed = await createTestApp({ config: { testPayments: false } })
    try {
      const path = `/api/payments/test/second-step?reference=test_second_step_${newId('pay')}`
      const reply = await closed.request('GET', path)
      assert.deepEqual([reply.status, reply.body.code], [422, 'payment.unknown_provider'])
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      assert.equal((await closed.request('POST', path, { body: 'outcome=captured', headers })).status, 422)
    } finally {
      await closed.close()
    }
  })
})

describe('a provider elsewhere', () => {
  it('is told where the customer returns to', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    const { body } = await app.request('POST', `/api/carts/${cart.id}/checkout`, {
      body: { version: cart.version, payment: { provider: 'scripted', token: 'x' } },
    })
    assert.equal(other.charges.at(-1)?.returnUrl, `${SHOP}/orders/${body.id}?token=${body.token}`)
  })
})
