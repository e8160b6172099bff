import assert from 'node:assert/strict'
import test from 'node:test'
import { SECOND_MS } from '#kernel/clock.ts'
import type { RecordedEvent } from '#kernel/event.ts'
import { newId } from '#kernel/id.ts'
import { events } from '#store/outbox.ts'
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
  assert.ok(looks <= 2, `${looks} looks into the log`)
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
