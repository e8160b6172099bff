import type { App } from '../server/app.ts'
import { newId } from '../server/kernel/id.ts'
import { type Order, orderCollection } from '../server/modules/orders/index.ts'
import { toBody } from '../server/store/collection.ts'
import { pickFrom } from './random.ts'
import type { Tell } from './seed-catalogue.ts'
import { CUSTOMER, CUSTOMERS_ORDERS } from './store-manifest.ts'

const ORDERS_PER_COMMIT = 2_000
const DAY_MS = 86_400_000
/** How far back the made-up orders go. */
const SPAN_MS = 730 * DAY_MS

export interface OrdersInit {
  readonly count: number
  /** Orders that were really placed. */
  readonly templates: readonly Order[]
  /** Who has `CUSTOMERS_ORDERS` of them. */
  readonly customerId: string
}

/** Fills the store with orders of the last two years, the oldest first, straight into the engine. */
export async function seedOrders(app: App, init: OrdersInit, tell: Tell): Promise<void> {
  const { count, templates } = init
  const before = Math.min(...templates.map(({ createdAt }) => createdAt))
  for (let from = 0; from < count; from += ORDERS_PER_COMMIT) {
    const to = Math.min(count, from + ORDERS_PER_COMMIT)
    const made = Array.from({ length: to - from }, (_, at) => {
      const n = from + at
      const placedAt = before - SPAN_MS + Math.floor((n / count) * SPAN_MS)
      return orderFrom(pickFrom(templates, n % templates.length), { n, placedAt, ...buyerOf(n, init) })
    })
    await app.store.engine.commit(
      made.map((order) => ({
        op: 'insert',
        collection: orderCollection,
        id: order.id,
        schema: orderCollection.schema,
        body: toBody(order),
      })),
    )
    if (to === count || to % 50_000 === 0) tell('orders', to, count)
  }
}

interface Buyer {
  readonly customerId: string | null
  readonly email: string
}

/**
 * The one customer who is looked at, evenly over time; of the others half are guests, and all come back
 * now and then.
 */
function buyerOf(n: number, { count, customerId }: OrdersInit): Buyer {
  if (n % Math.ceil(count / CUSTOMERS_ORDERS) === 0) return { customerId, email: CUSTOMER.email }
  const person = (n * 7_919) % Math.ceil(count / 4)
  const known = `user_${String(person).padStart(26, '0')}`
  return { customerId: n % 2 === 0 ? null : known, email: `buyer-${person}@example.com` }
}

/** Of a hundred orders so many are in each state. None is pending: those would be looked after at once. */
const statusOf = (n: number): Order['status'] => {
  const share = (n * 37) % 100
  if (share < 90) return 'fulfilled'
  if (share < 96) return 'paid'
  return share < 98 ? 'placed' : 'cancelled'
}

const CODE_CHARS = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789'
const CODE_BITS = 40
/** Odd, so that multiplying by it leads no two numbers below 2^40 to the same. */
const SPREAD = 0x9e3779b97fn

/**
 * As spread as a real order's number. Of a million that are drawn at random, two are likely to be the same.
 */
function numberOf(n: number): string {
  const spread = BigInt.asUintN(CODE_BITS, BigInt(n + 1) * SPREAD)
  const chars = Array.from({ length: 8 }, (_, at) => CODE_CHARS[Number((spread >> BigInt(at * 5)) & 31n)])
  return `${chars.slice(0, 4).join('')}-${chars.slice(4).join('')}`
}

interface Variation extends Buyer {
  readonly n: number
  readonly placedAt: number
}

/** An order as a real one is, with ids, number, buyer and times of its own, further on its way. */
export function orderFrom(template: Order, { n, placedAt, customerId, email }: Variation): Order {
  const clock = { now: () => placedAt }
  const status = statusOf(n)
  const isShipped = status === 'fulfilled'
  const lineIds = new Map(template.lines.map((line) => [line.id, newId('line', clock)]))
  const lines = template.lines.map((line) => ({
    ...line,
    id: lineIds.get(line.id) ?? line.id,
    fulfilled: isShipped ? line.quantity : 0,
  }))
  const payment = newId('pay', clock)
  const shippedAt = placedAt + DAY_MS
  const act = { at: shippedAt, by: 'system' }
  const parcel = {
    id: newId('ful', clock),
    lines: lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
    tracking: { carrier: 'Parcel Post', number: `PP${1_000_000_000 + n}`, url: null },
    ...act,
  }
  return {
    ...template,
    id: newId('order', clock),
    revision: 1,
    number: numberOf(n),
    status,
    cartId: newId('cart', clock),
    operationId: newId('req', clock),
    customerId,
    email,
    lines,
    explanations: template.explanations.map((each) => ({
      ...each,
      lineId: each.lineId && (lineIds.get(each.lineId) ?? each.lineId),
    })),
    payment: { ...template.payment, id: payment, reference: `test_success_${payment}`, updatedAt: placedAt },
    fulfilments: isShipped ? [parcel] : [],
    cancellation: status === 'cancelled' ? { ...act, reason: 'Changed my mind' } : null,
    history: [
      ...template.history.map((entry) => ({ ...entry, at: placedAt })),
      ...(isShipped ? [{ ...act, what: 'fulfilled' }] : []),
    ],
    placedAt,
    createdAt: placedAt,
    updatedAt: isShipped ? shippedAt : placedAt,
  }
}
