import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Event } from '#kernel/event.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { anOrder } from './fixtures.ts'
import { type Mail, mailTransport, orderCancelled, orderConfirmed, orderFulfilled } from './index.ts'
import { MAIL_KEPT_MS, mailbox, mailboxTransport, purgeMailbox } from './mailbox.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const read = (path = '', token: string | undefined = app.owner) =>
  app.request('GET', `/api/admin/mailbox${path}`, { token })

/** Commits what happened to an order, and lets the mails go out. */
async function happen(...events: Event[]) {
  await app.run(async (ctx) => ctx.stage(...events))
  await app.worker.idle()
  app.clock.advance(1)
}

const tracking = { carrier: 'UPS', number: '1Z999', url: null }

test('an order is followed by mail from its confirmation to the parcel', async () => {
  const order = anOrder()
  await happen(orderConfirmed(order.id, order))
  await happen(orderFulfilled(order.id, { order, fulfilment: { lines: order.lines, tracking } }))
  await happen(orderCancelled(order.id, { order, reason: null }))
  const { status, body } = await read()
  assert.equal(status, 200)
  assert.deepEqual(
    body.data.map(({ subject, kind }: Loose) => [kind, subject]),
    [
      ['order-cancellation', 'Your order #7QK4-M2XD has been cancelled'],
      ['order-shipped', 'Your order #7QK4-M2XD is on its way'],
      ['order-confirmation', 'Your order #7QK4-M2XD has been confirmed!'],
    ],
  )
  const [, , confirmation] = body.data
  const { text, html, eventId, id, ...rest } = confirmation
  assert.deepEqual(rest, {
    to: 'Ada@example.com',
    from: '"Marketsquare" <shop@example.com>',
    subject: 'Your order #7QK4-M2XD has been confirmed!',
    kind: 'order-confirmation',
    about: 'order_1',
    at: '2026-11-02T09:00:00.000Z',
  })
  assert.match(id, /^mail_/)
  assert.ok(app.events.some((event) => event.id === eventId))
  assert.ok(text.includes('$98.60') && html.includes('$98.60'))
  assert.ok(text.includes(`${app.config.publicUrl}/orders/order_1?token=guest%20token`))
  const one = await read(`/${id}`)
  assert.deepEqual([one.status, one.body], [200, confirmation])
})

test('mails are found by address, in pages', async () => {
  const order = anOrder({ email: 'eve@example.com' })
  for (let at = 0; at < 3; at++) await happen(orderConfirmed(`order_${at}`, { ...order, id: `order_${at}` }))
  const first = await read('?to=EVE@example.com&limit=2')
  assert.deepEqual(
    first.body.data.map((mail: Mail) => mail.about),
    ['order_2', 'order_1'],
  )
  const second = await read(`?to=eve@example.com&limit=2&after=${first.body.next}`)
  assert.deepEqual(
    second.body.data.map((mail: Mail) => mail.about),
    ['order_0'],
  )
  assert.equal(second.body.next, null)
  assert.deepEqual((await read('?to=nobody@example.com')).body.data, [])
  assert.equal((await read('?limit=101')).status, 400)
})

test('only staff read mails', async () => {
  const body = { email: 'customer@example.com', password: 'correct horse', name: 'C' }
  const { token } = (await app.request('POST', '/api/register', { body })).body
  const [mail] = (await read('?limit=1')).body.data
  for (const path of ['', `/${mail.id}`]) {
    assert.equal((await app.request('GET', `/api/admin/mailbox${path}`)).status, 401)
    assert.equal((await read(path, token)).status, 403)
  }
})

test('there is nothing at the id of no mail', async () => {
  const unknown = await read(`/mail_${'0'.repeat(26)}`)
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'mail.missing'])
  assert.equal((await read('/nonsense')).status, 404)
})

test("a shop's name can put nothing into the head of a mail", async () => {
  await app.request('PATCH', '/api/admin/settings', {
    token: app.owner,
    body: { name: 'The "Shop" \\\r\nBcc: all@example.com' },
  })
  const order = anOrder({ email: 'x@example.com', number: 'A\r\nB' })
  await happen(orderConfirmed(order.id, order))
  const [mail] = (await read('?to=x@example.com')).body.data
  assert.equal(mail.from, '"The \\"Shop\\" \\\\ Bcc: all@example.com" <shop@example.com>')
  assert.equal(mail.subject, 'Your order #A B has been confirmed!')
})

test('another transport is tried again with the same event until the mail is taken', async () => {
  const tried: Mail[] = []
  app.ports.fill(mailTransport, {
    name: 'flaky',
    async send(_ctx, mail) {
      tried.push(mail)
      if (tried.length < 3) throw new Error('The mail server is away.')
    },
  })
  const order = anOrder({ email: 'patient@example.com' })
  await happen(orderConfirmed(order.id, order))
  for (let at = 0; at < 5; at++) {
    app.clock.advance(10_000)
    await app.worker.idle()
  }
  assert.equal(tried.length, 3)
  assert.equal(new Set(tried.map((mail) => mail.eventId)).size, 1)
  assert.deepEqual((await read('?to=patient@example.com')).body.data, [])
})

test('mails that are old make room, the others stay', async () => {
  app.ports.fill(mailTransport, mailboxTransport)
  app.clock.advance(MAIL_KEPT_MS - 1)
  const order = anOrder({ email: 'late@example.com' })
  await happen(orderConfirmed(order.id, order))
  const remaining = () => app.run(async (ctx) => (await ctx.find(mailbox, 'byId', { limit: 100 })).data)
  await app.run((ctx) => purgeMailbox.handle(ctx))
  assert.deepEqual(
    (await remaining()).map((mail) => mail.to),
    ['late@example.com'],
  )
  await app.run((ctx) => purgeMailbox.handle(ctx))
  assert.equal((await remaining()).length, 1)
})
