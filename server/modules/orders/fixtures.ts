import { aCartOf, type Goods, HOME, NOW } from '#modules/carts/fixtures.ts'
import type { Cart } from '#modules/carts/index.ts'
import { quoteCart, seenOf } from '#modules/carts/quote.ts'
import type { Answer } from '#modules/payments/index.ts'
import type { Act } from './history.ts'
import { applyAnswer, draftOrder, type Order } from './order.ts'

export const byGuest: Act = { at: NOW, by: 'guest' }
export const byStaff: Act = { at: NOW + 60_000, by: 'user_1' }

export const ANSWERS = {
  captured: { status: 'captured', reference: 'ref_1' },
  pending: { status: 'pending', reference: 'ref_1' },
  declined: { status: 'declined', reference: 'ref_1', reason: 'No.' },
  asked: {
    status: 'action_required',
    reference: 'ref_1',
    action: { type: 'redirect', url: 'https://bank.example' },
  },
  unknown: { status: 'unknown' },
  unanswered: { status: 'unanswered' },
} as const satisfies Record<string, Answer>

/** An order as a checkout begins it: nothing is known of its payment yet. */
export function aPendingOrder(goods: readonly Goods[] = [{ amount: 1_000, quantity: 2 }]): Order {
  const { cart, facts } = aCartOf(goods)
  const quote = quoteCart(cart, facts)
  const whole: Cart = { ...cart, email: 'ada@example.com', shippingAddress: HOME, seen: seenOf(quote) }
  const init = {
    cart: whole,
    quote,
    customerId: null,
    email: 'ada@example.com',
    locale: 'en-US',
    provider: 'test',
    operationId: 'req_1',
    promotionIds: [],
  }
  return draftOrder(init, byGuest)
}

export const aPaidOrder = (goods?: readonly Goods[]): Order =>
  applyAnswer(aPendingOrder(goods), ANSWERS.captured, byGuest)
