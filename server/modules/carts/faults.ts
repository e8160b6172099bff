import { faults } from '#kernel/fault.ts'

export const cartFaults = faults('cart', {
  missing: [404, 'There is no such cart. Open a new one.'],
  closed: [409, 'This cart has already been checked out. Open a new one.'],
  full: [422, 'This cart holds as many lines as a cart can. Remove one first.'],
  tooMany: [422, 'This is more of one item than a cart can hold.'],
  noSuchLine: [404, 'This cart has no such line.'],
  noSuchVariant: [404, 'This item is not for sale.'],
  couponsFull: [422, 'This cart has as many coupons as it can take. Remove one first.'],
  noSuchCoupon: [404, 'This coupon is not on the cart.'],
  noSuchShipping: [
    422,
    'This shipping option is not offered for this cart. Ask for its shipping options again.',
  ],
  currency: [422, 'This shop does not sell in this currency.'],
})
