import assert from 'node:assert/strict'
import test from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { SECOND_MS } from '#kernel/clock.ts'
import { events, tasks } from '#store/outbox.ts'
import { aSite, count, countOf, LEASE_MS, orderPlaced, place } from './fixture.ts'
import { enqueue, handlersByKind, job, subscriber } from './handlers.ts'

const counter = subscriber('tests.counter', orderPlaced, (ctx, event) => count(ctx, event.subject))

test('an event reaches each of its subscribers once, and no delivery is left behind', async (t) => {
  const site = await aSite(t)
  const other = subscriber('tests.other', orderPlaced, (ctx) => count(ctx, 'other'))
  const shop = await site.open({ subscribers: [counter, other] })
  await place(shop, 'order_1')
  await place(shop, 'order_2')
  await shop.worker.idle()
  assert.deepEqual(
    [await countOf(shop, 'order_1'), await countOf(shop, 'order_2'), await countOf(shop, 'other')],
    [1, 1, 2],
  )
  assert.equal((await shop.run((ctx) => ctx.find(tasks, 'byId'))).data.length, 0)
  assert.equal((await shop.run((ctx) => ctx.find(events, 'byId'))).data.length, 2)
  assert.equal(shop.worker.stats().done, 4)
})

test('a started worker delivers what its own process commits without looking for it', async (t) => {
  const site = await aSite(t)
  const { promise, resolve } = Promise.withResolvers<string>()
  const tell = subscriber('tests.tell', orderPlaced, async (_ctx, event) => resolve(event.subject))
  const shop = await site.open({ subscribers: [tell] }, { pollMs: 1_000_000 })
  await shop.worker.start()
  await place(shop, 'order_1')
  assert.equal(await promise, 'order_1')
})

test('what a subscriber gets is the event as it lies in the log', async (t) => {
  const site = await aSite(t)
  const got: unknown[] = []
  const keep = subscriber('tests.keep', orderPlaced, async (_ctx, event) => void got.push(event))
  const shop = await site.open({ subscribers: [keep] })
  await place(shop, 'order_1')
  await shop.worker.idle()
  const [{ revision: _, ...event }] = (await shop.run((ctx) => ctx.find(events, 'byId'))).data as never as [
    { revision: number },
  ]
  assert.deepEqual(got, [event])
})

test('what a handler causes is delivered in turn', async (t) => {
  const site = await aSite(t)
  const again = job('tests.again', (ctx, id: string) => count(ctx, id))
  const chain = subscriber('tests.chain', orderPlaced, async (ctx, event) => {
    enqueue(ctx, again, `after ${event.subject}`)
  })
  const shop = await site.open({ subscribers: [chain], jobs: [again] })
  await place(shop, 'order_1')
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'after order_1'), 1)
})

test('a job waits for its time, and one with an id of its own exists once', async (t) => {
  const site = await aSite(t)
  const later = job('tests.later', (ctx, id: string) => count(ctx, id))
  const shop = await site.open({ jobs: [later] })
  const at = { dueAt: site.clock.now() + 60_000, id: 'task_reminder' }
  await shop.run(async (ctx) => enqueue(ctx, later, 'a', at))
  const twice = shop.run(async (ctx) => {
    if (!(await ctx.get(tasks, at.id))) enqueue(ctx, later, 'a', at)
  })
  await twice
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'a'), 0)
  site.clock.advance(60_000)
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'a'), 1)
})

test('tasks of a process without a worker are done by one that has one', async (t) => {
  const site = await aSite(t)
  const importer = await site.open({ subscribers: [counter] }, { leaseMs: 0 })
  for (let at = 0; at < 120; at++) await place(importer, 'order_1')
  const shop = await site.open({ subscribers: [counter] })
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'order_1'), 120)
})

test('a started worker goes on until nothing is due, without waiting for the next look', async (t) => {
  const site = await aSite(t)
  const importer = await site.open({ subscribers: [counter] }, { leaseMs: 0 })
  await Promise.all(Array.from({ length: 120 }, () => place(importer, 'order_1')))
  const all = Promise.withResolvers<void>()
  let heard = 0
  const ear = subscriber('tests.counter', orderPlaced, async () => {
    if (++heard === 120) all.resolve()
  })
  const shop = await site.open({ subscribers: [ear] }, { pollMs: 1_000_000 })
  await shop.worker.start()
  await all.promise
  assert.equal(heard, 120)
})

test('a started worker that is woken does what another process has left', async (t) => {
  const site = await aSite(t)
  const { promise, resolve } = Promise.withResolvers<string>()
  const tell = subscriber('tests.tell', orderPlaced, async (_ctx, event) => resolve(event.subject))
  const web = await site.open({ subscribers: [tell] }, { leaseMs: 0 })
  const shop = await site.open({ subscribers: [tell] }, { pollMs: 1_000_000 })
  await shop.worker.start()
  await shop.worker.idle()
  await place(web, 'order_1')
  shop.worker.wake()
  assert.equal(await promise, 'order_1')
})

test('a handler whose commit conflicts runs again, and its effects happen once', async (t) => {
  const site = await aSite(t)
  let runs = 0
  const contested = subscriber('tests.contested', orderPlaced, async (ctx) => {
    await count(ctx, 'contested')
    if (++runs === 1) await shop.run((rival) => count(rival, 'contested'))
  })
  const shop = await site.open({ subscribers: [contested] })
  await place(shop, 'order_1')
  await shop.worker.idle()
  assert.equal(runs, 2)
  assert.equal(await countOf(shop, 'contested'), 2, 'one of the rival, one of the handler')
})

test('a crashed process loses its tasks to another when their leases end, not before', async (t) => {
  const site = await aSite(t)
  const crashed = await site.open({ subscribers: [counter] })
  await place(crashed, 'order_1')
  const heir = await site.open({ subscribers: [counter] })
  site.clock.advance(LEASE_MS - 1)
  await heir.worker.idle()
  assert.equal(await countOf(heir, 'order_1'), 0)
  site.clock.advance(1)
  await heir.worker.idle()
  assert.equal(await countOf(heir, 'order_1'), 1)
  await crashed.worker.idle()
  assert.equal(await countOf(heir, 'order_1'), 1, 'the late one finds it done')
})

test('a process that was held up past its lease commits nothing once another has taken over', async (t) => {
  const site = await aSite(t)
  const reached = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const slow = subscriber('tests.counter', orderPlaced, async (ctx, event) => {
    await count(ctx, event.subject)
    reached.resolve()
    await held.promise
  })
  const sleeper = await site.open({ subscribers: [slow] }, { pollMs: 1_000_000 })
  const heir = await site.open({ subscribers: [counter] })
  await place(sleeper, 'order_1')
  const sleeping = sleeper.worker.idle()
  await reached.promise
  site.clock.advance(LEASE_MS)
  await heir.worker.idle()
  held.resolve()
  await sleeping
  assert.equal(await countOf(heir, 'order_1'), 1)
  assert.equal(sleeper.worker.stats().done, 0)
})

test('a task that another process has taken over is not even begun', async (t) => {
  const site = await aSite(t)
  const held = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  const begun: string[] = []
  const as = (name: string) =>
    subscriber('tests.counter', orderPlaced, async () => {
      begun.push(name)
      reached.resolve()
      await held.promise
    })
  const late = await site.open({ subscribers: [as('late')] })
  const heir = await site.open({ subscribers: [as('heir')] })
  await place(late, 'order_1')
  site.clock.advance(LEASE_MS)
  const delivering = heir.worker.idle()
  await reached.promise
  await late.worker.idle()
  held.resolve()
  await delivering
  assert.deepEqual(begun, ['heir'])
})

test('a process does not take a task from itself, however late it is', async (t) => {
  const site = await aSite(t)
  let begun = 0
  let looked: Promise<number> | undefined
  const long = subscriber('tests.long', orderPlaced, async () => {
    begun += 1
    site.clock.advance(2 * LEASE_MS)
    looked = shop.worker.runDue()
    for (let at = 0; at < 20; at++) await turn()
  })
  const shop = await site.open({ subscribers: [long] }, { pollMs: 1_000_000 })
  await place(shop, 'order_1')
  await shop.worker.idle()
  await looked
  assert.deepEqual([begun, shop.worker.stats().done], [1, 1])
})

test('a task that runs longer than its lease keeps it', async (t) => {
  const site = await aSite(t)
  const long = subscriber('tests.counter', orderPlaced, async (ctx, event) => {
    await count(ctx, event.subject)
    for (let at = 0; at < 4; at++) {
      site.clock.advance(LEASE_MS / 2)
      await until(async () => (await shop.run((own) => own.get(tasks, taskId)))?.revision === at + 2)
      await heir.worker.idle()
    }
  })
  const shop = await site.open({ subscribers: [long] })
  const heir = await site.open({ subscribers: [counter] })
  await place(shop, 'order_1')
  const [task] = (await shop.run((ctx) => ctx.find(tasks, 'byId'))).data
  const taskId = task?.id ?? ''
  await shop.worker.idle()
  assert.equal(await countOf(shop, 'order_1'), 1)
  assert.deepEqual([shop.worker.stats().done, heir.worker.stats().done], [1, 0])
})

test('a handler that ends while its lease is being renewed does not run again', async (t) => {
  const site = await aSite(t)
  const renewing = Promise.withResolvers<void>()
  let begun = 0
  const slow = subscriber('tests.slow', orderPlaced, async (ctx, event) => {
    begun += 1
    await count(ctx, event.subject)
    site.clock.advance(LEASE_MS / 2)
    await renewing.promise
  })
  const shop = await site.open({ subscribers: [slow] })
  const { engine } = shop.store
  const { commit } = engine
  engine.commit = async (writes) => {
    await commit(writes)
    if (!writes.some(({ op, collection }) => op === 'replace' && collection === tasks)) return
    renewing.resolve()
    for (let at = 0; at < 20; at++) await turn()
  }
  await place(shop, 'order_1')
  await shop.worker.idle()
  assert.equal(begun, 1)
  assert.equal(await countOf(shop, 'order_1'), 1)
})

test('never more run at the same time than they should', async (t) => {
  const site = await aSite(t)
  let running = 0
  let most = 0
  const crowd = subscriber('tests.crowd', orderPlaced, async () => {
    most = Math.max(most, ++running)
    for (let at = 0; at < 5; at++) await turn()
    running -= 1
  })
  const shop = await site.open({ subscribers: [crowd] }, { concurrency: 3 })
  await Promise.all(Array.from({ length: 20 }, () => place(shop, 'order_1')))
  await shop.worker.idle()
  assert.equal(most, 3)
  assert.equal(shop.worker.stats().done, 20)
})

test('stopping lets the tasks that began end and begins no others', async (t) => {
  const site = await aSite(t)
  const reached = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const slow = subscriber('tests.slow', orderPlaced, async (ctx, event) => {
    reached.resolve()
    await held.promise
    await count(ctx, event.subject)
  })
  const shop = await site.open({ subscribers: [slow] }, { concurrency: 1 })
  await shop.worker.start()
  await place(shop, 'order_1')
  await reached.promise
  await place(shop, 'order_2')
  const stopped = shop.worker.stop()
  await place(shop, 'order_3')
  held.resolve()
  await stopped
  assert.deepEqual(
    [await countOf(shop, 'order_1'), await countOf(shop, 'order_2'), await countOf(shop, 'order_3')],
    [1, 0, 0],
  )
  const heir = await site.open({ subscribers: [slow] })
  site.clock.advance(LEASE_MS)
  await heir.worker.idle()
  assert.deepEqual([await countOf(heir, 'order_2'), await countOf(heir, 'order_3')], [1, 1])
})

test('the figures tell how many ran and how long the last one had waited', async (t) => {
  const site = await aSite(t)
  const shop = await site.open({ subscribers: [counter] })
  await place(shop, 'order_1')
  assert.equal(shop.worker.stats().waiting, 1)
  site.clock.advance(3 * SECOND_MS)
  await shop.worker.idle()
  assert.deepEqual(shop.worker.stats(), {
    waiting: 0,
    running: 0,
    done: 1,
    failed: 0,
    dead: 0,
    lost: 0,
    lagMs: 3 * SECOND_MS,
  })
})

test('two handlers of one name are refused', () => {
  const twice = { subscribers: [counter, counter], jobs: [], schedules: [] }
  assert.throws(() => handlersByKind(twice), /"deliver:tests.counter"/)
})

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await turn()
}
