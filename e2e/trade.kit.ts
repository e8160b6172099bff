import { createShop, type ReplyOf, type Schemas, type Shop, tokenSession } from '@marketsquare/sdk'
import type { Page } from 'playwright-core'
import { type OpenShop, OWNER } from './shop.kit.ts'

export interface Person {
  readonly email: string
  readonly password: string
}

export const ADDRESS = {
  name: 'Ada Buyer',
  line1: '1 Main Street',
  city: 'New York',
  region: 'NY',
  postalCode: '10001',
  countryCode: 'US',
} as const

let people = 0

/** Somebody with an account. */
export async function aCustomer(
  shop: OpenShop,
): Promise<Person & { readonly shop: Shop; readonly id: string }> {
  people += 1
  const person = { email: `customer-${people}@example.com`, password: 'a long enough secret 7' }
  const own = createShop({ baseUrl: shop.url, session: tokenSession() })
  const { user } = await own.post('/register', { body: { ...person, name: 'Grace Shopper' } })
  return { ...person, shop: own, id: user.id }
}

/** Gives the page the session of somebody, as a sign-in in it would. */
export async function signIn(shop: OpenShop, page: Page, who: Person | 'owner'): Promise<void> {
  const { email, password } = who === 'owner' ? OWNER : who
  const reply = await page.context().request.post(`${shop.url}/api/login`, {
    data: { email, password, cookie: true },
    headers: { origin: shop.url },
  })
  const status = reply.status()
  if (status !== 200) throw new Error(`Signing ${email} in was answered with ${status}.`)
}

type Order = ReplyOf<'post', '/carts/{cartId}/checkout'>

/** Something bought by somebody, paid with a test card. */
export async function anOrder(
  shop: OpenShop,
  {
    buyer = shop.guest,
    card = 'success',
    handle = 'whistling-kettle',
    email = 'guest@example.com',
    quantity = 1,
  } = {},
): Promise<Order> {
  const product = await shop.guest.get('/products/{idOrHandle}', { path: { idOrHandle: handle } })
  const variant = product.variants.find(({ available }) => available > 0)
  if (!variant) throw new Error(`${handle} is sold out.`)
  const { id: cartId } = await buyer.post('/carts', { body: { countryCode: 'US' } })
  const path = { cartId }
  await buyer.post('/carts/{cartId}/lines', { path, body: { variantId: variant.id, quantity } })
  await buyer.patch('/carts/{cartId}', { path, body: { email, shippingAddress: ADDRESS } })
  const { data } = await buyer.get('/carts/{cartId}/shipping-options', { path })
  const id = data[0]?.id ?? ''
  const { version } = await buyer.put('/carts/{cartId}/shipping-option', { path, body: { id } })
  const payment = { provider: 'test', token: card }
  return buyer.post('/carts/{cartId}/checkout', { path, body: { version, payment } })
}

/** A little of everything, so that no page of the admin is empty. */
export async function someTrade(shop: OpenShop) {
  const { staff } = shop
  const customer = await aCustomer(shop)
  const order = await anOrder(shop, { buyer: customer.shop, email: customer.email })
  const orderId = order.id
  const lines = order.lines.map(({ id, quantity }) => ({ lineId: id, quantity }))
  const other = await anOrder(shop)
  await staff
    .post('/admin/orders/{orderId}/fulfilments', { path: { orderId: other.id }, body: { lines } })
    .catch(() => {})
  const products = await staff.get('/admin/products', { query: { limit: 1 } })
  const zones = await staff.get('/admin/shipping-zones', { query: { limit: 1 } })
  return {
    orderId,
    userId: customer.id,
    productId: first(products.data).id,
    zoneId: first(zones.data).id,
  }
}

function first<T>(list: readonly T[]): T {
  const [thing] = list
  if (thing === undefined) throw new Error('The demo shop has none of them.')
  return thing
}

export type Product = Schemas['Product']
