import type { Ctx } from '#context'
import { type Access, anyone, signedIn } from '#http/access.ts'
import { Refusal, Reply, route } from '#http/route.ts'
import { mapPage } from '#kernel/page.ts'
import { Id, Line, named, PageOf, PageQuery, Shape, Type } from '#kernel/schema.ts'
import { cartFaults, cartHolder, foresee } from '#modules/carts/index.ts'
import { paymentFaults } from '#modules/payments/index.ts'
import { promotionFaults } from '#modules/promotions/index.ts'
import { checkOut } from './check-out.ts'
import { orders } from './collections.ts'
import { orderFaults } from './faults.ts'
import type { Order } from './order.ts'
import { orderTokens } from './order-token.ts'
import { takeNotice } from './take-notice.ts'
import { OrderSchema, toOrderView } from './view.ts'

/** The customer it belongs to, a guest with its token, or staff; for everyone else it does not exist. */
const orderHolder: Access = {
  name: 'owner of the order, holder of its token, or `orders:read`',
  audience: 'holder',
  permission: 'orders:read',
  faults: [orderFaults.missing],
  async check(ctx, { orderId = '' }, { token }) {
    const order = await ctx.get(orders, orderId)
    const { id, permissions } = ctx.caller
    if (order && ((id !== null && order.customerId === id) || permissions.has('orders:read'))) return
    const isHolder = typeof token === 'string' && ctx.use(orderTokens).isTokenOf(orderId, token)
    if (!order || !isHolder) throw orderFaults.missing()
  },
}

export const routes = [
  route({
    method: 'POST',
    path: '/carts/:cartId/checkout',
    summary: 'Make an order of a cart',
    description:
      'Names the version of the cart that the customer saw, and is refused with what changed when that is not what it ' +
      'costs any more. 201: the order is placed, or paid. 202: the payment is not decided yet; look at ' +
      '`payment.action`, then at the order again. Send an Idempotency-Key, and send the same one again when no answer comes.',
    access: cartHolder,
    params: Shape({ cartId: Id('cart') }),
    body: named(
      'Checkout',
      Shape({
        version: Type.Integer({ minimum: 1 }),
        payment: Shape({
          provider: Line(40),
          token: Type.String({
            minLength: 1,
            maxLength: 2_000,
            description: "From the provider's form; never a card number",
          }),
        }),
      }),
    ),
    replies: { 201: OrderSchema, 202: OrderSchema },
    // The order lies in the store as it is, and so does what a guest's token of it is made with.
    keptReply: 'plain',
    faults: [
      cartFaults.missing,
      orderFaults.outOfStock,
      orderFaults.changed,
      orderFaults.checkedOut,
      orderFaults.underWay,
      orderFaults.incomplete,
      promotionFaults.usedUp,
      paymentFaults.declined,
      paymentFaults.unknownProvider,
    ],
    ahead: (ctx, { params }) => foresee(ctx, params.cartId),
    async handle(ctx, { params, body }, foreseen) {
      const result = await checkOut(ctx, params.cartId, body, foreseen)
      return result instanceof Refusal ? result : toReply(ctx, result.order)
    },
  }),
  route({
    method: 'GET',
    path: '/orders/:orderId',
    summary: 'Read an order',
    access: orderHolder,
    params: Shape({ orderId: Id('order') }),
    query: Shape({
      token: Type.Optional(Type.String({ maxLength: 100, description: "A guest's key to the order" })),
    }),
    replies: { 200: OrderSchema },
    handle: async (ctx, { params }) => toOrderView(await needOrder(ctx, params.orderId)),
  }),
  route({
    method: 'GET',
    path: '/me/orders',
    summary: 'List my orders, newest first',
    access: signedIn,
    query: Shape(PageQuery),
    replies: { 200: PageOf(OrderSchema) },
    handle: async (ctx, { query }) =>
      mapPage(await ctx.find(orders, 'byCustomer', { equals: [ctx.caller.id], ...query }), toOrderView),
  }),
  route({
    method: 'POST',
    path: '/payments/:provider/notices',
    summary: 'Tell what became of a payment',
    description:
      "Where payment providers send their webhooks. The built-in `test` provider's bank is you: send " +
      '`{ "reference": …, "outcome": "captured" | "declined" }` to let a payment settle.',
    access: anyone,
    params: Shape({ provider: Line(40) }),
    body: Type.Record(Type.String({ maxLength: 200 }), Type.Unknown(), { maxProperties: 200 }),
    replies: { 200: Shape({ received: Type.Literal(true) }) },
    faults: [paymentFaults.unknownProvider, paymentFaults.badNotice],
    handle: (ctx, { params, body, headers }) => takeNotice(ctx, params.provider, { body, headers }),
  }),
]

export async function needOrder(ctx: Ctx, orderId: string): Promise<Order> {
  const order = await ctx.get(orders, orderId)
  if (!order) throw orderFaults.missing({ message: `There is no order ${orderId}.` })
  return order
}

function toReply(ctx: Ctx, order: Order) {
  const view = toOrderView(order)
  const token = order.customerId === null ? { token: ctx.use(orderTokens).tokenOf(order.id) } : {}
  return new Reply(order.status === 'pending' ? 202 : 201, { ...view, ...token })
}
