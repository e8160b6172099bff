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

test('a round held up past its lease commits nothing once another process has taken it, not even on its way', async (t) => {
  const site = await aSite(t)
  const reached = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  let begun = 0
  const inSlices = (whenHalfDone: () => Promise<void>): Schedule => ({
    ...hourly,
    async handle(ctx) {
      begun += 1
      await count(ctx, 'slices')
      await ctx.commit()
      await whenHalfDone()
      await count(ctx, 'slices')
      await ctx.commit()
      await count(ctx, 'rounds')
    },
  })
  const sleepy = inSlices(async () => {
    reached.resolve()
    await held.promise
  })
  const sleeper = await site.open({ schedules: [sleepy] }, { pollMs: 1_000_000 })
  const heir = await site.open({ schedules: [inSlices(async () => {})] }, { pollMs: 1_000_000 })
  await sleeper.worker.idle()
  site.clock.advance(HOUR_MS)
  const sleeping = sleeper.worker.idle()
  await reached.promise
  await heir.worker.idle()
  assert.equal(await countOf(heir, 'slices'), 1, 'the lease still holds')
  site.clock.advance(LEASE_MS)
  await heir.worker.idle()
  assert.deepEqual([await countOf(heir, 'slices'), await countOf(heir, 'rounds')], [3, 1])
  held.resolve()
  await sleeping
  assert.deepEqual([await countOf(heir, 'slices'), await countOf(heir, 'rounds')], [3, 1])
  assert.deepEqual([begun, sleeper.worker.stats().done, sleeper.worker.stats().lost], [2, 0, 1])
  const next = await heir.run((ctx) => ctx.get(tasks, 'schedule:tests.hourly'))
  assert.deepEqual([next?.attempts, next?.lastError], [0, undefined])
})

test('a commit on the way keeps the lease for as long again', async (t) => {
  const site = await aSite(t)
  const long: Schedule = {
    ...hourly,
    async handle(ctx) {
      for (let slice = 0; slice < 3; slice++) {
        site.clock.advance(LEASE_MS - 1)
        await count(ctx, 'slices')
        await ctx.commit()
        await heir.worker.idle()
      }
    },
  }
  const shop = await site.open({ schedules: [long] }, { pollMs: 1_000_000 })
  const heir = await site.open({ schedules: [long] }, { pollMs: 1_000_000 })
  await shop.worker.idle()
  site.clock.advance(HOUR_MS)
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'slices'), 3)
  assert.deepEqual([shop.worker.stats().done, heir.worker.stats().done], [1, 0])
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
