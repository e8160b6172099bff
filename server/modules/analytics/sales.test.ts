import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock.ts'
import { orderCollection } from '#modules/orders/index.ts'
import { remove } from '#store/unit.ts'
import { createTestApp, type Loose, OWNER, type TestApp } from '#testing/app.ts'
import { aCart, aCustomer, anOrder, aVariant, checkOut, usd } from '#testing/shop.ts'
import { salesBooks, salesDays } from './collections.ts'
import { openBook } from './count-sales.ts'

let app: TestApp
let variantId: string
let token: string
before(async () => {
  app = await createTestApp()
  variantId = await aVariant(app, { price: usd(1_000), onHand: 1_000, requiresShipping: false })
  token = app.owner
})
after(() => app.close())

const staff = (method: string, path: string, ask: Loose = {}) =>
  app.request(method, `/api/admin${path}`, { token, ...ask })

/** Sessions do not outlive it. */
async function aDayLater(ms: number = DAY_MS): Promise<void> {
  app.clock.advance(ms)
  token = (await app.request('POST', '/api/login', { body: OWNER })).body.token
}

/** The days that have something to tell. */
async function sales(query = ''): Promise<Loose[]> {
  const { status, body } = await staff('GET', `/sales?from=2026-11-01&to=2026-11-30${query}`)
  assert.deepEqual([status, body.currency, body.days.length], [200, 'USD', 30])
  return body.days.filter((day: Loose) => day.orders + day.sales + day.refunds > 0)
}

const buy = (quantity = 1) => anOrder(app, { items: [{ variantId, quantity }] })

/** Lets a few rounds of counting pass, over the time that the log takes to settle. */
async function count(): Promise<void> {
  for (let n = 0; n < 3; n++) {
    app.clock.advance(MINUTE_MS)
    await app.worker.idle()
  }
}

const counted = () => app.run(async (ctx) => (await ctx.find(salesDays, 'byId')).data)

test('sales are for those who may see them', async () => {
  assert.equal((await app.request('GET', '/api/admin/sales')).status, 401)
  const customer = await aCustomer(app)
  const refused = await app.request('GET', '/api/admin/sales', { token: customer.token })
  assert.deepEqual([refused.status, refused.body.permission], [403, 'analytics:read'])
})

test('every day of the range is there, and what is no range or zone is refused', async () => {
  const { body } = await staff('GET', '/sales')
  assert.deepEqual([body.days.length, body.days.at(-1).date], [30, '2026-11-02'])
  assert.deepEqual(body.days[0], { date: '2026-10-04', orders: 0, sales: 0, refunds: 0 })
  for (const [query, code] of [
    ['from=2026-11-02&to=2026-11-01', 'analytics.bad_range'],
    ['from=2020-01-01', 'analytics.bad_range'],
    ['timeZone=Mars', 'analytics.unknown_zone'],
    ['from=yesterday', 'http.invalid_query'],
  ]) {
    const { status, body: refused } = await staff('GET', `/sales?${query}`)
    assert.deepEqual([status, refused.code], [400, code], query)
  }
})

test('an order counts at once, and no more often than once, however often it is counted', async () => {
  await buy(2)
  const expected = [{ date: '2026-11-02', orders: 1, sales: 2_000, refunds: 0 }]
  assert.deepEqual(await sales(), expected)
  assert.deepEqual(await counted(), [])
  await count()
  assert.equal((await counted()).length, 1)
  assert.deepEqual(await sales(), expected)
  await count()
  assert.deepEqual(await sales(), expected)
})

test('what a cancellation and a refund give back counts on the day it goes back', async () => {
  const [cancelled, refunded] = [await buy(3), await buy(4)]
  await aDayLater()
  await staff('POST', `/orders/${cancelled.id}/cancellation`, { body: {} })
  await staff('POST', `/orders/${refunded.id}/refunds`, { body: { amount: 150 } })
  await app.worker.idle()
  const expected = [
    { date: '2026-11-02', orders: 3, sales: 9_000, refunds: 0 },
    { date: '2026-11-03', orders: 0, sales: 0, refunds: 3_150 },
  ]
  assert.deepEqual(await sales(), expected)
  await count()
  assert.deepEqual(await sales(), expected)
  await staff('POST', `/orders/${refunded.id}/cancellation`, { body: {} })
  assert.equal((await sales())[1]?.refunds, 7_000, 'a cancellation gives back what is left')
})

test('what was never paid counts for nothing', async () => {
  const before = await sales()
  const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
  await checkOut(app, cart, { card: 'decline' })
  await count()
  assert.deepEqual(await sales(), before)
})

test('days are those of the zone', async () => {
  const before = await sales('&timeZone=Asia/Kolkata')
  // To 23:40 UTC, on a day that is over in India.
  await aDayLater(DAY_MS - (app.clock.now() % DAY_MS) - 20 * MINUTE_MS)
  await buy()
  const [utc, india] = [await sales(), await sales('&timeZone=Asia/Kolkata')]
  assert.deepEqual([utc.at(-1)?.date, india.at(-1)?.date], ['2026-11-03', '2026-11-04'])
  assert.equal(india.length, before.length + 1)
  await count()
  assert.deepEqual([await sales(), await sales('&timeZone=Asia/Kolkata')], [utc, india])
})

test('what was sold before sales were counted is counted once, from the orders', async () => {
  await aDayLater(HOUR_MS)
  const waiting = await buy(5)
  await count()
  const expected = await sales()
  await app.run(async (ctx) => {
    const days = (await ctx.find(salesDays, 'byId')).data
    ctx.stage(...days.map((day) => remove(salesDays, day)))
    const [book] = (await ctx.find(salesBooks, 'byId')).data
    if (book) ctx.stage(remove(salesBooks, book))
  })
  assert.deepEqual(await sales(), [])
  await app.run(openBook)
  // Cancelled while the orders are being read: the log tells of that.
  await staff('POST', `/orders/${waiting.id}/cancellation`, { body: {} })
  const orders = await app.run(async (ctx) => (await ctx.find(orderCollection, 'byId')).data.length)
  assert.ok(orders > 3)
  await count()
  const last = expected.at(-1)
  assert.deepEqual(await sales(), [...expected.slice(0, -1), { ...last, refunds: last.refunds + 5_000 }])
  const [book] = await app.run(async (ctx) => (await ctx.find(salesBooks, 'byId')).data)
  assert.equal(book?.ordersDone, true)
})
