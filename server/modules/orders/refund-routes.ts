import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { AMOUNT_MAX } from '#kernel/money.ts'
import { Id, Line, Nullable, named, Shape, Type } from '#kernel/schema.ts'
import { OrderParams, revision } from './admin-routes.ts'
import { orderFaults } from './faults.ts'
import { refundOrder } from './refund-order.ts'
import { OrderSchema, toOrderView } from './view.ts'

/** As many as a cart can have. */
const LINES_MAX = 100

const NewRefundBody = named(
  'NewRefund',
  Shape({
    amount: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: AMOUNT_MAX,
        description: 'Minor units of the currency of the order. Without it: all that is left',
      }),
    ),
    reason: Type.Optional(Nullable(Line(500))),
    restock: Type.Optional(
      Type.Array(Shape({ lineId: Id('line'), quantity: Type.Integer({ minimum: 1, maximum: 10_000 }) }), {
        maxItems: LINES_MAX,
        description: 'What goes back into stock',
      }),
    ),
  }),
)

export const refundRoutes = [
  route({
    method: 'POST',
    path: '/admin/orders/:orderId/refunds',
    summary: 'Give money back, all that was paid or a part of it',
    description:
      'As often as something is left, also after shipping. The refund is `pending` until the payment provider has ' +
      'answered, then `done`, and the customer gets a mail; or `refused`, with the reason. What was not shipped and ' +
      'goes back into stock is not to be shipped any more.',
    access: permitted('orders:refund'),
    params: OrderParams,
    body: Type.Optional(Nullable(NewRefundBody)),
    replies: { 201: OrderSchema },
    faults: [
      orderFaults.missing,
      orderFaults.notRefundable,
      orderFaults.nothingToRefund,
      orderFaults.overRefunded,
      orderFaults.noSuchLine,
      orderFaults.overRestocked,
      orderFaults.tooManyRefunds,
    ],
    revision,
    handle: async (ctx, { params, body }) => toOrderView(await refundOrder(ctx, params.orderId, body ?? {})),
  }),
]
