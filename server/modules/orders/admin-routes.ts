import { byOf, type Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { type Route, route } from '#http/route.ts'
import { change } from '#kernel/change.ts'
import { mapPage, pageFaults } from '#kernel/page.ts'
import {
  Email,
  Id,
  Nullable,
  named,
  PageOf,
  PageQuery,
  Prose,
  Shape,
  type Static,
  Type,
} from '#kernel/schema.ts'
import { orderFulfilled } from '#modules/notifications/index.ts'
import { orders } from './collections.ts'
import { orderFaults } from './faults.ts'
import { FULFILMENTS_MAX, fulfil, type NewFulfilment, type Order, toInbox } from './order.ts'
import { needOrder } from './routes.ts'
import { snapshotOf } from './snapshot.ts'
import { callOff } from './undo.ts'
import { OrderSchema, TrackingSchema, toOrderView } from './view.ts'

export const OrderParams = Shape({ orderId: Id('order') })

export const revision: Route['revision'] = (ctx, { orderId = '' }) =>
  ctx.get(orders, orderId).then((order) => order?.revision)

const NewFulfilmentBody = named(
  'NewFulfilment',
  Shape({
    lines: Type.Optional(
      Type.Array(Shape({ lineId: Id('line'), quantity: Type.Integer({ minimum: 1, maximum: 10_000 }) }), {
        minItems: 1,
        maxItems: FULFILMENTS_MAX,
      }),
    ),
    tracking: Type.Optional(Nullable(TrackingSchema)),
  }),
)

const OrderQuery = Shape({
  ...PageQuery,
  status: Type.Optional(Type.Enum(['pending', 'placed', 'paid', 'fulfilled', 'cancelled'])),
  email: Type.Optional(Email),
  number: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 20,
      description: 'As people read it out: `7QK4-M2XD`, in small letters or with a # as well',
    }),
  ),
  customer: Type.Optional(Id('user')),
})

export const adminRoutes = [
  route({
    method: 'GET',
    path: '/admin/orders',
    summary: 'List orders, newest first',
    description:
      'All of them, those in one status, of one e-mail address or one customer, or the one of a number.',
    access: permitted('orders:read'),
    query: OrderQuery,
    replies: { 200: PageOf(OrderSchema) },
    faults: [orderFaults.twoFilters, pageFaults.badCursor],
    handle: async (ctx, { query }) => mapPage(await listOrders(ctx, query), toOrderView),
  }),
  route({
    method: 'GET',
    path: '/admin/orders/:orderId',
    summary: 'Read an order',
    access: permitted('orders:read'),
    params: OrderParams,
    replies: { 200: OrderSchema },
    faults: [orderFaults.missing],
    handle: async (ctx, { params }) => toOrderView(await needOrder(ctx, params.orderId)),
  }),
  route({
    method: 'POST',
    path: '/admin/orders/:orderId/fulfilments',
    summary: 'Ship an order, or a part of it',
    description: 'Without `lines`, everything that is left. The customer gets a mail with the tracking.',
    access: permitted('orders:fulfil'),
    params: OrderParams,
    body: Type.Optional(Nullable(NewFulfilmentBody)),
    replies: { 201: OrderSchema },
    faults: [
      orderFaults.missing,
      orderFaults.notPaid,
      orderFaults.nothingToShip,
      orderFaults.noSuchLine,
      orderFaults.overFulfilled,
      orderFaults.tooManyParcels,
    ],
    revision,
    handle: async (ctx, { params, body }) => toOrderView(await ship(ctx, params.orderId, body ?? {})),
  }),
  route({
    method: 'POST',
    path: '/admin/orders/:orderId/cancellation',
    summary: 'Cancel an order that has not been shipped',
    description: 'What it held goes back into stock, and what was paid goes back to the customer.',
    access: permitted('orders:cancel'),
    params: OrderParams,
    body: Type.Optional(Nullable(Shape({ reason: Type.Optional(Nullable(Prose(500))) }))),
    replies: { 200: OrderSchema },
    faults: [orderFaults.missing, orderFaults.notCancellable],
    revision,
    handle: async (ctx, { params, body }) =>
      toOrderView(await callOff(ctx, await needOrder(ctx, params.orderId), body?.reason ?? null)),
  }),
]

async function listOrders(ctx: Ctx, query: Static<typeof OrderQuery>) {
  const { status, email, number, customer, ...page } = query
  const asked = [status, email, number, customer].filter((each) => each !== undefined)
  if (asked.length > 1) throw orderFaults.twoFilters()
  if (number !== undefined) return ctx.find(orders, 'byNumber', { equals: [toNumber(number)], ...page })
  if (customer !== undefined) return ctx.find(orders, 'byCustomer', { equals: [customer], ...page })
  if (status !== undefined) return ctx.find(orders, 'byStatus', { equals: [status], ...page })
  if (email !== undefined) return ctx.find(orders, 'byEmail', { equals: [toInbox(email)], ...page })
  return ctx.find(orders, 'byId', { reverse: true, ...page })
}

const toNumber = (typed: string): string => typed.trim().replace(/^#/, '').toUpperCase()

const ship = (ctx: Ctx, orderId: string, wish: NewFulfilment): Promise<Order> =>
  ctx.update(orders, orderId, (order) => {
    const next = fulfil(order, wish, { at: ctx.now, by: byOf(ctx.caller) })
    const { lines, tracking } = next.fulfilments.at(-1) ?? { lines: [], tracking: null }
    const titles = new Map(order.lines.map((line) => [line.id, line.title]))
    const shipped = lines.map(({ lineId, quantity }) => ({ title: titles.get(lineId) ?? '', quantity }))
    const fulfilment = { lines: shipped, tracking }
    return change(next, orderFulfilled(next.id, { order: snapshotOf(ctx, next), fulfilment }))
  })
