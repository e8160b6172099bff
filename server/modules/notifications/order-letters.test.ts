import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anOrder, aSender, usd } from './fixtures.ts'
import { orderCancellation, orderConfirmation, orderRefund, orderShipped } from './order-letters.ts'

const tracking = { carrier: 'UPS', number: '1Z999', url: 'https://ups.example/1Z999' }
const parcel = { lines: [{ title: 'Linen Apron', quantity: 2 }], tracking }

test('the confirmation tells everything of the order, in text and in HTML', () => {
  const { subject, text, html } = orderConfirmation(aSender, anOrder())
  assert.equal(subject, 'Your order #7QK4-M2XD has been confirmed!')
  assert.equal(
    text,
    `Thank you, Ada Lovelace!

Your order #7QK4-M2XD is confirmed. We will write again when it is on its way.

2 x Linen Apron (Oat · SKU APR-OAT)
    $96.00
1 x Soap
    $8.50

Subtotal: $104.50
Discount: -$20.90
Shipping: $10.00
Tax:      $5.00
Total:    $98.60

Shipping to:
Ada Lovelace
12 Analytical Way
Portland, OR 97201
United States

Shipping by: Standard

View your order: https://shop.example/orders/order_1?token=guest%20token

Questions? Write to shop@example.com.

Marketsquare
https://shop.example
`,
  )
  const told = [
    'Linen Apron',
    'APR-OAT',
    '2 × $48.00',
    '$104.50',
    '-$20.90',
    '$98.60',
    'Portland, OR 97201',
    'href="https://shop.example/orders/order_1?token=guest%20token"',
  ]
  for (const each of told) assert.ok(html.includes(each), each)
})

test('what plays no part in an order is left out', () => {
  const totals = { subtotal: usd(850), discount: usd(0), shipping: usd(0), tax: usd(0), total: usd(850) }
  const order = anOrder({
    name: null,
    shippingAddress: null,
    shippingOption: null,
    accessToken: null,
    totals: { ...totals, taxIncluded: false },
  })
  const { text } = orderConfirmation(aSender, order)
  assert.doesNotMatch(text, /Discount|Shipping|Tax|null|undefined|token/)
  assert.match(text, /^Thank you for your order!\n/)
})

test('shipping that costs nothing is free; tax that is contained stands below the total', () => {
  const { totals } = anOrder()
  const { text } = orderConfirmation(
    aSender,
    anOrder({ totals: { ...totals, shipping: usd(0), taxIncluded: true } }),
  )
  assert.match(text, /Shipping: +Free\n/)
  assert.match(text, /Total: +\$98\.60\nTax included: \$5\.00/)
})

test("amounts and addresses are written the shop's way", () => {
  const price = { amount: 123_456, currency: 'EUR' }
  const line = {
    title: 'Schürze',
    variantTitle: null,
    sku: null,
    quantity: 1,
    unitPrice: price,
    total: price,
  }
  const address = {
    name: 'J. Groß',
    line1: 'Hauptstr. 5',
    city: 'Köln',
    postalCode: '50667',
    countryCode: 'DE',
  }
  const { text } = orderConfirmation(
    aSender,
    anOrder({ locale: 'de-DE', lines: [line], shippingAddress: address }),
  )
  assert.ok(text.includes('1.234,56\u00a0€'))
  assert.ok(text.includes('Hauptstr. 5\n50667 Köln\nDeutschland'))
})

test('the shipped mail names the parcel, the carrier and the number, and links to both pages', () => {
  const { subject, text, html } = orderShipped(aSender, { order: anOrder(), fulfilment: parcel })
  assert.equal(subject, 'Your order #7QK4-M2XD is on its way')
  for (const each of ['2 x Linen Apron', 'Carrier: UPS', 'Tracking number: 1Z999', tracking.url]) {
    assert.ok(text.includes(each), each)
  }
  assert.ok(!text.includes('Soap'), 'what is not in the parcel')
  for (const each of [`href="${tracking.url}"`, '1Z999', '/orders/order_1?token=']) {
    assert.ok(html.includes(each), each)
  }
})

test('without tracking, or with an address that is not on the web, the button leads to the order', () => {
  const order = anOrder()
  const untracked = orderShipped(aSender, { order, fulfilment: { ...parcel, tracking: null } })
  assert.doesNotMatch(untracked.text, /Carrier|Track/)
  const trick = { ...tracking, url: 'javascript:alert(1)' }
  const { html, text } = orderShipped(aSender, { order, fulfilment: { ...parcel, tracking: trick } })
  assert.ok(!html.includes('javascript:') && !text.includes('javascript:'))
  assert.ok(text.includes('Tracking number: 1Z999'))
})

test('the cancellation gives the reason, if there is one', () => {
  const order = anOrder()
  const { subject, text } = orderCancellation(aSender, { order, reason: 'Out of stock' })
  assert.equal(subject, 'Your order #7QK4-M2XD has been cancelled')
  assert.match(text, /The reason: Out of stock\n/)
  assert.doesNotMatch(orderCancellation(aSender, { order, reason: null }).text, /reason/)
})

test('the refund tells how much went back, and why, if there is a reason', () => {
  const told = { ...usd(1_050), order: anOrder(), reason: 'A scratch' }
  const { subject, text, html } = orderRefund(aSender, told)
  assert.equal(subject, 'A refund for your order #7QK4-M2XD')
  assert.match(text, /^We have refunded \$10\.50\n/)
  assert.match(text, /The reason: A scratch\n/)
  assert.ok(html.includes('https://shop.example/orders/order_1?token=guest%20token'))
  assert.doesNotMatch(orderRefund(aSender, { ...told, reason: null }).text, /reason/)
  const yen = { amount: 1_050, currency: 'JPY', order: anOrder({ locale: 'ja-JP' }), reason: null }
  assert.match(orderRefund(aSender, yen).text, /1,050/)
})

test('nothing that a customer or a product is called becomes markup or another line', () => {
  const nasty = '<img src=x onerror=alert(1)>"\r\n\r\nFree money: http://evil.example'
  const [line] = anOrder().lines
  assert.ok(line)
  const order = anOrder({
    name: nasty,
    lines: [{ ...line, title: nasty, variantTitle: nasty, sku: nasty }],
    shippingAddress: { name: nasty, line1: nasty, city: nasty, countryCode: nasty },
    shippingOption: nasty,
  })
  const fulfilment = {
    lines: [{ title: nasty, quantity: 1 }],
    tracking: { carrier: nasty, number: nasty, url: null },
  }
  const letters = [
    orderConfirmation(aSender, order),
    orderShipped(aSender, { order, fulfilment }),
    orderRefund(aSender, { ...usd(1), order, reason: nasty }),
    orderCancellation(aSender, { order, reason: nasty }),
  ]
  for (const { html, text, subject } of letters) {
    assert.ok(!html.includes('<img'))
    assert.doesNotMatch(text, /^Free money/m)
    assert.doesNotMatch(subject, /[\r\n]/)
  }
})
