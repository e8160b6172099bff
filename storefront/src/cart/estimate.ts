import type { Cart, CartLine, Wanted } from './cart.ts'

/** How a cart will most likely look once the shop has answered. Lines are told apart by their variant. */
export type Estimate = (cart: Cart) => Cart

/** A cart that nobody has opened yet. */
export function blankCart(currency: string): Cart {
  const nothing = { amount: 0, currency }
  return {
    id: '',
    version: 0,
    currency,
    countryCode: '',
    email: null,
    shippingAddress: null,
    billingAddress: null,
    lines: [],
    coupons: [],
    shippingOption: null,
    totals: {
      subtotal: nothing,
      discount: nothing,
      shipping: nothing,
      tax: nothing,
      total: nothing,
      taxIncluded: false,
    },
    explanations: [],
    problems: [],
    orderId: null,
    createdAt: '',
    updatedAt: '',
  }
}

const times = ({ amount, currency }: CartLine['unitPrice'], quantity: number) => ({
  amount: amount * quantity,
  currency,
})

/** Only the sum of the goods is known here; discounts, shipping and tax are the shop's to work out. */
function withLines(cart: Cart, lines: readonly CartLine[]): Cart {
  const amount = lines.reduce((sum, { subtotal }) => sum + subtotal.amount, 0)
  return { ...cart, lines, totals: { ...cart.totals, subtotal: { amount, currency: cart.currency } } }
}

function withQuantity(line: CartLine, quantity: number): CartLine {
  const subtotal = times(line.unitPrice, quantity)
  return { ...line, quantity, subtotal, total: subtotal }
}

/** What the shop said of a line may not be true any more once its quantity is another one. */
const withoutProblemsOf = (cart: Cart, lineId: string | undefined): Cart => ({
  ...cart,
  problems: cart.problems.filter((problem) => problem.lineId === null || problem.lineId !== lineId),
})

const lineOf = ({ lines }: Cart, variantId: string) => lines.find((line) => line.variantId === variantId)

export const estimateQuantity =
  (variantId: string, quantity: number): Estimate =>
  (cart) =>
    withLines(
      withoutProblemsOf(cart, lineOf(cart, variantId)?.id),
      cart.lines.map((line) => (line.variantId === variantId ? withQuantity(line, quantity) : line)),
    )

export const estimateRemoval =
  (variantId: string): Estimate =>
  (cart) =>
    withLines(
      withoutProblemsOf(cart, lineOf(cart, variantId)?.id),
      cart.lines.filter((line) => line.variantId !== variantId),
    )

export const estimateAddition =
  (wanted: Wanted): Estimate =>
  (cart) => {
    const line = lineOf(cart, wanted.variantId)
    if (line) return estimateQuantity(wanted.variantId, line.quantity + wanted.quantity)(cart)
    return withLines(cart, [...cart.lines, toLine(wanted)])
  }

function toLine({ quantity, unitPrice, ...item }: Wanted): CartLine {
  const nothing = times(unitPrice, 0)
  const subtotal = times(unitPrice, quantity)
  return {
    ...item,
    id: '',
    sku: null,
    quantity,
    unitPrice,
    subtotal,
    discount: nothing,
    tax: nothing,
    total: subtotal,
    requiresShipping: true,
    forSale: true,
  }
}
