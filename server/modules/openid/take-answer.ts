import type { Ctx } from '#context'
import { Reply } from '#http/route.ts'
import { newSecret } from '#kernel/id.ts'
import { publicUrl } from '#modules/settings/index.ts'
import { remove } from '#store/unit.ts'
import { type Flow, flows } from './collections.ts'
import { flowIdOf, RETURNED_MS } from './flow.ts'
import { openidFaults } from './openid-faults.ts'
import type { ProviderAnswer } from './sign-in-provider.ts'

/** What a provider sends the browser back with. */
export interface Callback {
  readonly state?: string
  readonly code?: string
  readonly iss?: string
  readonly error?: string
  /** Apple's, as JSON. */
  readonly user?: string
}

/**
 * The browser is back from the provider. It goes on to the storefront's page with a code of ours in the
 * fragment, which reaches no server's log; the provider's own code stays here. What the answer is worth is
 * only asked once the page brings our code together with what the browser kept.
 */
export async function takeAnswer(ctx: Ctx, provider: string, callback: Callback): Promise<Reply<undefined>> {
  const flow = callback.state ? await ctx.get(flows, flowIdOf(callback.state)) : undefined
  if (flow?.step !== 'begun' || flow.provider !== provider || flow.expiresAt <= ctx.now) {
    return toPage(ctx, { error: openidFaults.expired.code })
  }
  // Used up, whatever came of it: the same answer does not work a second time.
  ctx.stage(remove(flows, flow))
  const about = { for: flow.userId === null ? 'sign-in' : 'link', returnTo: flow.returnTo }
  if (callback.error !== undefined || callback.code === undefined) {
    return toPage(ctx, { error: reasonOf(callback), ...about })
  }
  const code = newSecret('moc')
  ctx.save(flows, returned(flow, { code, answer: toAnswer(callback, callback.code), now: ctx.now }))
  return toPage(ctx, { code, ...about })
}

const returned = (
  { provider, secretHash, userId, returnTo }: Flow,
  { code, answer, now }: { code: string; answer: ProviderAnswer; now: number },
): Flow => {
  const about = { provider, secretHash, userId, returnTo, answer }
  return { id: flowIdOf(code), revision: 0, step: 'returned', ...about, expiresAt: now + RETURNED_MS }
}

/** Apple and others have words of their own for somebody who changed their mind. */
const CALLED_OFF = new Set(['access_denied', 'user_cancelled_authorize', 'user_cancelled_login'])

const reasonOf = ({ error = '' }: Callback): string =>
  CALLED_OFF.has(error) ? openidFaults.denied.code : openidFaults.providerBroken.code

function toAnswer({ iss, user }: Callback, code: string): ProviderAnswer {
  const name = user === undefined ? undefined : nameIn(user)
  return { code, ...(iss !== undefined && { iss }), ...(name && { name }) }
}

/** Anyone can put a name there; it only names an account that is new. */
function nameIn(user: string): string | undefined {
  try {
    const { firstName, lastName } = JSON.parse(user).name
    return [firstName, lastName].filter((each) => typeof each === 'string').join(' ')
  } catch {
    return undefined
  }
}

function toPage(ctx: Ctx, words: Readonly<Record<string, string>>): Reply<undefined> {
  const location = `${ctx.use(publicUrl)}/account/openid#${new URLSearchParams(words)}`
  return new Reply(303, undefined, { location, 'cache-control': 'no-store' })
}
