import { handleOf, variantsAt } from './catalogue.ts'
import { type Connection, toRequest } from './connection.ts'
import {
  CHECKOUT_CALLS,
  checkOutAsGuest,
  DESTINATIONS,
  findShippingOptions,
  type Send,
  type Wanted,
} from './guest-checkout.ts'
import { expectPage, type Listing, loadListings, signIn } from './looking.ts'
import type { WorkloadName } from './options.ts'
import { searchQueries } from './queries.ts'
import { createRandom, indexBelow, pickFrom, zipfBelow } from './random.ts'
import { CUSTOMER, type Manifest, OWNER } from './store-manifest.ts'

export interface Workload {
  readonly name: WorkloadName
  readonly title: string
  /** How many requests one step is. */
  readonly calls: number
  /** For how long it runs before it is measured. */
  readonly warmUpS: number
  readonly step: (connection: Connection) => Promise<void>
}

/** What a client has to know of a running shop before it can load it. */
export interface Surroundings {
  readonly manifest: Manifest
  readonly listings: readonly Listing[]
  readonly shippingOptions: ReadonlyMap<string, string>
  readonly ownerToken: string
  readonly customerToken: string
}

export const sendOver =
  (connection: Connection): Send =>
  (ask) =>
    connection.send(toRequest(ask))

export async function lookAround(connection: Connection, manifest: Manifest): Promise<Surroundings> {
  const send = sendOver(connection)
  return {
    manifest,
    listings: await loadListings(send),
    shippingOptions: await findShippingOptions(send, wantedAt(manifest, { n: 0, variant: 0, quantity: 1 })),
    ownerToken: await signIn(send, OWNER),
    customerToken: await signIn(send, CUSTOMER),
  }
}

export function createWorkloads(shop: Surroundings): Readonly<Record<WorkloadName, Workload>> {
  const { products } = shop.manifest
  // Each workload has its own, so that what one of them does is the same whichever others run.
  const uniform = createRandom(1)
  const skewed = createRandom(2)
  const workload = (name: WorkloadName, title: string, step: Workload['step']): Workload => ({
    name,
    title,
    calls: name === 'checkout' ? CHECKOUT_CALLS : 1,
    // What shoppers look at lies in the shop's memory once it has been open for a while.
    warmUpS: warmUpOf(name, products),
    step,
  })
  const listAs = (token: string, path: string) => {
    const headers = { authorization: `Bearer ${token}` }
    return listStep([{ request: toRequest({ method: 'GET', path, headers }), count: undefined }])
  }
  const { ownerToken, customerToken } = shop
  const all = [
    workload(
      'page',
      'product page',
      pageStep(() => indexBelow(products, uniform)),
    ),
    workload(
      'popular',
      'product page, by popularity',
      pageStep(() => zipfBelow(products, skewed)),
    ),
    workload('list', 'product list of 20', listStep(shop.listings)),
    workload('search', 'search', searchStep(searchQueries(products))),
    workload('checkout', `guest checkout, ${CHECKOUT_CALLS} calls`, checkoutStep(shop)),
    workload('orders', 'staff: newest orders', listAs(ownerToken, '/api/admin/orders')),
    workload('orders-by-status', 'staff: paid orders', listAs(ownerToken, '/api/admin/orders?status=paid')),
    workload('my-orders', 'customer: my orders', listAs(customerToken, '/api/me/orders')),
  ]
  return Object.fromEntries(all.map((each) => [each.name, each])) as Record<WorkloadName, Workload>
}

const WARM_UP_S = 1.5
/** A checkout runs through the whole shop, and V8 needs some thousands of them to know it. */
const CHECKOUT_WARM_UP_S = 8
/** Pages are measured when nearly each has been asked for before: it lies in memory then. */
const PAGES_WARM_UP_MAX_S = 40
const PRODUCTS_PER_S = 2_500

function warmUpOf(name: WorkloadName, products: number): number {
  if (name === 'checkout') return CHECKOUT_WARM_UP_S
  if (name !== 'page' && name !== 'popular') return WARM_UP_S
  return Math.min(PAGES_WARM_UP_MAX_S, WARM_UP_S + products / PRODUCTS_PER_S)
}

const pageStep =
  (next: () => number): Workload['step'] =>
  async (connection) => {
    const handle = handleOf(next())
    const { status, body } = await connection.send(
      toRequest({ method: 'GET', path: `/api/products/${handle}` }),
    )
    if (status !== 200 || !body.includes(`"handle":"${handle}"`)) {
      throw new Error(`The page of ${handle} is wrong: ${status} ${body.toString()}`)
    }
  }

/** One answer in so many is read to its end; of the others the status and the beginning. */
const READ_EVERY = 32

function listStep(listings: readonly Listing[]): Workload['step'] {
  const random = createRandom(3)
  const first = listings.filter(({ isFirst = true }) => isFirst)
  let asked = 0
  return async (connection) => {
    // Half of all looks are at a first page, as shoppers have it.
    const among = random() < 0.5 ? first : listings
    const listing = pickFrom(among, indexBelow(among.length, random))
    const reply = await connection.send(listing.request)
    asked += 1
    expectPage(reply, listing, asked % READ_EVERY === 0)
  }
}

function searchStep(queries: readonly string[]): Workload['step'] {
  const random = createRandom(4)
  const listings = queries.map((query) => {
    const path = `/api/products/search?q=${encodeURIComponent(query)}`
    return { request: toRequest({ method: 'GET', path }), count: undefined }
  })
  return async (connection) => {
    const listing = pickFrom(listings, indexBelow(listings.length, random))
    expectPage(await connection.send(listing.request), listing, false)
  }
}

function wantedAt(
  { variantIds }: Manifest,
  { n, variant, quantity }: { n: number; variant: number; quantity: number },
): Wanted {
  const { price, weightGrams } = pickFrom(variantsAt(n), variant)
  return { variantId: pickFrom(pickFrom(variantIds, n), variant), price, weightGrams, quantity }
}

/** Of ten guests eight are at home, one in Europe and one farther away. */
const SHARES = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2]

function checkoutStep({ manifest, shippingOptions }: Surroundings): Workload['step'] {
  const random = createRandom(5)
  const run = process.pid
  let guests = 0
  const wanted = () =>
    wantedAt(manifest, {
      n: indexBelow(manifest.products, random),
      variant: indexBelow(4, random),
      quantity: 1 + indexBelow(3, random),
    })
  return async (connection) => {
    guests += 1
    const destination = pickFrom(DESTINATIONS, pickFrom(SHARES, guests % SHARES.length))
    await checkOutAsGuest(sendOver(connection), {
      email: `guest-${run}-${guests}@example.com`,
      lines: [wanted(), wanted()],
      destination,
      shippingOptionId: shippingOptions.get(destination.countryCode) ?? '',
    })
  }
}
