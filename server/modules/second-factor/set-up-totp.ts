import type { Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import { change } from '#kernel/change.ts'
import { audit } from '#modules/audit/index.ts'
import { emailOf, self } from '#modules/identity/index.ts'
import { shopSettings } from '#modules/settings/index.ts'
import { remove } from '#store/unit.ts'
import { secondFactors } from './collections.ts'
import {
  begin,
  confirm,
  type Factors,
  factorFaults,
  failPending,
  noFactors,
  PENDING_MS,
  pendingOf,
  recoveryCodesReplaced,
  secondFactorDisabled,
  type Totp,
} from './factors.ts'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'
import { newTotpSecret, stepOf, totpUri } from './totp.ts'
import { vault } from './vault.ts'

export async function factorsOfSelf(ctx: Ctx): Promise<Factors> {
  const { id } = await self(ctx)
  return (await ctx.get(secondFactors, id)) ?? noFactors(id)
}

/** A secret for an app, good for nothing until a code proves that the app has it. One that counts stays. */
export async function beginTotp(ctx: Ctx) {
  const user = await self(ctx)
  const { name: issuer } = await shopSettings(ctx)
  const secret = newTotpSecret()
  const sealed = ctx.use(vault).seal(secret, user.id)
  ctx.save(secondFactors, begin(await factorsOfSelf(ctx), sealed, ctx.now))
  const uri = totpUri({ secret, issuer, label: emailOf(user) })
  return { secret, uri, expiresAt: ctx.now + PENDING_MS }
}

/** Turns the app on that was begun, in place of one that was on. Answers the recovery codes, this once. */
export async function confirmTotp(ctx: Ctx, code: string): Promise<readonly string[] | Refusal> {
  const factors = await factorsOfSelf(ctx)
  const pending = pendingOf(factors, ctx.now)
  const { sealed } = pending
  const secret = ctx.use(vault).open(sealed, factors.id)
  const step = stepOf(secret, code.replace(/\s/g, ''), ctx.now)
  if (step === undefined) {
    ctx.save(secondFactors, failPending(factors, pending))
    return new Refusal(factorFaults.wrongCode({ details: { field: 'code' } }))
  }
  const codes = newRecoveryCodes()
  const recoveryCodes = codes.map((each) => hashRecoveryCode(each, secret))
  ctx.save(secondFactors, confirm(factors, { sealed, step, recoveryCodes, now: ctx.now }))
  audit(ctx, { action: 'second-factor.enabled', subject: factors.id, details: { method: 'totp' } })
  return codes
}

export async function turnOffTotp(ctx: Ctx): Promise<undefined> {
  const factors = await factorsOfSelf(ctx)
  needTotp(factors)
  ctx.stage(remove(secondFactors, factors), secondFactorDisabled(factors.id, { method: 'totp' }))
  audit(ctx, { action: 'second-factor.disabled', subject: factors.id, details: { method: 'totp' } })
}

/** New recovery codes; those from before are worth nothing from here on. */
export async function replaceRecoveryCodes(ctx: Ctx): Promise<readonly string[]> {
  const factors = await factorsOfSelf(ctx)
  const secret = ctx.use(vault).open(needTotp(factors).sealed, factors.id)
  const codes = newRecoveryCodes()
  const recoveryCodes = codes.map((each) => hashRecoveryCode(each, secret))
  ctx.save(secondFactors, change({ ...factors, recoveryCodes }, recoveryCodesReplaced(factors.id, {})))
  audit(ctx, { action: 'second-factor.recovery-codes-replaced', subject: factors.id })
  return codes
}

function needTotp({ totp }: Factors): Totp {
  if (!totp) throw factorFaults.missing()
  return totp
}

/** Takes an account's second factor away with the account. */
export async function forgetSecondFactor(ctx: Ctx, userId: string): Promise<void> {
  const factors = await ctx.get(secondFactors, userId)
  if (factors) ctx.stage(remove(secondFactors, factors))
}
