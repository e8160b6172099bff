import { toTimestamp } from '#kernel/clock.ts'
import { Id, Line, Money, Nullable, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { AddressSchema, ExplanationSchema, LineSchema, TotalsSchema } from '#modules/carts/index.ts'
import type { Order } from './order.ts'
import { refundedOf, refundsOf } from './refund.ts'

const StatusSchema = Type.Enum(['pending', 'placed', 'paid', 'fulfilled', 'cancelled'], {
  description:
    'pending: the payment is not decided yet. placed: accepted, the money comes later. paid → fulfilled. cancelled.',
})

const PaymentSchema = named(
  'Payment',
  Shape({
    id: Id('pay'),
    provider: Type.String(),
    status: Type.Enum([
      'started',
      'action_required',
      'pending',
      'captured',
      'declined',
      'giving_back',
      'voided',
      'refunded',
    ]),
    amount: Money,
    refunded: Money,
    reference: Nullable(Type.String()),
    action: Nullable(
      Shape(
        { type: Type.Literal('redirect'), url: Type.String() },
        { description: 'What the customer has to do before the payment goes through' },
      ),
    ),
  }),
)

export const TrackingSchema = Shape({
  carrier: Line(80),
  number: Line(120),
  url: Type.Optional(Nullable(Type.String({ maxLength: 2_000, pattern: '^https?://' }))),
})

const QuantitySchema = Shape({ lineId: Id('line'), quantity: Type.Integer() })

const FulfilmentSchema = named(
  'Fulfilment',
  Shape({
    id: Id('ful'),
    lines: Type.Array(QuantitySchema),
    tracking: Nullable(TrackingSchema),
    at: Timestamp,
  }),
)

const RefundSchema = named(
  'Refund',
  Shape({
    id: Id('refund'),
    amount: Money,
    reason: Nullable(Type.String()),
    status: Type.Enum(['pending', 'done', 'refused'], {
      description:
        'pending: the payment provider is being asked. done: the money went back. refused: it does not, see `problem`.',
    }),
    problem: Nullable(Type.String({ description: 'Why the payment provider refused' })),
    restock: Type.Array(QuantitySchema, { description: 'What went back into stock with it' }),
    at: Timestamp,
    by: Type.String(),
  }),
)

/** Not an intersection: a line of a cart is strict, and so refuses what an order knows besides. */
const OrderLineSchema = named(
  'OrderLine',
  Shape({
    ...LineSchema.properties,
    fulfilled: Type.Integer(),
    restocked: Type.Optional(Type.Integer({ description: 'Went back into stock by refunds' })),
    recalled: Type.Optional(
      Type.Integer({
        description: 'Went back into stock before they were shipped, and are not to be any more',
      }),
    ),
  }),
)

export const OrderSchema = named(
  'Order',
  Shape({
    id: Id('order'),
    version: Type.Integer(),
    number: Type.String({
      description: 'What people call it: short, and tells nothing of how many there are',
    }),
    status: StatusSchema,
    email: Type.String(),
    customerId: Nullable(Type.String()),
    cartId: Type.String(),
    currency: Type.String(),
    lines: Type.Array(OrderLineSchema),
    coupons: Type.Array(Type.String()),
    totals: TotalsSchema,
    explanations: Type.Array(ExplanationSchema),
    shippingAddress: Nullable(AddressSchema),
    billingAddress: Nullable(AddressSchema),
    shippingOption: Nullable(Type.String()),
    payment: PaymentSchema,
    fulfilments: Type.Array(FulfilmentSchema),
    refunds: Type.Array(RefundSchema),
    cancellation: Nullable(Shape({ at: Timestamp, reason: Nullable(Type.String()) })),
    history: Type.Array(Shape({ at: Timestamp, by: Type.String(), what: Type.String() })),
    token: Type.Optional(
      Type.String({ description: "A guest's key to this order; only in the answer to a checkout" }),
    ),
    placedAt: Nullable(Timestamp),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  }),
)

export type OrderView = Static<typeof OrderSchema>

export const toOrderView = (order: Order): OrderView => {
  const { revision, operationId: _operation, promotionIds: _promotions, ...shown } = order
  const { locale: _locale, inbox: _inbox, ...rest } = shown
  return {
    ...(rest as unknown as OrderView),
    version: revision,
    fulfilments: order.fulfilments.map((each) => ({
      id: each.id,
      lines: [...each.lines],
      tracking: each.tracking,
      at: toTimestamp(each.at),
    })),
    payment: { ...order.payment, refunded: refundedOf(order) },
    refunds: refundsOf(order).map((each) => ({
      ...each,
      restock: [...each.restock],
      at: toTimestamp(each.at),
    })),
    cancellation: order.cancellation && {
      at: toTimestamp(order.cancellation.at),
      reason: order.cancellation.reason,
    },
    history: order.history.map((each) => ({ ...each, at: toTimestamp(each.at) })),
    placedAt: order.placedAt === null ? null : toTimestamp(order.placedAt),
    createdAt: toTimestamp(order.createdAt),
    updatedAt: toTimestamp(order.updatedAt),
  }
}
