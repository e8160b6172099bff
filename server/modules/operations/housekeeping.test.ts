import assert from 'node:assert/strict'
import test from 'node:test'
import { storedReplies } from '#http/idempotency.ts'
import { DAY_MS, MINUTE_MS } from '#kernel/clock.ts'
import { eventType } from '#kernel/event.ts'
import { events } from '#store/outbox.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { EVENTS_KEPT_MS } from './housekeeping.ts'

const bellRung = eventType<null>('bell.rung')

const ring = (shop: TestApp, times: number) =>
  shop.run(async (ctx) =>
    ctx.stage(...Array.from({ length: times }, (_, at) => bellRung(`bell_${at}`, null))),
  )

const rung = (shop: TestApp) =>
  shop.run(
    async (ctx) => (await ctx.find(events, 'byType', { equals: ['bell.rung'], limit: 1_000 })).data.length,
  )

async function aShop(t: test.TestContext) {
  const shop = await createTestApp()
  t.after(() => shop.close())
  await shop.worker.idle()
  return shop
}

test('events are kept for thirty days and then removed, however many they are', async (t) => {
  const shop = await aShop(t)
  await ring(shop, 700)
  await ring(shop, 700)
  shop.clock.advance(EVENTS_KEPT_MS)
  await ring(shop, 3)
  await shop.worker.idle()
  assert.equal(await rung(shop), 1_000, 'all 1,403: more than a page')
  shop.clock.advance(5 * MINUTE_MS)
  await shop.worker.idle()
  assert.equal(await rung(shop), 3)
})

test('stored replies are removed when their keys have expired', async (t) => {
  const shop = await aShop(t)
  const kept = () => shop.run(async (ctx) => (await ctx.find(storedReplies, 'byExpiry')).data.length)
  assert.equal((await shop.request('POST', '/api/carts', { body: {}, key: 'k1' })).status, 201)
  assert.equal(await kept(), 1)
  shop.clock.advance(DAY_MS - MINUTE_MS)
  await shop.worker.idle()
  assert.equal(await kept(), 1)
  shop.clock.advance(5 * MINUTE_MS)
  await shop.worker.idle()
  assert.equal(await kept(), 0)
})
