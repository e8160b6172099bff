import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import type { RecordedEvent } from '#kernel/event.ts'
import { newId } from '#kernel/id.ts'
import { COMMIT_MS_MAX } from '#store/engine.ts'
import { events } from '#store/outbox.ts'
import { until } from '#testing/until.ts'
import { aSite, type Process, place, type Site } from './fixture.ts'
import { type FollowerInit, followEvents } from './follower.ts'

const WINDOW_MS = 15 * SECOND_MS

/** A process that follows, and one whose events it is to hear of. */
async function aFollower(t: test.TestContext, init: Partial<FollowerInit> = {}) {
  const site = await aSite(t)
  const mine = await site.open()
  const other = await site.open()
  const heard: string[] = []
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const onEvents = (told: readonly RecordedEvent[]) => void heard.push(...told.map((event) => event.subject))
  const start = () => {
    const options = { clock: site.clock, log, pollMs: 1_000_000, windowMs: WINDOW_MS, onEvents, ...init }
    const follower = followEvents(mine.store, options)
    t.after(() => follower.stop())
    return follower
  }
  return { site, mine, other, heard, start }
}

test('events of another process are told once, in their order', async (t) => {
  const { site, other, heard, start } = await aFollower(t)
  const follower = start()
  for (let at = 1; at <= 40; at++) {
    await place(other, `order_${at}`)
    site.clock.advance(SECOND_MS)
    if (at % 3 === 0) await follower.poll()
  }
  await follower.poll()
  assert.deepEqual(
    heard,
    Array.from({ length: 40 }, (_, at) => `order_${at + 1}`),
  )
})

test('events of this process are not told', async (t) => {
  const { site, mine, other, heard, start } = await aFollower(t)
  const follower = start()
  for (let at = 1; at <= 20; at++) {
    await place(mine, `mine_${at}`)
    await place(other, `other_${at}`)
    site.clock.advance(2 * SECOND_MS)
    await follower.poll()
  }
  assert.deepEqual(
    heard,
    Array.from({ length: 20 }, (_, at) => `other_${at + 1}`),
  )
})

test('as long as nobody else commits the log is not read, and nothing of what comes then is missed', async (t) => {
  const { site, mine, other, heard, start } = await aFollower(t)
  const find = t.mock.method(mine.store.engine, 'find')
  const follower = start()
  for (let at = 1; at <= 60; at++) {
    await place(mine, `mine_${at}`)
    site.clock.advance(SECOND_MS)
    await follower.poll()
  }
  const looks = find.mock.callCount()
  // Not every engine can tell.
  if (mine.store.engine.foreignCommits) assert.ok(looks <= 2, `${looks} looks into the log`)
  await placeLate(other, site, { subject: 'late', lateMs: WINDOW_MS })
  await place(other, 'other')
  for (let at = 1; at <= WINDOW_MS / SECOND_MS; at++) {
    await follower.poll()
    site.clock.advance(SECOND_MS)
  }
  assert.deepEqual(heard.toSorted(), ['late', 'other'])
})

test('an event that became visible after later ones is told too', async (t) => {
  const { site, other, heard, start } = await aFollower(t)
  const follower = start()
  site.clock.advance(60 * SECOND_MS)
  await follower.poll()
  await place(other, 'order_2')
  await follower.poll()
  await placeLate(other, site, { subject: 'order_1', lateMs: WINDOW_MS })
  for (let at = 0; at < WINDOW_MS / SECOND_MS; at++) {
    site.clock.advance(SECOND_MS)
    await follower.poll()
  }
  assert.deepEqual(heard, ['order_2', 'order_1'])
})

test('following can begin after a known event, however long ago and however much followed', async (t) => {
  const { site, other, heard, start } = await aFollower(t, { from: newId('evt', { now: () => 0 }) })
  await Promise.all(Array.from({ length: 1_200 }, (_, at) => place(other, `order_${at}`)))
  site.clock.advance(24 * 60 * 60 * SECOND_MS)
  const follower = start()
  await follower.poll()
  await follower.poll()
  assert.equal(heard.length, 1_200)
  assert.equal(new Set(heard).size, 1_200)
})

test('what could not be taken in is told again', async (t) => {
  let broken = true
  const taken: string[] = []
  const { other, start } = await aFollower(t, {
    async onEvents(told) {
      if (broken) throw new Error('not now')
      taken.push(...told.map((event) => event.subject))
    },
  })
  const follower = start()
  await place(other, 'order_1')
  await assert.rejects(follower.poll(), /not now/)
  broken = false
  await follower.poll()
  await follower.poll()
  assert.deepEqual(taken, ['order_1'])
})

test('a follower that has stopped tells nothing any more', async (t) => {
  const { other, heard, start } = await aFollower(t)
  const follower = start()
  await follower.stop()
  await place(other, 'order_1')
  await follower.poll()
  assert.deepEqual(heard, [])
})

test('whoever is woken looks soon', async (t) => {
  const { other, heard, start } = await aFollower(t)
  const follower = start()
  await follower.poll()
  for (let at = 1; at <= 3; at++) {
    await place(other, `order_${at}`)
    follower.wake()
    await until('it is told', () => heard.length === at)
  }
  assert.deepEqual(heard, ['order_1', 'order_2', 'order_3'])
})

test('what was overtaken by a little is told at the next poll, not only after half the window', async (t) => {
  const { site, other, heard, start } = await aFollower(t)
  const follower = start()
  site.clock.advance(60 * SECOND_MS)
  await follower.poll()
  await place(other, 'order_2')
  follower.wake()
  await until('it is told', () => heard.length === 1)
  await placeLate(other, site, { subject: 'order_1', lateMs: 500 })
  follower.wake()
  await new Promise((resolve) => setTimeout(resolve, 50))
  site.clock.advance(SECOND_MS)
  await follower.poll()
  assert.deepEqual(heard, ['order_2', 'order_1'])
})

test('nothing is missed and nothing told twice, however commits overtake each other', async (t) => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ place: fc.integer({ min: 0, max: COMMIT_MS_MAX }) }) },
    { weight: 4, arbitrary: fc.record({ wait: fc.integer({ min: 0, max: 6 * SECOND_MS }) }) },
    { weight: 1, arbitrary: fc.record({ wait: fc.integer({ min: 0, max: 10 * MINUTE_MS }) }) },
    { weight: 3, arbitrary: fc.record({ poll: fc.constant(true) }) },
    { weight: 1, arbitrary: fc.record({ mine: fc.constant(true) }) },
  )
  const { site, mine, other, heard, start } = await aFollower(t)
  const delayed = delayVisibility(other, site)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      heard.length = 0
      const placed: string[] = []
      const follower = start()
      for (const [at, each] of steps.entries()) {
        if ('place' in each) {
          placed.push(`order_${at}`)
          delayed.place(`order_${at}`, each.place)
        } else if ('wait' in each) await delayed.advance(each.wait)
        else if ('mine' in each) await place(mine, `mine_${at}`)
        else await follower.poll()
      }
      for (let at = 0; at < 20; at++) {
        await delayed.advance(SECOND_MS)
        await follower.poll()
      }
      await follower.stop()
      // A new follower tells what happened within the window before it once more.
      site.clock.advance(2 * WINDOW_MS)
      assert.deepEqual(heard.toSorted(), placed.toSorted())
    }),
    { numRuns: 60 },
  )
})

test('a clock that is set back hides nothing', async (t) => {
  const { site, other, heard, start } = await aFollower(t)
  const follower = start()
  await place(other, 'order_1')
  await follower.poll()
  site.clock.advance(-60 * MINUTE_MS)
  await place(other, 'order_2')
  await follower.poll()
  assert.deepEqual(heard, ['order_1', 'order_2'])
})

/**
 * Makes a process's commits visible later than they are made, by the manual clock, up to as late as an engine
 * may.
 */
function delayVisibility({ store, ...shop }: Process, site: Site) {
  const { engine } = store
  const { commit } = engine
  const waiting: { at: number; show: () => Promise<void> }[] = []
  let lateMs = 0
  engine.commit = (writes) => {
    const at = site.clock.now() + lateMs
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.push({ at, show: () => commit(writes).then(resolve) })
    return promise
  }
  return {
    place(subject: string, ms: number) {
      lateMs = ms
      // It is begun in the same turn: its id and its commit are of now.
      void place({ store, ...shop }, subject)
    },
    async advance(ms: number) {
      await new Promise(setImmediate)
      const end = site.clock.now() + ms
      for (let next = first(end); next; next = first(end)) {
        site.clock.advance(Math.max(0, next.at - site.clock.now()))
        await next.show()
      }
      site.clock.advance(end - site.clock.now())
    },
  }

  function first(end: number) {
    waiting.sort((a, b) => a.at - b.at)
    return waiting[0] && waiting[0].at <= end ? waiting.shift() : undefined
  }
}

/** An event whose id was made some time before its commit became visible. */
async function placeLate(at: Process, site: Site, { subject, lateMs }: { subject: string; lateMs: number }) {
  const id = newId('evt', { now: () => site.clock.now() - lateMs + 1 })
  const body = {
    type: 'order.placed',
    subject,
    data: { total: 1 },
    at: site.clock.now() - lateMs,
    by: 'system',
  }
  await at.store.engine.commit([{ op: 'insert', collection: events, id, schema: 1, body }])
}
