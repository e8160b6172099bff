import assert from 'node:assert/strict'
import test from 'node:test'
import { MINUTE_MS, toTimestamp } from '#kernel/clock.ts'
import { eventType } from '#kernel/event.ts'
import type { Module } from '#module'
import { modules } from '#modules/index.ts'
import { tasks } from '#store/outbox.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { subscriber } from '#work/handlers.ts'
import { ATTEMPTS_MAX } from '#work/task.ts'

const bellRung = eventType<{ loud: boolean }>('bell.rung')

/** A shop with an ear that hears nothing until it is healed. */
async function aShop(t: test.TestContext) {
  const ear = { deaf: true, heard: 0 }
  const bells: Module = {
    name: 'bells',
    subscribers: [
      subscriber('bells.ear', bellRung, async () => {
        if (ear.deaf) throw new Error('Nothing heard.')
        ear.heard += 1
      }),
    ],
  }
  const shop = await createTestApp({ modules: [...modules, bells] })
  t.after(() => shop.close())
  await shop.worker.idle()
  shop.takeEvents()
  return { ...shop, ear, shop }
}

const ring = (shop: TestApp, bell: string) =>
  shop.run(async (ctx) => ctx.stage(bellRung(bell, { loud: true })))

/** Rings the bell and lets the delivery fail until it is given up. Answers the dead letter. */
async function aDeadLetter(shop: TestApp, bell = 'bell_1') {
  await ring(shop, bell)
  for (let at = 0; at < ATTEMPTS_MAX; at++) {
    await shop.worker.idle()
    shop.clock.advance(30 * MINUTE_MS)
  }
  const dead = await shop.run((ctx) =>
    ctx.find(tasks, 'byState', { equals: ['dead'], reverse: true, limit: 1 }),
  )
  shop.takeEvents()
  return dead.data[0] as NonNullable<(typeof dead.data)[0]>
}

for (const [method, path] of [
  ['GET', '/api/admin/tasks'],
  ['POST', '/api/admin/tasks/task_1/attempts'],
  ['DELETE', '/api/admin/tasks/task_1'],
  ['GET', '/api/admin/events'],
] as const) {
  test(`${method} ${path} is for staff alone`, async (t) => {
    const { request } = await aShop(t)
    const customer = { email: 'ann@example.com', password: 'correct horse battery', name: 'Ann' }
    const { body } = await request('POST', '/api/register', { body: customer })
    assert.equal((await request(method, path)).status, 401)
    const refused = await request(method, path, { token: body.token })
    assert.deepEqual([refused.status, refused.body.code], [403, 'access.forbidden'])
  })
}

test('dead letters are listed with what they carry, how often they failed and why', async (t) => {
  const { shop, request, owner, clock } = await aShop(t)
  assert.deepEqual((await request('GET', '/api/admin/tasks', { token: owner })).body, {
    data: [],
    next: null,
  })
  const rungAt = clock.now()
  const task = await aDeadLetter(shop)
  const { status, body } = await request('GET', '/api/admin/tasks', { token: owner })
  assert.equal(status, 200)
  assert.deepEqual(body, {
    data: [
      {
        id: task.id,
        kind: 'deliver:bells.ear',
        state: 'dead',
        event: { id: task.id.split(':')[0], type: 'bell.rung', subject: 'bell_1' },
        attempts: ATTEMPTS_MAX,
        lastError: 'Error: Nothing heard.',
        dueAt: toTimestamp(task.dueAt),
        createdAt: toTimestamp(rungAt),
        version: task.revision,
      },
    ],
    next: null,
  })
})

test('dead letters are paged with the latest first, due tasks with the earliest first', async (t) => {
  const { shop, request, owner } = await aShop(t)
  for (const bell of ['bell_1', 'bell_2', 'bell_3']) await aDeadLetter(shop, bell)
  const first = await request('GET', '/api/admin/tasks?state=dead&limit=2', { token: owner })
  const rest = await request('GET', `/api/admin/tasks?limit=2&after=${first.body.next}`, { token: owner })
  const bells = [...first.body.data, ...rest.body.data].map((task) => task.event.subject)
  assert.deepEqual(bells, ['bell_3', 'bell_2', 'bell_1'])
  assert.equal(rest.body.next, null)

  const due = await request('GET', '/api/admin/tasks?state=due&limit=100', { token: owner })
  const times = due.body.data.map((task: { dueAt: string }) => task.dueAt)
  assert.deepEqual(times, times.toSorted())
  const housekeeping = due.body.data.find(
    (task: { id: string }) => task.id === 'schedule:operations.housekeeping',
  )
  assert.equal(housekeeping.event, null)
})

test('a state that there is none of, a limit too high and a foreign cursor are refused by name', async (t) => {
  const { request, owner } = await aShop(t)
  for (const [query, field] of [
    ['state=lost', 'state'],
    ['limit=101', 'limit'],
    ['colour=red', 'colour'],
  ]) {
    const { status, body } = await request('GET', `/api/admin/tasks?${query}`, { token: owner })
    assert.deepEqual([status, body.errors[0].field], [400, field])
  }
  const { status, body } = await request('GET', '/api/admin/tasks?after=nonsense', { token: owner })
  assert.deepEqual([status, body.code], [400, 'page.bad_cursor'])
})

test('a dead letter that is sent again arrives, once however often it is asked for with one key', async (t) => {
  const { shop, request, owner, takeEvents, ear } = await aShop(t)
  const { id, revision } = await aDeadLetter(shop)
  ear.deaf = false
  const sendAgain = (key: string) => request('POST', `/api/admin/tasks/${id}/attempts`, { token: owner, key })
  const sent = await sendAgain('first')
  assert.equal(sent.status, 201)
  assert.deepEqual([sent.body.state, sent.body.attempts, sent.body.version], ['due', 0, revision + 1])
  await shop.worker.idle()
  const replayed = await sendAgain('first')
  assert.deepEqual([replayed.status, replayed.body], [201, sent.body])
  await shop.worker.idle()
  assert.equal(ear.heard, 1)
  assert.deepEqual(takeEvents(), [])
  const gone = await sendAgain('second')
  assert.deepEqual([gone.status, gone.body.code], [404, 'task.missing'])
})

test('a discarded dead letter is gone', async (t) => {
  const { shop, request, owner, takeEvents } = await aShop(t)
  const { id, revision } = await aDeadLetter(shop)
  const path = `/api/admin/tasks/${id}`
  const stale = await request('DELETE', path, { token: owner, headers: { 'if-match': `"${revision - 1}"` } })
  assert.equal(stale.status, 412)
  const done = await request('DELETE', path, { token: owner, headers: { 'if-match': `"${revision}"` } })
  assert.deepEqual([done.status, done.body], [204, ''])
  const again = await request('DELETE', path, { token: owner })
  assert.deepEqual([again.status, again.body.code], [404, 'task.missing'])
  assert.deepEqual(takeEvents(), [])
})

test('a task that is still being tried can be neither sent again nor discarded', async (t) => {
  const { shop, request, owner, takeEvents } = await aShop(t)
  await ring(shop, 'bell_1')
  await shop.worker.idle()
  takeEvents()
  const due = await request('GET', '/api/admin/tasks?state=due', { token: owner })
  const { id } = due.body.data.find((task: { kind: string }) => task.kind === 'deliver:bells.ear')
  for (const [method, path] of [
    ['POST', `/api/admin/tasks/${id}/attempts`],
    ['DELETE', `/api/admin/tasks/${id}`],
  ] as const) {
    const { status, body } = await request(method, path, { token: owner })
    assert.deepEqual([status, body.code, body.state, body.attempts], [409, 'task.not_dead', 'due', 1])
  }
  assert.deepEqual(takeEvents(), [])
})

test('what happened to a thing is listed with who did it and when, the latest first', async (t) => {
  const { shop, request, owner, clock, events } = await aShop(t)
  await ring(shop, 'bell_1')
  await ring(shop, 'bell_2')
  clock.advance(MINUTE_MS)
  await ring(shop, 'bell_1')
  const rung = events.filter((event) => event.subject === 'bell_1').toReversed()
  const { status, body } = await request('GET', '/api/admin/events?subject=bell_1', { token: owner })
  assert.equal(status, 200)
  assert.deepEqual(body, {
    data: rung.map(({ id, at }) => ({
      id,
      type: 'bell.rung',
      subject: 'bell_1',
      data: { loud: true },
      at: toTimestamp(at),
      by: 'system',
    })),
    next: null,
  })
})

test('events are listed by type or all together, page by page', async (t) => {
  const { shop, request, owner } = await aShop(t)
  for (const bell of ['bell_1', 'bell_2', 'bell_3']) {
    shop.clock.advance(1)
    await ring(shop, bell)
  }
  const subjects = async (query: string) => {
    const found: string[] = []
    for (let after = ''; ; ) {
      const { body } = await request('GET', `/api/admin/events?limit=2&${query}${after}`, { token: owner })
      found.push(...body.data.map((event: { subject: string }) => event.subject))
      if (!body.next) return found
      after = `&after=${body.next}`
    }
  }
  assert.deepEqual(await subjects('type=bell.rung'), ['bell_3', 'bell_2', 'bell_1'])
  assert.deepEqual((await subjects('')).slice(0, 3), ['bell_3', 'bell_2', 'bell_1'])
  assert.deepEqual(await subjects('type=bell.silent'), [])
  const both = await request('GET', '/api/admin/events?type=bell.rung&subject=bell_1', { token: owner })
  assert.deepEqual([both.status, both.body.code], [400, 'event.two_filters'])
})
