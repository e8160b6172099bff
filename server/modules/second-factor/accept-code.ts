import type { Ctx } from '#context'
import { httpFaults } from '#http/problem.ts'
import { SECOND_MS } from '#kernel/clock.ts'
import { audit } from '#modules/audit/index.ts'
import type { User } from '#modules/identity/index.ts'
import { secondFactors } from './collections.ts'
import {
  type Factors,
  GUESSED_MISSES,
  miss,
  pauseMs,
  type Totp,
  useRecoveryCode,
  useStep,
} from './factors.ts'
import { hashRecoveryCode, toRecoveryCode } from './recovery-codes.ts'
import { isTotpCode, stepOf } from './totp.ts'
import { vault } from './vault.ts'

/** The kinds of second factor that an account has set up. */
export async function methodsOf(ctx: Ctx, user: User): Promise<readonly string[]> {
  const factors = await ctx.get(secondFactors, user.id)
  return factors?.totp ? ['totp'] : []
}

/**
 * Whether a code opens the account; stages that it is used up, or that it was wrong. Of two who bring the
 * same code at once, the commit lets one through: the other is run again and finds it used.
 */
export async function acceptCode(ctx: Ctx, { id }: User, typed: string): Promise<boolean> {
  const factors = await ctx.get(secondFactors, id)
  if (!factors?.totp) return false
  const { totp } = factors
  const secret = ctx.use(vault).open(totp.sealed, id)
  const code = typed.replace(/\s/g, '')
  if (isTotpCode(code)) return acceptStep(ctx, { factors, totp, secret, code })
  return acceptRecoveryCode(ctx, { factors, secret, code })
}

async function acceptStep(
  ctx: Ctx,
  { factors, totp, secret, code }: { factors: Factors; totp: Totp; secret: string; code: string },
): Promise<boolean> {
  refuseTooSoon(factors, ctx.now)
  const step = stepOf(secret, code, ctx.now)
  if (step === undefined) {
    const missed = ctx.save(secondFactors, miss(factors, ctx.now))
    if (missed.misses === GUESSED_MISSES) audit(ctx, { action: 'second-factor.guessed', subject: factors.id })
    return false
  }
  // A code that was used is no guess at one.
  if (step <= totp.lastStep) return false
  const { isOutdated, seal } = ctx.use(vault)
  const sealed = isOutdated(totp.sealed) ? seal(secret, factors.id) : totp.sealed
  ctx.save(secondFactors, useStep(factors, { ...totp, sealed }, step))
  return true
}

/**
 * The pause after wrong codes does not hold these up: they cannot be guessed, and are the way in for an owner
 * whose pauses somebody else keeps long.
 */
async function acceptRecoveryCode(
  ctx: Ctx,
  { factors, secret, code }: { factors: Factors; secret: string; code: string },
): Promise<boolean> {
  const known = toRecoveryCode(code)
  const hash = known && hashRecoveryCode(known, secret)
  if (!hash || !factors.recoveryCodes.includes(hash)) return false
  const { recoveryCodes } = ctx.save(secondFactors, useRecoveryCode(factors, hash))
  const details = { left: recoveryCodes.length }
  audit(ctx, { action: 'second-factor.recovery-code-used', subject: factors.id, details })
  return true
}

function refuseTooSoon(factors: Factors, now: number): void {
  const retryAfterSeconds = Math.ceil(pauseMs(factors, now) / SECOND_MS)
  if (retryAfterSeconds === 0) return
  throw httpFaults.tooMany({
    message: `Too many wrong codes. Try again in ${retryAfterSeconds} s, or use a recovery code.`,
    details: { retryAfterSeconds },
  })
}
