import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type Reply, type TestApp } from '#testing/app.ts'
import { aCart, aCustomer, anOrder, aPromotion, aVariant, available, aZone, checkOut } from '#testing/shop.ts'

let app: TestApp
let variantId: string

before(async () => {
  app = await createTestApp()
  await aZone(app)
})
beforeEach(async () => {
  variantId = await aVariant(app, { onHand: 10 })
  app.takeEvents()
})
after(() => app.close())

const staff = (method: string, path: string, ask: Loose = {}) =>
  app.request(method, `/api/admin/orders${path}`, { token: app.owner, ...ask })

/** An order of three of one thing and one of another. */
const aLargeOrder = async (): Promise<Loose> => {
  const other = await aVariant(app, {}, { title: 'Red Mug' })
  const order = await anOrder(app, {
    items: [
      { variantId, quantity: 3 },
      { variantId: other, quantity: 1 },
    ],
  })
  await app.worker.idle()
  app.takeEvents()
  return order
}

const mailsAbout = async ({ number }: Loose): Promise<Loose[]> => {
  await app.worker.idle()
  const { body } = await app.request('GET', '/api/admin/mailbox?limit=100', { token: app.owner })
  return body.data.filter((mail: Loose) => mail.subject.includes(number))
}

function refused({ status, body }: Reply, expected: [status: number, code: string]): void {
  assert.deepEqual([status, body.code], expected, body.detail)
  assert.deepEqual(app.takeEvents(), [])
}

describe('GET /api/admin/orders', () => {
  it('lists all orders, newest first, page by page', async () => {
    const ids: string[] = []
    for (let n = 0; n < 3; n++) {
      app.clock.advance(1_000)
      ids.unshift((await anOrder(app)).id)
    }
    const first = await staff('GET', '?limit=2')
    assert.equal(first.status, 200)
    const second = await staff('GET', `?limit=2&after=${first.body.next}`)
    const seen = [...first.body.data, ...second.body.data].map((order: Loose) => order.id)
    assert.deepEqual(seen.slice(0, 3), ids)
  })

  it('lists those in one status', async () => {
    const declined = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    await checkOut(app, declined, { card: 'declined' })
    const waiting = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    const pending = (await checkOut(app, waiting, { card: 'second_step' })).body
    const statuses = async (status: string) =>
      (await staff('GET', `?status=${status}`)).body.data.map((order: Loose) => [order.id, order.status])
    assert.deepEqual(await statuses('pending'), [[pending.id, 'pending']])
    assert.deepEqual(await statuses('placed'), [])
    assert.ok((await statuses('paid')).every(([, status]: string[]) => status === 'paid'))
  })

  it('lists those of an e-mail address, however it is written', async () => {
    const mine = await anOrder(app, { email: 'Mo@Example.com' })
    for (const email of ['Mo@Example.com', 'mo@example.com', 'MO@EXAMPLE.COM']) {
      const { body } = await staff('GET', `?email=${encodeURIComponent(email)}`)
      assert.deepEqual(
        body.data.map((order: Loose) => [order.id, order.email]),
        [[mine.id, 'Mo@Example.com']],
      )
    }
    assert.deepEqual((await staff('GET', '?email=nobody@example.com')).body, { data: [], next: null })
  })

  it('finds the one of a number, however it is typed', async () => {
    const { id, number } = await anOrder(app)
    for (const typed of [number, number.toLowerCase(), `#${number}`, ` ${number} `]) {
      const { body } = await staff('GET', `?number=${encodeURIComponent(typed)}`)
      assert.deepEqual([body.data.map((order: Loose) => order.id), body.next], [[id], null])
    }
    assert.deepEqual((await staff('GET', '?number=0000-0000')).body, { data: [], next: null })
  })

  it('lists those of a customer, newest first, page by page', async () => {
    const { id: customer, token } = await aCustomer(app, 'regular@example.com')
    const ids: string[] = []
    for (let n = 0; n < 3; n++) {
      app.clock.advance(1_000)
      ids.unshift((await anOrder(app, { token })).id)
    }
    const first = await staff('GET', `?customer=${customer}&limit=2`)
    const rest = await staff('GET', `?customer=${customer}&limit=2&after=${first.body.next}`)
    const seen = [...first.body.data, ...rest.body.data].map((order: Loose) => order.id)
    assert.deepEqual([seen, rest.body.next], [ids, null])
    assert.deepEqual((await staff('GET', `?customer=${newId('user')}`)).body, { data: [], next: null })
  })

  it('refuses to look for both at once, wrong words and cursors that are none', async () => {
    for (const query of [
      '?status=paid&email=mo@example.com',
      '?status=paid&number=7QK4-M2XD',
      `?email=mo@example.com&customer=${newId('user')}`,
    ]) {
      refused(await staff('GET', query), [400, 'order.two_filters'])
    }
    for (const query of [
      '?status=new',
      '?email=mo',
      '?limit=0',
      '?limit=101',
      '?colour=red',
      '?customer=ada',
    ]) {
      refused(await staff('GET', query), [400, 'http.invalid_query'])
    }
    refused(await staff('GET', '?after=nonsense'), [400, 'page.bad_cursor'])
  })

  it('is for staff', async () => {
    const customer = await aCustomer(app, 'someone@example.com')
    app.takeEvents()
    refused(await app.request('GET', '/api/admin/orders'), [401, 'access.unauthenticated'])
    refused(await app.request('GET', '/api/admin/orders', customer), [403, 'access.forbidden'])
  })
})

describe('GET /api/admin/orders/:orderId', () => {
  it('shows what its customer sees', async () => {
    const { token, ...order } = await anOrder(app)
    const { status, body, headers } = await staff('GET', `/${order.id}`)
    assert.equal(status, 200)
    assert.deepEqual(body, order)
    assert.equal(headers.etag, `"${order.version}"`)
    assert.ok(token)
  })

  it('answers 404 for an unknown one', async () => {
    refused(await staff('GET', `/${newId('order')}`), [404, 'order.missing'])
    refused(await staff('GET', '/42'), [404, 'http.not_found'])
  })
})

describe('POST /api/admin/orders/:orderId/fulfilments', () => {
  const ship = (order: Loose, ask: Loose = {}) =>
    staff('POST', `/${order.id}/fulfilments`, { body: {}, ...ask })
  const tracking = { carrier: 'Post', number: 'RX-42', url: 'https://post.example/RX-42' }

  it('ships everything, tells the customer once and shows the tracking', async () => {
    const order = await aLargeOrder()
    app.clock.advance(60_000)
    const { status, body } = await ship(order, { body: { tracking } })
    assert.equal(status, 201)
    assert.deepEqual([body.status, body.version], ['fulfilled', order.version + 1])
    const [mugs, red] = order.lines
    assert.deepEqual(body.fulfilments, [
      {
        id: body.fulfilments[0].id,
        lines: [
          { lineId: mugs.id, quantity: 3 },
          { lineId: red.id, quantity: 1 },
        ],
        tracking,
        at: body.updatedAt,
      },
    ])
    assert.deepEqual(
      body.lines.map((line: Loose) => line.fulfilled),
      [3, 1],
    )
    assert.equal(body.history.at(-1).what, 'fulfilled')
    assert.deepEqual(app.takeEvents(), ['order.fulfilled'])
    const mails = await mailsAbout(order)
    const [shipped, ...more] = mails.filter((mail) => mail.subject.endsWith('is on its way'))
    assert.deepEqual([mails.length, more], [2, []])
    const mail = await app.request('GET', `/api/admin/mailbox/${shipped?.id}`, { token: app.owner })
    assert.match(mail.body.text, /3 x Blue Mug\n1 x Red Mug/)
    assert.match(mail.body.text, /Carrier: Post\nTracking number: RX-42/)
    assert.match(mail.body.text, /Track your parcel: https:\/\/post\.example\/RX-42/)
    assert.deepEqual(app.takeEvents(), [])
  })

  it('ships a part, and then what is left', async () => {
    const order = await aLargeOrder()
    const [mugs, red] = order.lines
    const part = await ship(order, { body: { lines: [{ lineId: mugs.id, quantity: 2 }] } })
    assert.deepEqual([part.body.status, part.body.fulfilments[0].tracking], ['paid', null])
    const rest = await ship(order)
    assert.equal(rest.body.status, 'fulfilled')
    assert.deepEqual(rest.body.fulfilments[1].lines, [
      { lineId: mugs.id, quantity: 1 },
      { lineId: red.id, quantity: 1 },
    ])
    assert.deepEqual(app.takeEvents(), ['order.fulfilled', 'order.fulfilled'])
    assert.equal((await mailsAbout(order)).length, 3)
  })

  it('needs no body', async () => {
    const order = await aLargeOrder()
    const { status, body } = await staff('POST', `/${order.id}/fulfilments`)
    assert.deepEqual([status, body.status], [201, 'fulfilled'])
    app.takeEvents()
  })

  it('refuses more than is left, lines of other orders and what is already on its way', async () => {
    const order = await aLargeOrder()
    const [mugs] = order.lines
    const over = await ship(order, { body: { lines: [{ lineId: mugs.id, quantity: 4 }] } })
    refused(over, [422, 'order.over_fulfilled'])
    assert.deepEqual([over.body.lineId, over.body.left], [mugs.id, 3])
    const foreign = { lines: [{ lineId: newId('line'), quantity: 1 }] }
    refused(await ship(order, { body: foreign }), [422, 'order.no_such_line'])
    assert.equal((await ship(order)).status, 201)
    app.takeEvents()
    refused(await ship(order), [409, 'order.nothing_to_ship'])
  })

  it('refuses an order that is not paid', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    const placed = (await checkOut(app, cart, { card: 'settles_later' })).body
    app.takeEvents()
    const reply = await ship(placed)
    refused(reply, [409, 'order.not_paid'])
    assert.match(reply.body.detail, /is placed; only a paid one can be shipped/)
  })

  it('refuses parcels that are none, unknown orders and everyone but staff', async () => {
    const order = await aLargeOrder()
    const wrong = [
      { lines: [] },
      { lines: [{ lineId: order.lines[0].id, quantity: 0 }] },
      { tracking: { carrier: 'Post' } },
      { tracking: { ...tracking, url: 'javascript:alert(1)' } },
      { parcels: 1 },
    ]
    for (const body of wrong) refused(await ship(order, { body }), [422, 'http.invalid'])
    refused(await ship({ id: newId('order') }), [404, 'order.missing'])
    refused(await ship(order, { token: undefined }), [401, 'access.unauthenticated'])
  })

  it('ships once for one Idempotency-Key, and not at another version', async () => {
    const order = await aLargeOrder()
    const body = { lines: [{ lineId: order.lines[0].id, quantity: 1 }] }
    refused(await ship(order, { body, headers: { 'if-match': '"7"' } }), [412, 'http.precondition_failed'])
    const [first, again] = [await ship(order, { body, key: 'p' }), await ship(order, { body, key: 'p' })]
    assert.deepEqual(again.body, first.body)
    assert.equal(first.body.lines[0].fulfilled, 1)
    assert.deepEqual(app.takeEvents(), ['order.fulfilled'])
  })
})

describe('POST /api/admin/orders/:orderId/cancellation', () => {
  const callOff = (order: Loose, ask: Loose = {}) => staff('POST', `/${order.id}/cancellation`, ask)

  it('puts everything back: stock, the use of the coupon and, by a job, the money', async () => {
    await aPromotion(app, { code: 'ONCE', usageLimit: 1 })
    const wish = { items: [{ variantId, quantity: 4 }], coupons: ['ONCE'] }
    const order = await anOrder(app, wish)
    await app.worker.idle()
    app.takeEvents()
    assert.equal(await available(app, variantId), 6)
    const { status, body } = await callOff(order, { body: { reason: 'Out of clay' } })
    assert.equal(status, 200)
    assert.deepEqual([body.status, body.payment.status], ['cancelled', 'giving_back'])
    assert.deepEqual(body.cancellation, { at: body.updatedAt, reason: 'Out of clay' })
    assert.equal(await available(app, variantId), 10)
    assert.deepEqual(app.takeEvents(), ['stock.changed', 'order.cancelled'])
    const subjects = (await mailsAbout(order)).map((mail) => mail.subject)
    assert.ok(subjects.includes(`Your order #${order.number} has been cancelled`))
    assert.equal(subjects.length, 2)
    const after = (await staff('GET', `/${order.id}`)).body
    assert.equal(after.payment.status, 'refunded')
    assert.deepEqual(
      after.history.map((each: Loose) => each.what),
      ['checkout started', 'payment captured', 'cancelled', 'payment refunded'],
    )
    assert.deepEqual(app.takeEvents(), [])
    assert.equal((await checkOut(app, await aCart(app, wish))).status, 201)
  })

  it('needs no body and no reason', async () => {
    for (const body of [undefined, {}, { reason: null }]) {
      const reply = await callOff(await anOrder(app), { body })
      assert.deepEqual([reply.status, reply.body.cancellation.reason], [200, null])
    }
  })

  it('comes too late once a parcel has left, twice, and before the payment is decided', async () => {
    const shipped = await aLargeOrder()
    await staff('POST', `/${shipped.id}/fulfilments`, {
      body: { lines: [{ lineId: shipped.lines[0].id, quantity: 1 }] },
    })
    const cancelled = await anOrder(app)
    await callOff(cancelled)
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    const pending = (await checkOut(app, cart, { card: 'second_step' })).body
    app.takeEvents()
    for (const order of [shipped, cancelled, pending])
      refused(await callOff(order), [409, 'order.not_cancellable'])
  })

  it('happens once for one Idempotency-Key, and not at another version', async () => {
    const order = await anOrder(app)
    app.takeEvents()
    refused(await callOff(order, { headers: { 'if-match': '"7"' } }), [412, 'http.precondition_failed'])
    const [first, again] = [await callOff(order, { key: 'c' }), await callOff(order, { key: 'c' })]
    assert.deepEqual([first.status, again.body], [200, first.body])
    assert.deepEqual(app.takeEvents(), ['stock.changed', 'order.cancelled'])
  })

  it('refuses reasons that are none, unknown orders and everyone but staff', async () => {
    const order = await anOrder(app)
    app.takeEvents()
    refused(await callOff(order, { body: { reason: 'x'.repeat(501) } }), [422, 'http.invalid'])
    refused(await callOff({ id: newId('order') }), [404, 'order.missing'])
    refused(await callOff(order, { token: undefined }), [401, 'access.unauthenticated'])
  })
})
