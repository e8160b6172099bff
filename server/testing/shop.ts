import type { Loose, Reply, TestApp } from './app.ts'

/** What a test shop sells and ships by, made through the API as staff would. */
export const usd = (amount: number) => ({ amount, currency: 'USD' })

export const ADDRESS = {
  name: 'Ada Buyer',
  line1: '1 Main Street',
  city: 'New York',
  region: 'NY',
  postalCode: '10001',
  countryCode: 'US',
}

/** A published product with one variant; answers the product. */
export async function aProduct(app: TestApp, init: Loose = {}, variant: Loose = {}): Promise<Loose> {
  const body = {
    title: 'Blue Mug',
    status: 'published',
    variants: [{ price: usd(1_999), weightGrams: 300, onHand: 100, ...variant }],
    ...init,
  }
  return needed(await app.request('POST', '/api/admin/products', { token: app.owner, body }))
}

/** The id of the only variant of a new product. */
export const aVariant = async (app: TestApp, variant: Loose = {}, init: Loose = {}): Promise<string> =>
  (await aProduct(app, init, variant)).variants[0].id

/** Flat $10.00 in the United States, free over $100.00. */
export async function aZone(app: TestApp, init: Loose = {}): Promise<Loose> {
  const rate = { name: 'Standard', price: { type: 'flat', amount: usd(1_000) }, freeOver: usd(10_000) }
  const body = { name: 'United States', countries: ['US'], rates: [rate], ...init }
  return needed(await app.request('POST', '/api/admin/shipping-zones', { token: app.owner, body }))
}

export async function aPromotion(app: TestApp, init: Loose = {}): Promise<Loose> {
  const body = { code: 'SAVE20', title: '20 % off', effect: { type: 'percentage', percent: 20 }, ...init }
  return needed(await app.request('POST', '/api/admin/promotions', { token: app.owner, body }))
}

export async function aCustomer(
  app: TestApp,
  email = 'ada@example.com',
): Promise<{ id: string; token: string }> {
  const body = { email, password: 'correct horse battery', name: 'Ada' }
  const { user, token } = needed(await app.request('POST', '/api/register', { body }))
  return { id: user.id, token }
}

export interface CartWish {
  readonly items: readonly { readonly variantId: string; readonly quantity: number }[]
  readonly coupons?: readonly string[]
  readonly token?: string
  readonly email?: string
  readonly address?: Loose
}

/** A cart that lacks nothing for its checkout. */
export async function aCart(app: TestApp, wish: CartWish): Promise<Loose> {
  const { token } = wish
  const opened = needed(await app.request('POST', '/api/carts', { body: {}, token }))
  const path = `/api/carts/${opened.id}`
  for (const item of wish.items) needed(await app.request('POST', `${path}/lines`, { body: item, token }))
  const contact = { email: wish.email ?? 'ada@example.com', shippingAddress: wish.address ?? ADDRESS }
  needed(await app.request('PATCH', path, { body: contact, token }))
  for (const code of wish.coupons ?? [])
    needed(await app.request('POST', `${path}/coupons`, { body: { code }, token }))
  const options = needed(await app.request('GET', `${path}/shipping-options`, { token }))
  const [option] = options.data
  if (!option) return needed(await app.request('GET', path, { token }))
  return needed(await app.request('PUT', `${path}/shipping-option`, { body: { id: option.id }, token }))
}

export interface CheckoutWish {
  readonly card?: string
  readonly key?: string
  readonly token?: string
  readonly version?: number
}

export const checkOut = (app: TestApp, cart: Loose, wish: CheckoutWish = {}): Promise<Reply> =>
  app.request('POST', `/api/carts/${cart.id}/checkout`, {
    ...(wish.key && { key: wish.key }),
    token: wish.token,
    body: {
      version: wish.version ?? cart.version,
      payment: { provider: 'test', token: wish.card ?? 'success' },
    },
  })

/** A paid order of one item. */
export async function anOrder(app: TestApp, wish: Partial<CartWish> = {}): Promise<Loose> {
  const items = wish.items ?? [{ variantId: await aVariant(app), quantity: 1 }]
  return needed(
    await checkOut(app, await aCart(app, { ...wish, items }), wish.token ? { token: wish.token } : {}),
  )
}

/** How many can be bought now, as shoppers are told. */
export async function available(app: TestApp, variantId: string): Promise<number> {
  const { data } = needed(await app.request('GET', '/api/products?limit=100'))
  const variants = data.flatMap((product: Loose) => product.variants)
  return variants.find((variant: Loose) => variant.id === variantId).available
}

function needed(reply: Reply): Loose {
  if (reply.status < 300) return reply.body
  throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`)
}
