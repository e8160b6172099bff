import { hash, timingSafeEqual } from 'node:crypto'
import type { Ctx } from '#context'
import { HOUR_MS, MINUTE_MS } from '#kernel/clock.ts'
import { newSecret } from '#kernel/id.ts'
import { publicUrl } from '#modules/settings/index.ts'
import { remove } from '#store/unit.ts'
import type { Schedule } from '#work/handlers.ts'
import { type Flow, flows } from './collections.ts'
import { openidFaults } from './openid-faults.ts'
import { checkReturnPath } from './return-path.ts'
import { type SignInProvider, signInProviders, type Ties } from './sign-in-provider.ts'

/** From the beginning until the browser is back, and from then until the page has brought the code. */
export const BEGUN_MS = 10 * MINUTE_MS
export const RETURNED_MS = 5 * MINUTE_MS

const sha256 = (text: string) => hash('sha256', text, 'base64url')

export const flowIdOf = (token: string): string => `flow_${sha256(token)}`

export function needProvider(ctx: Ctx, name: string): SignInProvider {
  const provider = ctx.use(signInProviders).byName.get(name)
  if (!provider) throw openidFaults.providerMissing({ details: { provider: name } })
  return provider
}

export interface Begun {
  readonly url: string
  /** What the browser must bring along in the end, so that nobody can finish a sign-in for somebody else. */
  readonly secret: string
  readonly expiresAt: number
}

/** Begins to sign in, or to link the provider to the account of `userId`. */
export async function beginFlow(
  ctx: Ctx,
  init: { provider: string; returnTo?: string | undefined; userId?: string | null },
): Promise<Begun> {
  const { returnTo = '/', userId = null } = init
  const provider = needProvider(ctx, init.provider)
  const path = checkReturnPath(returnTo, ctx.use(publicUrl))
  const secret = newSecret('mob')
  const state = newSecret('mos')
  const url = await provider.authorizationUrl(state, tiesOf(ctx, provider.name, secret))
  const expiresAt = ctx.now + BEGUN_MS
  const about = { provider: provider.name, secretHash: sha256(secret), userId, returnTo: path }
  ctx.save(flows, { id: flowIdOf(state), revision: 0, step: 'begun', ...about, expiresAt })
  return { url, secret, expiresAt }
}

export function tiesOf(ctx: Ctx, provider: string, secret: string): Ties {
  return {
    redirectUri: `${ctx.use(publicUrl)}/api/openid/${provider}/callback`,
    verifier: sha256(`verifier ${secret}`),
    nonce: sha256(`nonce ${secret}`),
  }
}

/**
 * The flow of a code that the page brought, if it is good for this. Says the same whatever is wrong with it.
 * A wrong secret leaves it as it is: else whoever saw the code could spoil the sign-in of its owner.
 */
export async function needFlow(
  ctx: Ctx,
  { code, secret, userId }: { code: string; secret: string; userId: string | null },
): Promise<Flow> {
  const flow = await ctx.get(flows, flowIdOf(code))
  const isGood = flow && flow.step !== 'begun' && flow.userId === userId && flow.expiresAt > ctx.now
  if (!isGood || !timingSafeEqual(Buffer.from(flow.secretHash), Buffer.from(sha256(secret)))) {
    throw openidFaults.expired()
  }
  return flow
}

const PURGED_MAX = 500

/** What has expired counts for nothing already; this only makes room. */
export const purgeFlows: Schedule = {
  name: 'openid.purge-flows',
  everyMs: HOUR_MS,
  async handle(ctx) {
    const expired = await ctx.find(flows, 'byExpiry', { range: { lte: ctx.now }, limit: PURGED_MAX })
    ctx.stage(...expired.data.map((flow) => remove(flows, flow)))
  },
}
