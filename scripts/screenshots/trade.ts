import { OWNER, type TestApp } from '../../server/testing/app.ts'

const DAY_MS = 86_400_000
/** As many orders a day as this, over and over: quiet Mondays, busy Saturdays. */
const WEEK = [3, 4, 3, 5, 6, 9, 7]
const SHIPPED_AFTER_DAYS = 2

const BUYERS = [
  ['Ada Buyer', 'ada@example.com', 'New York', 'NY', '10001'],
  ['Grace Miller', 'grace@example.com', 'Portland', 'OR', '97205'],
  ['Edsger Vance', 'edsger@example.com', 'Austin', 'TX', '78701'],
  ['Barbara Holm', 'barbara@example.com', 'Denver', 'CO', '80202'],
  ['Tony Marsh', 'tony@example.com', 'Chicago', 'IL', '60605'],
  ['Radia Stone', 'radia@example.com', 'Seattle', 'WA', '98101'],
] as const

const WISHES = [
  ['hearth-pot'],
  ['whistling-kettle', 'round-belly-teapot'],
  ['round-belly-teapot'],
  ['whistling-kettle'],
  ['hearth-pot', 'whistling-kettle'],
] as const

/** Orders over so many days, the older ones shipped, so that the admin has something to show. */
export async function tradeFor(app: TestApp, days: number): Promise<void> {
  await stockUp(app)
  const waiting: { id: string; day: number }[] = []
  let count = 0
  for (let day = 0; day < days; day++) {
    const busy = WEEK[day % WEEK.length] ?? 1
    const orders = day < days / 2 ? Math.ceil(busy * 0.8) : busy
    for (let n = 0; n < orders; n++) {
      waiting.push({ id: await buy(app, count), day })
      count += 1
      app.clock.advance(Math.round((DAY_MS * 0.9) / orders))
    }
    app.clock.advance(DAY_MS * 0.1)
    while (waiting[0] && waiting[0].day <= day - SHIPPED_AFTER_DAYS) {
      await ship(app, waiting.shift()?.id ?? '', count)
    }
  }
}

/** What is bought here must not run out. */
async function stockUp(app: TestApp): Promise<void> {
  for (const handle of new Set(WISHES.flat())) {
    const { body } = await app.request('GET', `/api/products/${handle}`)
    for (const { id } of body.variants.slice(0, 2)) {
      await ask(app, 'PUT', `/admin/variants/${id}/stock`, { onHand: 1_000 })
    }
  }
}

async function buy(app: TestApp, count: number): Promise<string> {
  const [name, email, city, region, postalCode] = at(BUYERS, count)
  const cart = await ask(app, 'POST', '/carts', { countryCode: 'US' })
  for (const handle of at(WISHES, count * 3 + (count % 7))) {
    const { body } = await app.request('GET', `/api/products/${handle}`)
    const variant = body.variants[count % Math.min(2, body.variants.length)]
    await ask(app, 'POST', `/carts/${cart.id}/lines`, { variantId: variant.id, quantity: 1 + (count % 2) })
  }
  const shippingAddress = {
    name,
    line1: `${count + 1} Main Street`,
    city,
    region,
    postalCode,
    countryCode: 'US',
  }
  await ask(app, 'PATCH', `/carts/${cart.id}`, { email, shippingAddress })
  const options = await ask(app, 'GET', `/carts/${cart.id}/shipping-options`)
  const { version } = await ask(app, 'PUT', `/carts/${cart.id}/shipping-option`, { id: options.data[0].id })
  const payment = { provider: 'test', token: 'success' }
  const order = await ask(app, 'POST', `/carts/${cart.id}/checkout`, { version, payment })
  return order.id
}

const ship = (app: TestApp, id: string, count: number) =>
  ask(app, 'POST', `/admin/orders/${id}/fulfilments`, {
    tracking: { carrier: 'UPS', number: `1Z999AA1${String(count).padStart(10, '0')}` },
  })

const at = <T>(list: readonly [T, ...T[]] | readonly T[], index: number): T => list[index % list.length] as T

/** Sessions do not last as long as the month does. */
async function tokenOf(app: TestApp): Promise<string> {
  const { body } = await app.request('POST', '/api/login', { body: OWNER })
  return body.token
}

async function ask(app: TestApp, method: string, path: string, body?: unknown) {
  const reply = await app.request(method, `/api${path}`, {
    body,
    ...(path.startsWith('/admin/') && { token: await tokenOf(app) }),
  })
  if (reply.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`)
  return reply.body
}
