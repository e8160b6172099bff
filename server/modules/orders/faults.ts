import { faults } from '#kernel/fault.ts'

export const orderFaults = faults('order', {
  missing: [404, 'There is no such order.'],
  outOfStock: [409, 'Some of it is not in stock any more. Change the lines that are named.'],
  changed: [409, 'The cart is not as you saw it. Look at what changed, then check out with its new version.'],
  checkedOut: [409, 'This cart has already become an order.'],
  underWay: [409, 'A checkout of this cart is under way. Wait for its answer.'],
  incomplete: [422, 'The cart cannot be checked out yet.'],
  notPaid: [409, 'Only a paid order can be shipped.'],
  noSuchLine: [422, 'This order has no such line.'],
  overFulfilled: [422, 'That is more than is left to ship.'],
  nothingToShip: [409, 'Everything in this order has been shipped.'],
  notCancellable: [409, 'This order can no longer be cancelled.'],
  notRefundable: [409, 'Only a payment that was captured can be refunded.'],
  nothingToRefund: [409, 'Everything that was paid has been given back.'],
  overRefunded: [422, 'That is more than is left of what was paid.'],
  overRestocked: [422, 'That is more than was sold and is not back in stock.'],
  tooManyRefunds: [422, 'This order has as many refunds as an order can have.'],
  tooManyParcels: [422, 'This order has as many parcels as an order can have.'],
  twoFilters: [
    400,
    'Ask for orders by one of "status", "email", "number" and "customer", not by several at once.',
  ],
  unproven: [409, 'Prove first that your e-mail address is yours: POST /api/email-verifications.'],
  tooManyChanges: [422, 'This order has been changed as often as an order can be.'],
})
