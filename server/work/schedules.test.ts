import assert from 'node:assert/strict'
import test from 'node:test'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { tasks } from '#store/outbox.ts'
import { aSite, count, countOf, LEASE_MS } from './fixture.ts'
import type { Schedule } from './handlers.ts'
import { ATTEMPTS_MAX } from './task.ts'

const hourly: Schedule = { name: 'tests.hourly', everyMs: HOUR_MS, handle: (ctx) => count(ctx, 'rounds') }

test('a schedule first runs an interval after the start, then every interval', async (t) => {
  const site = await aSite(t)
  const shop = await site.open({ schedules: [hourly] })
  const rounds: number[] = []
  for (let at = 0; at < 4; at++) {
    await shop.worker.idle()
    rounds.push(await countOf(shop, 'rounds'))
    site.clock.advance(HOUR_MS)
  }
  assert.deepEqual(rounds, [0, 1, 2, 3])
})

test('missed rounds are not made up for', async (t) => {
  const site = await aSite(t)
  const shop = await site.open({ schedules: [hourly] })
  await shop.worker.idle()
  site.clock.advance(3 * DAY_MS)
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'rounds'), 1)
})

test('two processes have one schedule between them', async (t) => {
  const site = await aSite(t)
  const shops = [await site.open({ schedules: [hourly] }), await site.open({ schedules: [hourly] })] as const
  await Promise.all(shops.map(({ worker }) => worker.start()))
  for (let at = 0; at < 3; at++) {
    site.clock.advance(HOUR_MS)
    await Promise.all(shops.map(({ worker }) => worker.idle()))
  }
  assert.equal(await countOf(shops[0], 'rounds'), 3)
  assert.equal((await shops[0].run((ctx) => ctx.find(tasks, 'byId'))).data.length, 1)
})

test('a round that failed is tried again soon and is never given up', async (t) => {
  const site = await aSite(t)
  let broken = true
  const moody: Schedule = {
    name: 'tests.moody',
    everyMs: DAY_MS,
    async handle(ctx) {
      await count(ctx, 'rounds')
      if (broken) throw new Error('Not in the mood.')
    },
  }
  const shop = await site.open({ schedules: [moody] })
  await shop.worker.idle()
  site.clock.advance(DAY_MS)
  for (let at = 0; at < ATTEMPTS_MAX + 5; at++) {
    await shop.worker.idle()
    site.clock.advance(HOUR_MS)
  }
  assert.equal(await countOf(shop, 'rounds'), 0)
  const failing = await shop.run((ctx) => ctx.get(tasks, 'schedule:tests.moody'))
  assert.deepEqual(
    [failing?.state, failing?.attempts, failing?.lastError],
    ['due', ATTEMPTS_MAX + 5, 'Error: Not in the mood.'],
  )
  broken = false
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'rounds'), 1)
  const well = await shop.run((ctx) => ctx.get(tasks, 'schedule:tests.moody'))
  assert.deepEqual([well?.attempts, well?.lastError, well?.dueAt], [0, undefined, site.clock.now() + DAY_MS])
})

test('a shorter interval takes effect at the next start, without disturbing a round under way', async (t) => {
  const site = await aSite(t)
  const before = await site.open({ schedules: [hourly] })
  await before.worker.idle()
  const after = await site.open({ schedules: [{ ...hourly, everyMs: MINUTE_MS }] })
  await after.worker.idle()
  site.clock.advance(MINUTE_MS)
  await after.worker.idle()
  assert.equal(await countOf(after, 'rounds'), 1)

  const busy: Schedule = {
    ...hourly,
    everyMs: SECOND_MS,
    async handle(ctx) {
      await count(ctx, 'rounds')
      const rival = await site.open({ schedules: [{ ...hourly, everyMs: SECOND_MS }] })
      await rival.worker.start()
      await rival.worker.stop()
    },
  }
  const shop = await site.open({ schedules: [busy] })
  site.clock.advance(MINUTE_MS)
  await shop.worker.idle()
  assert.equal(shop.worker.stats().done, 1)
  assert.equal(await countOf(shop, 'rounds'), 2)
})

test('a schedule that a release dropped dies in the end, and lives again when it comes back', async (t) => {
  const site = await aSite(t)
  const before = await site.open({ schedules: [hourly] })
  await before.worker.idle()
  const without = await site.open()
  for (let at = 0; at < ATTEMPTS_MAX + 2; at++) {
    site.clock.advance(HOUR_MS + LEASE_MS)
    await without.worker.idle()
  }
  const task = await without.run((ctx) => ctx.get(tasks, 'schedule:tests.hourly'))
  assert.equal(task?.state, 'dead')
  const again = await site.open({ schedules: [hourly] })
  await again.worker.idle()
  site.clock.advance(HOUR_MS)
  await again.worker.idle()
  assert.equal(await countOf(again, 'rounds'), 1)
})
