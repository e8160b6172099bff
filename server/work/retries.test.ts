import assert from 'node:assert/strict'
import test from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { faults } from '#kernel/fault.ts'
import { type Task, tasks } from '#store/outbox.ts'
import { aSite, count, countOf, LEASE_MS, orderPlaced, type Process, place } from './fixture.ts'
import { enqueue, job, subscriber } from './handlers.ts'
import { ATTEMPTS_MAX, backoffMs, sentAgain } from './task.ts'

const mailFaults = faults('mail', { refused: [502, 'The mail server refused.'] })

const theTask = async (at: Process): Promise<Task | undefined> =>
  (await at.run((ctx) => ctx.find(tasks, 'byId'))).data[0]

/** A site whose one subscriber fails until told otherwise. */
async function aFailingShop(t: test.TestContext, error: () => unknown = () => mailFaults.refused()) {
  const site = await aSite(t)
  const state = { broken: true, runs: 0 }
  const failing = subscriber('tests.failing', orderPlaced, async (ctx, event) => {
    state.runs += 1
    await count(ctx, event.subject)
    if (state.broken) throw error()
  })
  const shop = await site.open({ subscribers: [failing] })
  await place(shop, 'order_1')
  await shop.worker.idle()
  return { ...site, shop, state }
}

test('pauses grow from a second to half an hour, and twelve tries span over two hours', () => {
  assert.deepEqual(
    [1, 2, 3, 4].map(backoffMs),
    [1, 3, 9, 27].map((s) => s * SECOND_MS),
  )
  const pauses = Array.from({ length: ATTEMPTS_MAX - 1 }, (_, at) => backoffMs(at + 1))
  assert.equal(Math.max(...pauses), 30 * MINUTE_MS)
  const span = pauses.reduce((sum, pause) => sum + pause)
  assert.ok(span > 2 * HOUR_MS && span < 3 * HOUR_MS)
})

test('what fails leaves nothing behind but its error and is tried again after a pause', async (t) => {
  const { shop, clock, state } = await aFailingShop(t)
  const task = await theTask(shop)
  assert.deepEqual(
    [task?.state, task?.attempts, task?.dueAt, task?.lastError],
    ['due', 1, clock.now() + SECOND_MS, 'mail.refused: The mail server refused.'],
  )
  assert.equal(await countOf(shop, 'order_1'), 0)
  await shop.worker.idle()
  assert.equal(state.runs, 1, 'not before the pause is over')
  state.broken = false
  clock.advance(SECOND_MS)
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'order_1'), 1)
  assert.equal(await theTask(shop), undefined)
})

test('after the last try a task lies dead, is not tried again, and can be sent again', async (t) => {
  const { shop, clock, state } = await aFailingShop(t)
  for (let at = 0; at < ATTEMPTS_MAX + 3; at++) {
    clock.advance(HOUR_MS)
    await shop.worker.idle()
  }
  assert.equal(state.runs, ATTEMPTS_MAX)
  const dead = (await theTask(shop)) as Task
  assert.deepEqual([dead.state, dead.attempts], ['dead', ATTEMPTS_MAX])
  assert.deepEqual([shop.worker.stats().failed, shop.worker.stats().dead], [ATTEMPTS_MAX - 1, 1])
  assert.match(shop.logged.at(-1) ?? '', /dead-letter/)

  state.broken = false
  await shop.run((ctx) => ctx.update(tasks, dead.id, (task) => sentAgain(task, ctx.now)))
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'order_1'), 1)
})

test('a started worker notices at once that a dead letter was sent again', async (t) => {
  const site = await aSite(t)
  const { promise, resolve } = Promise.withResolvers<void>()
  const ping = job('tests.ping', async () => resolve())
  const shop = await site.open({ jobs: [ping] }, { pollMs: 1_000_000 })
  await shop.worker.start()
  const { id } = await shop.run(async (ctx) => {
    const task = enqueue(ctx, ping, null)
    return ctx.save(tasks, { ...task, state: 'dead', dueAt: ctx.now + 1 })
  })
  await shop.run((ctx) => ctx.update(tasks, id, (task) => sentAgain(task, ctx.now)))
  await promise
})

test('a try that takes too long counts as failed, and commits nothing when it ends after all', async (t) => {
  const site = await aSite(t)
  const held = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<unknown>()
  let runs = 0
  const stuck = job(
    'tests.stuck',
    async (ctx) => {
      await count(ctx, 'stuck')
      if (++runs > 1) return
      site.clock.advance(5 * SECOND_MS)
      await held.promise
      await ctx.commit().catch(ended.resolve)
    },
    { timeLimitMs: 5 * SECOND_MS },
  )
  const shop = await site.open({ jobs: [stuck] })
  await shop.run(async (ctx) => enqueue(ctx, stuck, null))
  await shop.worker.idle()
  assert.equal((await theTask(shop))?.lastError, 'Error: Not done after 5000 ms.')
  held.resolve()
  assert.match(String(await ended.promise), /was given up/)
  for (let at = 0; at < 10; at++) await turn()
  assert.equal(await countOf(shop, 'stuck'), 0)
  site.clock.advance(SECOND_MS)
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'stuck'), 1)
})

test('a task of a kind that nobody knows waits for a release that does, and dies in the end', async (t) => {
  const site = await aSite(t)
  const future = job('tests.future', (ctx) => count(ctx, 'future'))
  const old = await site.open()
  await old.run(async (ctx) => enqueue(ctx, future, null))
  await old.worker.idle()
  const task = await theTask(old)
  assert.equal(task?.dueAt, site.clock.now() + MINUTE_MS)
  assert.match(task?.lastError ?? '', /"tests.future"/)
  const upgraded = await site.open({ jobs: [future] })
  site.clock.advance(MINUTE_MS)
  await upgraded.worker.idle()
  assert.equal(await countOf(upgraded, 'future'), 1)

  await old.run(async (ctx) => enqueue(ctx, future, null))
  for (let at = 0; at < ATTEMPTS_MAX; at++) {
    await old.worker.idle()
    site.clock.advance(HOUR_MS)
  }
  assert.equal((await theTask(old))?.state, 'dead')
})

test('a task that ends the process each time it is begun dies in the end', async (t) => {
  const site = await aSite(t)
  const never = job('tests.never', () => Promise.reject(new Error('never begun')))
  const first = await site.open({ jobs: [never] })
  await first.run(async (ctx) => enqueue(ctx, never, null))
  const { id } = (await theTask(first)) as Task
  await first.run((ctx) => ctx.update(tasks, id, (task) => ({ ...task, attempts: ATTEMPTS_MAX })))
  const heir = await site.open({ jobs: [never] })
  site.clock.advance(LEASE_MS)
  await heir.worker.idle()
  const task = await theTask(heir)
  assert.deepEqual([task?.state, task?.lastError], ['dead', 'The process ended in the middle of each try.'])
})

test('an error is kept short and without what gives access', async (t) => {
  const secret = 'tok_0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const text = `Bearer abc.def at https://me:pw@mail.example/send?key=1 with ${secret} ${'x'.repeat(5_000)}`
  const { shop } = await aFailingShop(t, () => new Error(text))
  const kept = (await theTask(shop))?.lastError ?? ''
  assert.match(kept, /^Error: Bearer … at https:\/\/…@mail\.example\/send\?… with … x+$/)
  assert.equal(kept.length, 500)
})

test('whatever is thrown, also what is no error, counts as a failure', async (t) => {
  const { shop } = await aFailingShop(t, () => 'no')
  assert.equal((await theTask(shop))?.lastError, 'no')
})
