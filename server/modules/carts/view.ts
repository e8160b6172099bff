import { toTimestamp } from '#kernel/clock.ts'
import { Currency, Id, Money, Nullable, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { AddressSchema } from '#modules/profiles/index.ts'
import type { Quoted } from './change-cart.ts'
import { shortages } from './facts.ts'

export const ExplanationSchema = named(
  'Explanation',
  Shape({
    kind: Type.Enum(['discount', 'shipping', 'tax']),
    message: Type.String(),
    amount: Nullable(Money),
    lineId: Nullable(Type.String()),
    ruleId: Nullable(Type.String({ description: 'The promotion, shipping rate or tax rate' })),
  }),
)

export const LineSchema = named(
  'CartLine',
  Shape({
    id: Id('line'),
    productId: Id('prod'),
    variantId: Id('var'),
    handle: Type.String(),
    title: Type.String(),
    variantTitle: Nullable(Type.String()),
    sku: Nullable(Type.String()),
    image: Nullable(Type.String()),
    quantity: Type.Integer(),
    unitPrice: Money,
    subtotal: Money,
    discount: Money,
    tax: Money,
    total: Money,
    requiresShipping: Type.Boolean(),
    forSale: Type.Boolean(),
  }),
)

export const TotalsSchema = named(
  'Totals',
  Shape(
    {
      subtotal: Money,
      discount: Money,
      shipping: Money,
      tax: Money,
      total: Money,
      taxIncluded: Type.Boolean(),
    },
    { description: 'total = subtotal − discount + shipping + tax; without the tax where `taxIncluded`' },
  ),
)

const ProblemCode = Type.Enum([
  'empty',
  'not_for_sale',
  'out_of_stock',
  'email',
  'shipping_address',
  'shipping_option',
])

export const CartSchema = named(
  'Cart',
  Shape({
    id: Id('cart'),
    version: Type.Integer({ description: 'Name it at checkout: you pay what you saw' }),
    currency: Currency,
    countryCode: Type.String(),
    email: Nullable(Type.String()),
    shippingAddress: Nullable(AddressSchema),
    billingAddress: Nullable(AddressSchema),
    lines: Type.Array(LineSchema),
    coupons: Type.Array(
      Shape({ code: Type.String(), applied: Type.Boolean(), discount: Money, message: Type.String() }),
    ),
    shippingOption: Nullable(Shape({ id: Type.String(), name: Type.String(), price: Money })),
    totals: TotalsSchema,
    explanations: Type.Array(ExplanationSchema),
    problems: Type.Array(
      Shape({ code: ProblemCode, message: Type.String(), lineId: Nullable(Type.String()) }),
      { description: 'What still stands between this cart and its checkout' },
    ),
    orderId: Nullable(Type.String({ description: 'The order that it became' })),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  }),
)

export type CartView = Static<typeof CartSchema>
type Problem = CartView['problems'][number]

export const toCartView = ({ cart, quote, facts }: Quoted): CartView => {
  const { lines, coupons, shippingOption, totals, explanations } = quote
  return {
    id: cart.id,
    version: cart.revision,
    currency: cart.currency,
    countryCode: cart.countryCode,
    email: cart.email,
    shippingAddress: cart.shippingAddress,
    billingAddress: cart.billingAddress,
    lines: lines as CartView['lines'],
    coupons: coupons as CartView['coupons'],
    shippingOption,
    totals,
    explanations: explanations as CartView['explanations'],
    problems: cart.checkout ? [] : problemsOf({ cart, quote, facts }),
    orderId: cart.checkout?.orderId ?? null,
    createdAt: toTimestamp(cart.createdAt),
    updatedAt: toTimestamp(cart.updatedAt),
  }
}

/** What a checkout would refuse this cart for, in the order in which a person would mend it. */
export function problemsOf({ cart, quote, facts }: Quoted): Problem[] {
  const { lines, shippingOption } = quote
  const problem = (code: Problem['code'], message: string, lineId: string | null = null) => ({
    code,
    message,
    lineId,
  })
  const problems: Problem[] = []
  if (lines.length === 0) problems.push(problem('empty', 'The cart is empty. Add something first.'))
  for (const line of lines) {
    if (line.forSale) continue
    problems.push(
      problem('not_for_sale', `${line.title} is no longer for sale. Remove it from the cart.`, line.id),
    )
  }
  const forSale = lines.filter((line) => line.forSale)
  for (const { lineId, available, wanted } of shortages(forSale, facts.stock)) {
    const title = lines.find((line) => line.id === lineId)?.title
    const left =
      available === 0 ? 'is sold out' : `has only ${available} left, and the cart asks for ${wanted}`
    problems.push(problem('out_of_stock', `${title} ${left}.`, lineId))
  }
  if (!cart.email) problems.push(problem('email', 'Say which e-mail address the order is for.'))
  if (!lines.some((line) => line.requiresShipping)) return problems
  if (!cart.shippingAddress) problems.push(problem('shipping_address', 'Say where to ship to.'))
  if (!shippingOption) {
    const message = cart.shippingOptionId
      ? 'The chosen shipping option is not offered for this cart any more. Choose another.'
      : 'Choose a shipping option.'
    problems.push(problem('shipping_option', message))
  }
  return problems
}
