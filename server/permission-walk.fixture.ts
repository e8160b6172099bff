import { DAY_MS, HOUR_MS } from '#kernel/clock.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { aCart, anOrder, aProduct, aZone } from '#testing/shop.ts'
import { LONG_SIGNED_IN } from '../scripts/gen/permission-table.ts'
import { NEVER_SCOPES } from './modules/api-keys/index.ts'
import { sessions } from './modules/identity/collections.ts'
import { permissionList } from './modules/identity/index.ts'
import { sessionIdOf } from './modules/identity/sessions.ts'
import { aPerson } from './modules/identity/staff.fixture.ts'

/** A running shop, and everybody who may come to it. */
export interface Walk {
  readonly app: TestApp
  /** Ids of things that belong to the customer, by how routes call them. */
  readonly things: Readonly<Record<string, string>>
  /** Who owns the things. */
  readonly holder: string
  /**
   * A token of that kind of caller; undefined for a guest. With `isSpent`, one for this request alone:
   * signing out, or deleting the account, must not turn the next request away.
   */
  tokenOf(kind: string, of: { permission: string | undefined; isSpent: boolean }): Promise<string | undefined>
}

/** Longer than any session lasts. */
const AGES_MS = 400 * DAY_MS

export async function startWalk(): Promise<Walk> {
  const app = await createTestApp()
  const expired = (await aPerson(app, 'owner')).token
  app.clock.advance(AGES_MS)
  const owner = (await aPerson(app, 'owner')).token
  const shop = { ...app, owner }
  const holder = (await aPerson(app)).token
  const keys = await makeKeys(app, owner)
  const shared = new Map<string, Promise<string | undefined>>()
  const make = (kind: string): Promise<string | undefined> =>
    kind === LONG_SIGNED_IN ? aLongSignedIn(app) : aPerson(app, roleOf(kind)).then(({ token }) => token)
  const known = new Map([
    ['guest', undefined],
    ['expired session', expired],
    ['revoked key', keys.revoked],
    ['key with the scope', keys.full],
  ])
  return {
    app,
    holder,
    things: await makeThings(shop, holder),
    async tokenOf(kind, { permission = '', isSpent }) {
      if (known.has(kind)) return known.get(kind)
      if (kind === 'key without the scope') return keys.without.get(permission) ?? keys.full
      if (isSpent) return make(kind)
      const token = shared.get(kind) ?? make(kind)
      shared.set(kind, token)
      return token
    },
  }
}

const roleOf = (kind: string): string => (kind === 'other customer' ? 'customer' : kind)

async function aLongSignedIn(app: TestApp): Promise<string> {
  const { token } = await aPerson(app, 'owner')
  const id = sessionIdOf(token) ?? ''
  await app.run((ctx) =>
    ctx.update(sessions, id, (session) => ({ ...session, authenticatedAt: ctx.now - HOUR_MS })),
  )
  return token
}

/** One of each thing that somebody can be the holder of. */
async function makeThings(shop: TestApp, token: string): Promise<Record<string, string>> {
  await aZone(shop)
  const product = await aProduct(shop)
  const items = [{ variantId: product.variants[0].id, quantity: 1 }]
  const order = await anOrder(shop, { items, token })
  const cart = await aCart(shop, { items, token })
  return { cartId: cart.id, orderId: order.id }
}

async function makeKeys(app: TestApp, token: string) {
  const scopes = [...app.ports.use(permissionList).keys()].filter((each) => !NEVER_SCOPES.includes(each))
  const make = async (wanted: readonly string[]): Promise<Loose> => {
    const body = { name: 'Walker', scopes: wanted }
    const { status, body: made } = await app.request('POST', '/api/admin/api-keys', { token, body })
    if (status !== 201) throw new Error(JSON.stringify(made))
    return made
  }
  const without = new Map<string, string>()
  for (const scope of scopes) without.set(scope, (await make(scopes.filter((each) => each !== scope))).key)
  const revoked = await make(scopes)
  await app.request('DELETE', `/api/admin/api-keys/${revoked.id}`, { token })
  return { full: (await make(scopes)).key as string, revoked: revoked.key as string, without }
}
