import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import {
  addCoupon,
  addLine,
  COUPONS_MAX,
  chooseShipping,
  closeFor,
  type Draft,
  LINES_MAX,
  needOpen,
  QUANTITY_MAX,
  removeCoupon,
  removeLine,
  reopen,
  setContact,
  setQuantity,
  trailOf,
} from './cart.ts'
import { anEmptyCart, HOME, NOW, usd } from './fixtures.ts'

const item = (quantity = 1) => ({ productId: newId('prod'), variantId: newId('var'), quantity })
const lineOf = (cart: Draft, at = 0) => cart.lines[at] as Draft['lines'][number]

describe('a line', () => {
  it('is added at the end, and the cart before stays as it was', () => {
    const empty = anEmptyCart()
    const one = addLine(empty, item())
    const two = addLine(one, item(3))
    assert.deepEqual([empty.lines.length, one.lines.length, two.lines.length], [0, 1, 2])
    assert.equal(lineOf(two, 1).quantity, 3)
    assert.match(lineOf(two, 1).id, /^line_/)
  })

  it('of an item that is there already is merged with it and keeps its id', () => {
    const mug = item(2)
    const cart = addLine(addLine(anEmptyCart(), mug), item())
    const more = addLine(cart, { ...mug, quantity: 5 })
    assert.deepEqual(
      more.lines.map(({ id, quantity }) => [id, quantity]),
      [
        [lineOf(cart).id, 7],
        [lineOf(cart, 1).id, 1],
      ],
    )
  })

  it('is refused when the cart is full, but more of what is in it is not', () => {
    const mug = item()
    let cart = addLine(anEmptyCart(), mug)
    while (cart.lines.length < LINES_MAX) cart = addLine(cart, item())
    assert.throws(() => addLine(cart, item()), { code: 'cart.full', status: 422 })
    assert.equal(lineOf(addLine(cart, mug)).quantity, 2)
  })

  it('holds at most so many of an item, added at once, bit by bit or set', () => {
    const mug = item(QUANTITY_MAX)
    const full = addLine(anEmptyCart(), mug)
    const tooMany = { code: 'cart.too_many', status: 422, message: /10001 of one item is over .* 10000/ }
    assert.throws(() => addLine(full, { ...mug, quantity: 1 }), tooMany)
    assert.throws(() => addLine(anEmptyCart(), item(QUANTITY_MAX + 1)), tooMany)
    assert.throws(() => setQuantity(full, lineOf(full).id, QUANTITY_MAX + 1), tooMany)
  })

  it('can be changed and removed by its id, and no other can', () => {
    const cart = addLine(addLine(anEmptyCart(), item()), item())
    const changed = setQuantity(cart, lineOf(cart).id, 9)
    assert.deepEqual(
      changed.lines.map((line) => line.quantity),
      [9, 1],
    )
    assert.deepEqual(removeLine(changed, lineOf(cart).id).lines, [lineOf(cart, 1)])
    const unknown = { code: 'cart.no_such_line', status: 404, message: /line_other/ }
    assert.throws(() => setQuantity(cart, 'line_other', 1), unknown)
    assert.throws(() => removeLine(cart, 'line_other'), unknown)
  })
})

describe('a coupon', () => {
  it('is on a cart once, in the order in which it was given', () => {
    const cart = addCoupon(addCoupon(anEmptyCart(), 'B'), 'A')
    assert.deepEqual(cart.coupons, ['B', 'A'])
    assert.equal(addCoupon(cart, 'A'), cart)
    assert.deepEqual(removeCoupon(cart, 'B').coupons, ['A'])
  })

  it('is refused when there are as many as a cart can take, and when it is not there to be removed', () => {
    const codes = Array.from({ length: COUPONS_MAX }, (_, at) => `CODE${at}`)
    const full = codes.reduce(addCoupon, anEmptyCart())
    assert.throws(() => addCoupon(full, 'ONE-MORE'), { code: 'cart.coupons_full', status: 422 })
    assert.equal(addCoupon(full, 'CODE0'), full)
    assert.throws(() => removeCoupon(full, 'NONE'), { code: 'cart.no_such_coupon', message: /"NONE"/ })
  })
})

describe('who it is for', () => {
  it('is set field by field, and forgotten where null', () => {
    const named = setContact(anEmptyCart(), { email: 'ada@example.com' })
    const addressed = setContact(named, { shippingAddress: HOME })
    assert.deepEqual([addressed.email, addressed.shippingAddress], ['ada@example.com', HOME])
    assert.equal(addressed.billingAddress, null)
    assert.equal(setContact(addressed, { email: null }).email, null)
  })

  it('moves the cart to the country of its address, and leaves it there when the address goes', () => {
    const abroad = setContact(anEmptyCart(), { shippingAddress: { ...HOME, countryCode: 'DE' } })
    assert.equal(abroad.countryCode, 'DE')
    assert.equal(setContact(abroad, { shippingAddress: null }).countryCode, 'DE')
    assert.equal(setContact(abroad, { billingAddress: HOME }).countryCode, 'DE')
  })
})

describe('a cart', () => {
  it('that became an order takes no more changes and says which order it is', () => {
    const open = anEmptyCart()
    assert.equal(needOpen(open), open)
    const closed = closeFor(open, { orderId: 'order_1', at: NOW })
    assert.throws(() => needOpen(closed), {
      code: 'cart.closed',
      status: 409,
      details: { orderId: 'order_1' },
    })
    assert.deepEqual(needOpen(reopen(closed)), open)
  })
})

describe('the trail', () => {
  const total = usd(1_000)

  it('names each field that a version changed, and prices where it was the shop', () => {
    const before = anEmptyCart({ revision: 3 })
    const next = chooseShipping(addCoupon(addLine(before, item()), 'SAVE'), 'rate_1')
    const [entry] = trailOf(next, before, total)
    assert.deepEqual(entry, { version: 4, changed: ['lines', 'coupons', 'shippingOptionId'], total })
    assert.deepEqual(trailOf(before, before, total), [{ version: 4, changed: ['prices'], total }])
  })

  it('keeps the last eight versions', () => {
    let cart = anEmptyCart()
    for (let revision = 0; revision < 12; revision++) {
      const next = { ...addCoupon({ ...cart, coupons: [] }, `CODE${revision}`), revision }
      cart = { ...next, trail: trailOf(next, cart, total) }
    }
    assert.deepEqual(
      cart.trail.map((each) => each.version),
      [5, 6, 7, 8, 9, 10, 11, 12],
    )
  })
})
