import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type Reply, type TestApp } from '#testing/app.ts'
import { ADDRESS, aCart, aCustomer, aProduct, aPromotion, aZone, checkOut, usd } from '#testing/shop.ts'
import { addLine, type Cart, COUPONS_MAX, LINES_MAX, QUANTITY_MAX } from './cart.ts'
import { carts } from './collections.ts'

let app: TestApp
let product: Loose
let variantId: string
let rateId: string
let ada: { id: string; token: string }
let eve: { id: string; token: string }

before(async () => {
  app = await createTestApp()
  product = await aProduct(app, { images: [{ url: '/media/mug.svg' }] }, { sku: 'MUG', onHand: 20_000 })
  variantId = product.variants[0].id
  rateId = (await aZone(app)).rates[0].id
  await aPromotion(app)
  ada = await aCustomer(app)
  eve = await aCustomer(app, 'eve@example.com')
})
beforeEach(() => void app.takeEvents())
after(() => app.close())

const open = async (token?: string): Promise<Loose> =>
  (await app.request('POST', '/api/carts', { body: {}, token })).body

const withLine = async (quantity = 1): Promise<Loose> =>
  (await app.request('POST', `/api/carts/${(await open()).id}/lines`, { body: { variantId, quantity } })).body

function refused({ status, body }: Reply, expected: [status: number, code: string]): void {
  assert.deepEqual([status, body.code], expected, body.detail)
}

const EMPTY = {
  version: 1,
  currency: 'USD',
  countryCode: 'US',
  email: null,
  shippingAddress: null,
  billingAddress: null,
  lines: [],
  coupons: [],
  shippingOption: null,
  totals: {
    subtotal: usd(0),
    discount: usd(0),
    shipping: usd(0),
    tax: usd(0),
    total: usd(0),
    taxIncluded: false,
  },
  explanations: [],
  problems: [
    { code: 'empty', message: 'The cart is empty. Add something first.', lineId: null },
    { code: 'email', message: 'Say which e-mail address the order is for.', lineId: null },
  ],
  orderId: null,
  createdAt: '2026-11-02T09:00:00.000Z',
  updatedAt: '2026-11-02T09:00:00.000Z',
}

describe('POST /api/carts', () => {
  it('opens an empty cart for a guest, in the shop’s currency and country', async () => {
    const { status, body, headers } = await app.request('POST', '/api/carts', { body: {} })
    assert.equal(status, 201)
    assert.match(body.id, /^cart_[0-9A-Z]{26}$/)
    assert.deepEqual(body, { id: body.id, ...EMPTY })
    assert.equal(headers.etag, '"1"')
    assert.deepEqual(app.takeEvents(), [])
  })

  it('needs no body', async () => {
    assert.equal((await app.request('POST', '/api/carts')).status, 201)
  })

  it('takes a country, and the e-mail address of a customer', async () => {
    const { body } = await app.request('POST', '/api/carts', {
      body: { currency: 'USD', countryCode: 'CA' },
      token: ada.token,
    })
    assert.deepEqual([body.countryCode, body.email], ['CA', 'ada@example.com'])
  })

  it('refuses a currency that the shop does not sell in, and fields that are wrong or unknown', async () => {
    const ask = (body: object) => app.request('POST', '/api/carts', { body })
    refused(await ask({ currency: 'EUR' }), [422, 'cart.currency'])
    for (const body of [{ currency: 'usd' }, { countryCode: 'Germany' }, { colour: 'red' }, []]) {
      refused(await ask(body), [422, 'http.invalid'])
    }
  })

  it('opens one cart for one Idempotency-Key', async () => {
    const ask = (key: string, body: object = {}) => app.request('POST', '/api/carts', { key, body })
    const [first, again, other] = [await ask('one'), await ask('one'), await ask('two')]
    assert.deepEqual(again.body, first.body)
    assert.equal(again.headers['idempotent-replayed'], 'true')
    assert.notEqual(other.body.id, first.body.id)
    refused(await ask('one', { countryCode: 'CA' }), [422, 'idempotency.reused'])
  })
})

describe('GET /api/carts/:cartId', () => {
  it('shows the cart to whoever knows its id, and says what a checkout would still need', async () => {
    const cart = await withLine(2)
    const { status, body, headers } = await app.request('GET', `/api/carts/${cart.id}`)
    assert.equal(status, 200)
    assert.deepEqual(body, cart)
    assert.equal(headers.etag, '"2"')
    assert.deepEqual(
      body.problems.map((each: Loose) => each.code),
      ['email', 'shipping_address', 'shipping_option'],
    )
  })

  it('answers 404 for an unknown id and for what is none', async () => {
    refused(await app.request('GET', `/api/carts/${newId('cart')}`), [404, 'cart.missing'])
    refused(await app.request('GET', '/api/carts/42'), [404, 'http.not_found'])
  })

  it('shows a customer’s cart to that customer and to staff', async () => {
    const { id } = await open(ada.token)
    const read = (token?: string) => app.request('GET', `/api/carts/${id}`, { token })
    assert.equal((await read(ada.token)).status, 200)
    assert.equal((await read(app.owner)).status, 200)
    refused(await read(eve.token), [404, 'cart.missing'])
    refused(await read(), [404, 'cart.missing'])
  })
})

describe('POST /api/carts/:cartId/lines', () => {
  it('adds an item and answers the whole cart with its price', async () => {
    const { id } = await open()
    app.clock.advance(1_000)
    const reply = await app.request('POST', `/api/carts/${id}/lines`, { body: { variantId, quantity: 2 } })
    assert.equal(reply.status, 200)
    const [line] = reply.body.lines
    assert.deepEqual(reply.body.lines, [
      {
        id: line.id,
        productId: product.id,
        variantId,
        handle: 'blue-mug',
        title: 'Blue Mug',
        variantTitle: null,
        sku: 'MUG',
        image: '/media/mug.svg',
        quantity: 2,
        unitPrice: usd(1_999),
        subtotal: usd(3_998),
        discount: usd(0),
        tax: usd(0),
        total: usd(3_998),
        requiresShipping: true,
        forSale: true,
      },
    ])
    assert.deepEqual(reply.body.totals, { ...EMPTY.totals, subtotal: usd(3_998), total: usd(3_998) })
    assert.equal(reply.body.version, 2)
    assert.ok(reply.body.updatedAt > reply.body.createdAt)
    assert.deepEqual(app.takeEvents(), [])
  })

  it('adds to the line that holds the item already', async () => {
    const cart = await withLine(2)
    const { body } = await app.request('POST', `/api/carts/${cart.id}/lines`, {
      body: { variantId, quantity: 3 },
    })
    assert.deepEqual(
      body.lines.map((line: Loose) => [line.id, line.quantity]),
      [[cart.lines[0].id, 5]],
    )
  })

  it('takes more than there is, and says at once how much there is', async () => {
    const scarce = (await aProduct(app, { title: 'Red Mug' }, { onHand: 1 })).variants[0].id
    const { body } = await app.request('POST', `/api/carts/${(await open()).id}/lines`, {
      body: { variantId: scarce, quantity: 3 },
    })
    assert.deepEqual(body.problems[0], {
      code: 'out_of_stock',
      message: 'Red Mug has only 1 left, and the cart asks for 3.',
      lineId: body.lines[0].id,
    })
  })

  it('refuses what is not for sale', async () => {
    const draft = (await aProduct(app, { status: 'draft' })).variants[0].id
    const { id } = await open()
    for (const variant of [draft, newId('var')]) {
      const reply = await app.request('POST', `/api/carts/${id}/lines`, {
        body: { variantId: variant, quantity: 1 },
      })
      refused(reply, [404, 'cart.no_such_variant'])
      assert.equal(reply.body.variantId, variant)
    }
  })

  it('refuses more of an item than a cart can hold, at once and bit by bit', async () => {
    const cart = await withLine(QUANTITY_MAX)
    const add = (quantity: number) =>
      app.request('POST', `/api/carts/${cart.id}/lines`, { body: { variantId, quantity } })
    refused(await add(1), [422, 'cart.too_many'])
    refused(await add(QUANTITY_MAX + 1), [422, 'http.invalid'])
  })

  it('refuses the line that is one too many', async () => {
    const size = (at: number) => ({ price: usd(100), options: { Size: `${at}` }, onHand: 1 })
    const many = await aProduct(app, { variants: Array.from({ length: LINES_MAX + 1 }, (_, at) => size(at)) })
    const items = many.variants.map((variant: Loose) => ({ productId: many.id, variantId: variant.id }))
    const { id } = await open()
    await app.run((ctx) =>
      ctx.update(carts, id, (cart) =>
        items.slice(1).reduce((full: Cart, item: Loose) => addLine(full, { ...item, quantity: 1 }), cart),
      ),
    )
    const add = (at: number) =>
      app.request('POST', `/api/carts/${id}/lines`, { body: { variantId: items[at].variantId, quantity: 1 } })
    refused(await add(0), [422, 'cart.full'])
    const { status, body } = await add(1)
    assert.deepEqual([status, body.lines.length, body.lines[0].quantity], [200, LINES_MAX, 2])
  })

  it('adds once for one Idempotency-Key', async () => {
    const { id } = await open()
    const add = () =>
      app.request('POST', `/api/carts/${id}/lines`, { key: 'add', body: { variantId, quantity: 2 } })
    const [first, again] = [await add(), await add()]
    assert.deepEqual(again.body, first.body)
    assert.equal((await app.request('GET', `/api/carts/${id}`)).body.lines[0].quantity, 2)
  })
})

describe('PATCH /api/carts/:cartId/lines/:lineId', () => {
  it('sets how many', async () => {
    const cart = await withLine()
    const { status, body } = await app.request('PATCH', `/api/carts/${cart.id}/lines/${cart.lines[0].id}`, {
      body: { quantity: 4 },
    })
    assert.deepEqual([status, body.lines[0].quantity, body.totals.total], [200, 4, usd(7_996)])
    assert.deepEqual(app.takeEvents(), [])
  })

  it('refuses numbers that are none, and lines that are not there', async () => {
    const cart = await withLine()
    const set = (lineId: string, quantity: unknown) =>
      app.request('PATCH', `/api/carts/${cart.id}/lines/${lineId}`, { body: { quantity } })
    for (const quantity of [0, -1, 1.5, '2', null, QUANTITY_MAX + 1]) {
      const reply = await set(cart.lines[0].id, quantity)
      refused(reply, [422, 'http.invalid'])
      assert.equal(reply.body.errors[0].field, 'quantity')
    }
    refused(await set(newId('line'), 1), [404, 'cart.no_such_line'])
    refused(await set('first', 1), [404, 'http.not_found'])
  })
})

describe('DELETE /api/carts/:cartId/lines/:lineId', () => {
  it('takes the line out, once', async () => {
    const cart = await withLine()
    const take = () => app.request('DELETE', `/api/carts/${cart.id}/lines/${cart.lines[0].id}`)
    const { status, body } = await take()
    assert.deepEqual([status, body.lines, body.totals], [200, [], EMPTY.totals])
    refused(await take(), [404, 'cart.no_such_line'])
    assert.deepEqual(app.takeEvents(), [])
  })
})

describe('PATCH /api/carts/:cartId', () => {
  it('sets who it is for, field by field, and clears with null', async () => {
    const { id } = await open()
    const set = async (body: object) => (await app.request('PATCH', `/api/carts/${id}`, { body })).body
    assert.equal((await set({ email: 'bo@example.com' })).email, 'bo@example.com')
    const addressed = await set({ shippingAddress: ADDRESS, billingAddress: { ...ADDRESS, name: 'Firm' } })
    assert.deepEqual(addressed.shippingAddress, ADDRESS)
    assert.deepEqual(
      [addressed.email, addressed.billingAddress.name, addressed.countryCode],
      ['bo@example.com', 'Firm', 'US'],
    )
    const cleared = await set({ email: null, billingAddress: null })
    assert.deepEqual([cleared.email, cleared.billingAddress], [null, null])
    assert.deepEqual(cleared.shippingAddress, ADDRESS)
    assert.deepEqual(app.takeEvents(), [])
  })

  it('refuses addresses that are none, naming the field', async () => {
    const { id } = await open()
    const wrong: [object, string][] = [
      [{ email: 'nobody' }, 'email'],
      [{ email: `${'x'.repeat(250)}@example.com` }, 'email'],
      [{ shippingAddress: { ...ADDRESS, countryCode: 'usa' } }, 'shippingAddress.countryCode'],
      [{ shippingAddress: { ...ADDRESS, planet: 'Mars' } }, 'shippingAddress.planet'],
      [{ billingAddress: { ...ADDRESS, line1: 'x'.repeat(201) } }, 'billingAddress.line1'],
      [{ lines: [] }, 'lines'],
    ]
    for (const [body, field] of wrong) {
      const reply = await app.request('PATCH', `/api/carts/${id}`, { body })
      refused(reply, [422, 'http.invalid'])
      assert.equal(reply.body.errors[0].field, field)
    }
  })

  it('that says nothing new leaves the version as it is', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 2 }], coupons: ['SAVE20'] })
    const path = `/api/carts/${cart.id}`
    const changes: [string, string, object][] = [
      ['PATCH', path, { email: cart.email, shippingAddress: { ...ADDRESS } }],
      ['PATCH', path, {}],
      ['PATCH', `${path}/lines/${cart.lines[0].id}`, { quantity: 2 }],
      ['POST', `${path}/coupons`, { code: 'save20' }],
      ['PUT', `${path}/shipping-option`, { id: rateId }],
    ]
    for (const [method, url, body] of changes) {
      const reply = await app.request(method, url, { body })
      assert.deepEqual(reply.body, cart, `${method} ${url}`)
    }
  })
})

describe('coupons of a cart', () => {
  const add = (cart: Loose, code: unknown, key?: string) =>
    app.request('POST', `/api/carts/${cart.id}/coupons`, { body: { code }, ...(key && { key }) })

  it('take off what they say, as soon as they are on it', async () => {
    const { status, body } = await add(await withLine(), ' save20 ')
    assert.equal(status, 200)
    const message = 'SAVE20: 20% off'
    assert.deepEqual(body.coupons, [{ code: 'SAVE20', applied: true, discount: usd(400), message }])
    assert.deepEqual(body.totals, {
      ...EMPTY.totals,
      subtotal: usd(1_999),
      discount: usd(400),
      total: usd(1_599),
    })
    const [whole, share] = body.explanations
    assert.deepEqual([whole.kind, whole.message, whole.amount], ['discount', message, usd(400)])
    assert.deepEqual([share.lineId, share.amount], [body.lines[0].id, usd(400)])
    assert.deepEqual(app.takeEvents(), [])
  })

  it('stay on the cart where they do not apply yet, and say what they need', async () => {
    await aPromotion(app, { code: 'BIG', minimumSubtotal: usd(5_000) })
    app.takeEvents()
    const { body } = await add(await withLine(), 'BIG')
    const message = 'BIG: Needs goods for $50.00; the cart has $19.99'
    assert.deepEqual(body.coupons, [{ code: 'BIG', applied: false, discount: usd(0), message }])
  })

  it('are added once, and once for one Idempotency-Key', async () => {
    const cart = await withLine()
    const [first, again] = [await add(cart, 'SAVE20', 'coupon'), await add(cart, 'SAVE20', 'coupon')]
    assert.deepEqual(again.body, first.body)
    assert.deepEqual((await add(cart, 'SAVE20')).body.coupons.length, 1)
  })

  it('are refused where nobody knows the code, and when there are too many', async () => {
    const cart = await withLine()
    const unknown = await add(cart, 'NOPE')
    refused(unknown, [404, 'promotions.unknown_code'])
    assert.equal(unknown.body.couponCode, 'NOPE')
    for (const code of ['', '  ', 'x'.repeat(65), 5]) refused(await add(cart, code), [422, 'http.invalid'])
    for (let at = 0; at <= COUPONS_MAX; at++) await aPromotion(app, { code: `MANY${at}` })
    for (let at = 0; at < COUPONS_MAX; at++) assert.equal((await add(cart, `MANY${at}`)).status, 200)
    refused(await add(cart, `MANY${COUPONS_MAX}`), [422, 'cart.coupons_full'])
  })

  it('come off again, in any spelling', async () => {
    await aPromotion(app, { code: '10%ÜBER' })
    const cart = (await add(await withLine(), '10%über')).body
    const take = (code: string) =>
      app.request('DELETE', `/api/carts/${cart.id}/coupons/${encodeURIComponent(code)}`)
    const { status, body } = await take('10%Über')
    assert.deepEqual([status, body.coupons], [200, []])
    refused(await take('10%Über'), [404, 'cart.no_such_coupon'])
  })
})

describe('every change of a cart', () => {
  const changes = (lineId: string): [method: string, path: string, body: object | undefined][] => [
    ['PATCH', '', { email: 'new@example.com' }],
    ['POST', '/lines', { variantId, quantity: 1 }],
    ['PATCH', `/lines/${lineId}`, { quantity: 7 }],
    ['DELETE', `/lines/${lineId}`, undefined],
    ['POST', '/coupons', { code: 'SAVE20' }],
    ['DELETE', '/coupons/SAVE20', undefined],
    ['PUT', '/shipping-option', { id: rateId }],
  ]

  const eachChange = async (cart: Loose, ask: Loose, check: (reply: Reply) => void) => {
    for (const [method, path, body] of changes(cart.lines[0].id)) {
      check(await app.request(method, `/api/carts/${cart.id}${path}`, { ...(body && { body }), ...ask }))
    }
    assert.deepEqual((await app.request('GET', `/api/carts/${cart.id}`, ask)).body.version, cart.version)
    assert.deepEqual(app.takeEvents(), [])
  }

  it('is refused at another version than If-Match names', async () => {
    const cart = await withLine()
    await eachChange(cart, { headers: { 'if-match': '"1"' } }, (reply) => {
      refused(reply, [412, 'http.precondition_failed'])
      assert.equal(reply.body.version, 2)
    })
    const [method, path, body] = changes('')[0] as ['PATCH', string, object]
    const matched = await app.request(method, `/api/carts/${cart.id}${path}`, {
      headers: { 'if-match': '"2"' },
      body,
    })
    assert.equal(matched.status, 200)
  })

  it('is refused once the cart is an order, which the refusal names', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }], coupons: ['SAVE20'] })
    const order = (await checkOut(app, cart)).body
    const { body: closed } = await app.request('GET', `/api/carts/${cart.id}`)
    assert.deepEqual([closed.orderId, closed.problems], [order.id, []])
    app.takeEvents()
    await eachChange(closed, {}, (reply) => {
      refused(reply, [409, 'cart.closed'])
      assert.equal(reply.body.orderId, order.id)
    })
  })

  it('of a customer’s cart is the customer’s alone: staff may see it, and nobody else', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }], token: ada.token })
    for (const token of [undefined, eve.token, app.owner]) {
      for (const [method, path, body] of changes(cart.lines[0].id)) {
        const reply = await app.request(method, `/api/carts/${cart.id}${path}`, {
          token,
          ...(body && { body }),
        })
        refused(reply, [404, 'cart.missing'])
      }
      if (token !== app.owner) {
        const options = await app.request('GET', `/api/carts/${cart.id}/shipping-options`, { token })
        refused(options, [404, 'cart.missing'])
      }
    }
    assert.equal((await checkOut(app, cart, { token: app.owner })).status, 404)
    assert.equal((await checkOut(app, cart, { token: ada.token })).status, 201)
  })

  it('of a guest’s cart is open to whoever holds its id, signed in or not', async () => {
    const cart = await withLine()
    const path = `/api/carts/${cart.id}/lines/${cart.lines[0].id}`
    for (const token of [undefined, eve.token]) {
      assert.equal((await app.request('PATCH', path, { body: { quantity: 2 }, token })).status, 200)
    }
  })

  it('of an unknown cart is a 404', async () => {
    const id = newId('cart')
    for (const [method, path, body] of changes(newId('line'))) {
      const reply = await app.request(method, `/api/carts/${id}${path}`, { ...(body && { body }) })
      refused(reply, [404, 'cart.missing'])
    }
  })
})
