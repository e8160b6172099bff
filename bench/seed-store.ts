import { type App, createApp } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { type Order, orderCollection } from '../server/modules/orders/index.ts'
import { variantsAt } from './catalogue.ts'
import { checkOutAsGuest, DESTINATIONS, findShippingOptions, type Wanted } from './guest-checkout.ts'
import { sendInto, untilCalm } from './inside.ts'
import { pickFrom } from './random.ts'
import { seedCatalogue } from './seed-catalogue.ts'
import { seedOrders } from './seed-orders.ts'
import {
  CUSTOMER,
  dataDirOf,
  type FlowCommits,
  FORMAT,
  type Manifest,
  OWNER,
  writeManifest,
} from './store-manifest.ts'

interface Wish {
  readonly products: number
  readonly orders: number
  /** The database, where it is not a file in the directory. */
  readonly url: string
}

async function seedStore(dir: string, { products, orders, url }: Wish): Promise<Manifest> {
  const start = performance.now()
  const env = { DATA_DIR: dataDirOf(dir), DATABASE_URL: url, SEED: 'none', LOG_LEVEL: 'warn' }
  const app = await createApp({ ...readConfig({ ...env, NODE_ENV: 'production' }), admin: OWNER })
  try {
    const variantIds = await seedCatalogue(app, products, tell)
    const flows = await buySome(app, variantIds)
    const customerId = await registerCustomer(app)
    await seedOrders(app, { count: orders, templates: flows.orders, customerId }, tell)
    const builtInSeconds = (performance.now() - start) / 1_000
    return { format: FORMAT, products, orders, variantIds, flow: flows.commits, builtInSeconds }
  } finally {
    await app.close()
  }
}

function tell(what: string, done: number, of: number): void {
  process.stdout.write(`${what} ${done.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}\n`)
}

const FLOWS = 24

/**
 * A few real checkouts: their commits are counted, and their orders are what the made-up ones are made
 * from.
 */
async function buySome(app: App, variantIds: Manifest['variantIds']) {
  const send = sendInto(app)
  const wanted = (n: number, quantity: number): Wanted => {
    const product = n % variantIds.length
    const { price, weightGrams } = pickFrom(variantsAt(product), n % 4)
    return { variantId: pickFrom(pickFrom(variantIds, product), n % 4), price, weightGrams, quantity }
  }
  await untilCalm(send)
  const options = await findShippingOptions(send, wanted(0, 1))
  await app.worker.idle()
  const count = countCommits(app)
  const ids: string[] = []
  for (let n = 0; n < FLOWS; n++) {
    const destination = pickFrom(DESTINATIONS, n % DESTINATIONS.length)
    const shippingOptionId = options.get(destination.countryCode) ?? ''
    const email = `first-${n}@example.com`
    const lines = [wanted(n * 7 + 1, 1), wanted(n * 11 + 3, 2)] as const
    ids.push((await checkOutAsGuest(send, { email, lines, destination, shippingOptionId })).orderId)
  }
  await app.worker.idle()
  const commits = count()
  const orders = await app.run((ctx) => ctx.get(orderCollection, ids))
  return { commits, orders: orders as Order[] }
}

/** Starts to count; answers, when asked, how many commits each of the flows was. */
function countCommits(app: App): () => FlowCommits {
  let commits = 0
  let behind = 0
  app.store.onCommit((writes) => {
    commits += 1
    // Whatever is done behind the replies ends a task.
    if (writes.some(({ op, collection }) => op === 'remove' && collection.name === 'tasks')) behind += 1
  })
  return () => ({ commits: commits / FLOWS, behind: behind / FLOWS })
}

async function registerCustomer(app: App): Promise<string> {
  const body = { ...CUSTOMER, name: 'Robin Regular' }
  const reply = await sendInto(app)({ method: 'POST', path: '/api/register', body })
  if (reply.status !== 201) throw new Error(`No account could be made: ${reply.body}`)
  return (JSON.parse(reply.body.toString()) as { user: { id: string } }).user.id
}

/**
 * Makes a store for the bench: `node bench/seed-store.ts DIRECTORY PRODUCTS ORDERS [DATABASE_URL]`. Tells how
 * far it is, line by line.
 */
const [dir = '', products = '', orders = '', url = ''] = process.argv.slice(2)
const manifest = await seedStore(dir, { products: Number(products), orders: Number(orders), url })
await writeManifest(dir, manifest)
