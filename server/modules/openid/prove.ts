import type { Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import { Fault } from '#kernel/fault.ts'
import { audit } from '#modules/audit/index.ts'
import { remove } from '#store/unit.ts'
import { type Flow, flows } from './collections.ts'
import { needFlow, needProvider, tiesOf } from './flow.ts'
import { openidFaults } from './openid-faults.ts'
import { wordsOf } from './provider-trouble.ts'
import { type Proof, signInProviders } from './sign-in-provider.ts'

export interface Proved {
  readonly provider: string
  readonly proof: Proof
  /** To go on with: its `now` is after the provider was asked, which may have taken seconds. */
  readonly ctx: Ctx
}

export interface Brought {
  readonly code: string
  readonly secret: string
  /** Who has to have begun it. */
  readonly userId: string | null
}

/**
 * Asks the provider what its answer is worth, once: the flow is marked before and keeps what was learnt, so
 * that a rerun of the unit resumes, and two who bring the code at once do not both ask. The flow is used up
 * by the commit that acts on the proof.
 */
export async function prove(ctx: Ctx, brought: Brought): Promise<Proved | Refusal> {
  const flow = await needFlow(ctx, brought)
  if (flow.step === 'proved') return goOn(ctx, flow)
  if (flow.step !== 'returned') throw openidFaults.expired()
  const asking = ctx.save<Flow>(flows, { ...flow, step: 'asking' })
  await ctx.commit()
  const proof = await ask(ctx, asking, brought.secret)
  if (proof instanceof Refusal) return proof
  const proved = ctx.save<Flow>(flows, { ...asking, step: 'proved', proof })
  await ctx.commit()
  return goOn(ctx, proved)
}

/** What could not be proved is remembered, so it is a refusal and not thrown. */
async function ask(ctx: Ctx, flow: Flow, secret: string): Promise<Proof | Refusal> {
  const { answer, provider } = flow
  if (!answer) throw openidFaults.expired()
  try {
    return await needProvider(ctx, provider).redeem(answer, tiesOf(ctx, provider, secret))
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    ctx.log.warn({ provider, code: error.code, reason: wordsOf(error.cause) }, error.message)
    // A provider that was away has not seen its code, most likely: the same request may be sent again.
    if (error.code === openidFaults.providerAway.code) ctx.save<Flow>(flows, { ...flow, step: 'returned' })
    else {
      ctx.stage(remove(flows, flow))
      audit(ctx, { action: 'openid.refused', subject: provider, details: { reason: error.code } })
    }
    return new Refusal(error)
  }
}

function goOn(ctx: Ctx, flow: Flow): Proved {
  if (!flow.proof) throw openidFaults.expired()
  ctx.stage(remove(flows, flow))
  const now = ctx.use(signInProviders).clock.now()
  return { provider: flow.provider, proof: flow.proof, ctx: { ...ctx, now } }
}
