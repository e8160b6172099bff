import { randomUUID } from 'node:crypto'
import type { Ask, Reply } from './connection.ts'
import { type Bought, COUPON, type ExpectedTotals, expectedTotals } from './shop-rules.ts'

/**
 * Sends one request of a flow; over a socket under load, or straight into the app while a store is made.
 */
export type Send = (ask: Ask) => Promise<Reply>

export interface Wanted extends Bought {
  readonly variantId: string
}

export interface Destination {
  readonly countryCode: string
  readonly region?: string
  readonly city: string
  readonly postalCode: string
}

export const DESTINATIONS: readonly Destination[] = [
  { countryCode: 'US', region: 'VT', city: 'Burlington', postalCode: '05401' },
  { countryCode: 'DE', city: 'Freiburg', postalCode: '79098' },
  { countryCode: 'JP', city: 'Kanazawa', postalCode: '920-8577' },
]

export interface Guest {
  readonly email: string
  readonly lines: readonly [Wanted, Wanted]
  readonly destination: Destination
  readonly shippingOptionId: string
}

/** As much of a cart or an order as is looked at. */
interface Answer {
  readonly id: string
  readonly version: number
  readonly status?: string
  readonly totals: Readonly<
    Record<keyof ExpectedTotals, { readonly amount: number; readonly currency: string }>
  >
}

/** How many requests one checkout is. */
export const CHECKOUT_CALLS = 7

/**
 * The whole way of a guest, from an empty cart to a paid order. Every status and every total is checked.
 */
export async function checkOutAsGuest(send: Send, guest: Guest): Promise<{ orderId: string }> {
  const { lines, destination } = guest
  const cart = await openCart(send)
  const at = `/api/carts/${cart.id}`
  const change = (method: string, path: string, body: object) =>
    ask(send, { method, path: at + path, body }, 200)
  const [first, second] = lines
  const line = ({ variantId, quantity }: Wanted) => ({ variantId, quantity })
  expectTotals(await change('POST', '/lines', line(first)), expectedTotals([first], NOTHING_YET))
  expectTotals(await change('POST', '/lines', line(second)), expectedTotals(lines, NOTHING_YET))
  const contact = { email: guest.email, shippingAddress: addressIn(destination) }
  expectTotals(await change('PATCH', '', contact), expectedTotals(lines, NOTHING_YET))
  const reduced = await change('POST', '/coupons', { code: COUPON.code })
  expectTotals(reduced, expectedTotals(lines, { coupon: true, countryCode: undefined }))
  const final = expectedTotals(lines, { coupon: true, countryCode: destination.countryCode })
  const ready = await change('PUT', '/shipping-option', { id: guest.shippingOptionId })
  expectTotals(ready, final)
  const order = await ask(
    send,
    {
      method: 'POST',
      path: `${at}/checkout`,
      headers: { 'idempotency-key': randomUUID() },
      body: { version: ready.version, payment: { provider: 'test', token: 'success' } },
    },
    201,
  )
  expectTotals(order, final)
  if (order.status !== 'paid') throw new Error(`Order ${order.id} is ${order.status}, not paid.`)
  return { orderId: order.id }
}

const NOTHING_YET = { coupon: false, countryCode: undefined } as const

const addressIn = ({ countryCode, region, city, postalCode }: Destination) => ({
  name: 'Robin Example',
  line1: '12 Example Street',
  city,
  postalCode,
  countryCode,
  ...(region !== undefined && { region }),
})

const openCart = (send: Send) => ask(send, { method: 'POST', path: '/api/carts', body: {} }, 201)

/**
 * The shipping option that a guest to each of the destinations will choose: looked up once, as a
 * storefront would.
 */
export async function findShippingOptions(send: Send, sample: Wanted): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const destination of DESTINATIONS) {
    const { id } = await openCart(send)
    const line = { variantId: sample.variantId, quantity: sample.quantity }
    await ask(send, { method: 'POST', path: `/api/carts/${id}/lines`, body: line }, 200)
    const body = { shippingAddress: addressIn(destination) }
    await ask(send, { method: 'PATCH', path: `/api/carts/${id}`, body }, 200)
    const reply = await send({ method: 'GET', path: `/api/carts/${id}/shipping-options` })
    const option = (JSON.parse(reply.body.toString()) as { data: { id: string }[] }).data[0]
    if (!option) throw new Error(`Nothing ships to ${destination.countryCode}: ${reply.body.toString()}`)
    found.set(destination.countryCode, option.id)
  }
  return found
}

async function ask(send: Send, request: Ask, status: number): Promise<Answer> {
  const reply = await send(request)
  if (reply.status === status) return JSON.parse(reply.body.toString()) as Answer
  const { method, path, body } = request
  const said = reply.body.toString().slice(0, 1_000)
  throw new Error(
    `${method} ${path} answered ${reply.status}, not ${status}.\nSent: ${JSON.stringify(body)}\nGot: ${said}`,
  )
}

/** Throws where a cart or an order costs anything but what it must. */
export function expectTotals({ id, totals }: Pick<Answer, 'id' | 'totals'>, expected: ExpectedTotals): void {
  for (const name of ['subtotal', 'discount', 'shipping', 'tax', 'total'] as const) {
    const { amount, currency } = totals[name]
    if (amount === expected[name] && currency === 'USD') continue
    throw new Error(
      `${id}: the ${name} is ${amount} ${currency}, and must be ${expected[name]} USD.\n` +
        `Got ${JSON.stringify(totals)}\nExpected ${JSON.stringify(expected)}`,
    )
  }
}
