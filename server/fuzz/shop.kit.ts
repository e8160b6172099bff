import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import type { Module } from '#module'
import { addUser, completeSignIn, permissionList } from '#modules/identity/index.ts'
import { aPerson } from '#modules/identity/staff.fixture.ts'
import { modules as builtIn } from '#modules/index.ts'
import type { Engine } from '#store/engine.ts'
import { createTestApp, type Loose, OWNER, type TestApp } from '#testing/app.ts'
import { openTestStore } from '#testing/open-store.ts'
import { aCart, anOrder, aProduct, aPromotion, aZone } from '#testing/shop.ts'
import { createLogger } from '../logger.ts'
import { NEVER_SCOPES } from '../modules/api-keys/index.ts'
import type { Who } from './draft.kit.ts'
import { createThings, type Things } from './things.kit.ts'

const CARDS = ['success', 'declined', 'second_step', 'settles_later']

/** What was written to the store: the collection and what was done there. */
export interface Written {
  readonly op: string
  readonly collection: string
  readonly id: string
}

/** A running shop with a bit of everything in it, of which every write and every line of the log is seen. */
export interface FuzzShop {
  readonly app: TestApp
  readonly port: number
  readonly things: Things
  /** Since the last call. */
  takeWrites(): Written[]
  takeLog(): string[]
  tokenOf(who: Who): Promise<string | undefined>
  /** Signs everybody in anew whose token does not count any more. */
  refresh(): Promise<void>
  /** Puts something new to buy and a cart into the shop: by and by, what was there is deleted, or spent. */
  restock(): Promise<void>
  close(): Promise<void>
}

export async function openFuzzShop(modules: readonly Module[] = builtIn): Promise<FuzzShop> {
  const store = await openTestStore()
  const { engine, take: takeWrites } = recording(await store.open())
  const { stream, take: takeLog } = listening()
  const logger = createLogger({ logLevel: 'debug' }, stream)
  const app = await createTestApp({ engine, logger, modules })
  const things = createThings()
  await app.http.listen({ host: '127.0.0.1', port: 0 })
  const learning = learningFrom(app, things)
  await fill(learning, things)
  const people = createPeople(app)
  await people.refresh()
  return {
    app,
    port: (app.http.server.address() as AddressInfo).port,
    things,
    takeWrites,
    takeLog,
    ...people,
    restock: () => restock(learning),
    async close() {
      await app.close()
      await store.remove()
    },
  }
}

/** An engine that remembers what was committed. */
function recording(engine: Engine): { engine: Engine; take(): Written[] } {
  let writes: Written[] = []
  return {
    engine: {
      ...engine,
      async commit(steps) {
        await engine.commit(steps)
        writes.push(...steps.map(({ op, collection, id }) => ({ op, collection: collection.name, id })))
      },
    },
    take() {
      const taken = writes
      writes = []
      return taken
    },
  }
}

function listening() {
  let lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const take = () => {
    const taken = lines
    lines = []
    return taken
  }
  return { stream, take }
}

/** The same shop, whose replies are learnt from. */
const learningFrom = (app: TestApp, things: Things): TestApp => ({
  ...app,
  async request(...ask) {
    const reply = await app.request(...ask)
    if (reply.status < 300) things.learn(reply.body)
    return reply
  },
})

async function fill(app: TestApp, things: Things): Promise<void> {
  // What a program knows from the papers alone.
  things.learn({ token: CARDS, provider: 'test', email: OWNER.email, password: OWNER.password })
  await aZone(app)
  await aPromotion(app)
  const token = app.owner
  const ask = (path: string, body: Loose) => app.request('POST', `/api/admin/${path}`, { token, body })
  const category = await ask('categories', { title: 'Mugs' })
  const product = await aProduct(app, { categoryIds: [category.body.id] })
  await ask('tax-rates', { name: 'VAT', countryCode: 'DE', percent: 19 })
  const items = [{ variantId: product.variants[0].id, quantity: 1 }]
  await anOrder(app, { items })
  for (let carts = 0; carts < 5; carts++) await aCart(app, { items })
}

/** As far as it goes: settings may have been changed so that a cart cannot be shipped. */
async function restock(app: TestApp): Promise<void> {
  const { body: shop } = await app.request('GET', '/api/shop')
  const price = { amount: 1_999, currency: shop.currency }
  try {
    const product = await aProduct(app, { title: 'Red Mug' }, { price })
    const items = [{ variantId: product.variants[0].id, quantity: 1 }]
    for (let carts = 0; carts < 5; carts++) await aCart(app, { items })
  } catch {
    // What was made until then is there.
  }
}

function createPeople(app: TestApp): Pick<FuzzShop, 'tokenOf' | 'refresh'> {
  const tokens = new Map<Who, string>()
  const make: Readonly<Record<Exclude<Who, 'guest'>, () => Promise<string>>> = {
    customer: async () => (await aPerson(app)).token,
    staff: async () => (await aPerson(app, 'owner')).token,
    key: () => aKey(app),
    browser: () => aBrowser(app),
  }
  return {
    tokenOf: async (who) => tokens.get(who),
    async refresh() {
      for (const [who, makeToken] of Object.entries(make)) {
        if (!(await counts(app, who as Who, tokens.get(who as Who))))
          tokens.set(who as Who, await makeToken())
      }
    },
  }
}

/** A key has nothing of its own to look at: it is asked for something that every key here may see. */
async function counts(app: TestApp, who: Who, token: string | undefined): Promise<boolean> {
  if (token === undefined) return false
  const path = who === 'key' ? '/api/admin/settings' : '/api/me/sessions'
  const headers: Record<string, string> =
    who === 'browser' ? { cookie: `__Host-session=${token}` } : { authorization: `Bearer ${token}` }
  return (await app.request('GET', path, { headers })).status === 200
}

async function aKey(app: TestApp): Promise<string> {
  const { token } = await aPerson(app, 'owner')
  const scopes = [...app.ports.use(permissionList).keys()].filter((each) => !NEVER_SCOPES.includes(each))
  const { body } = await app.request('POST', '/api/admin/api-keys', { token, body: { name: 'Fuzz', scopes } })
  return body.key
}

async function aBrowser(app: TestApp): Promise<string> {
  const { email } = await aPerson(app)
  return app.run(async (ctx) => {
    const user = await addUser(ctx, { email: `browser.${email}`, name: 'Bea', role: 'customer' })
    const signedIn = await completeSignIn(ctx, user, { method: 'test', kind: 'cookie' })
    return (signedIn as Loose).token
  })
}
