import { type Change, change } from '#kernel/change.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { eventType } from '#kernel/event.ts'
import { faults } from '#kernel/fault.ts'
import type { Document } from '#store/collection.ts'

/** What an account asks for beyond a password. The id is the user's. */
export interface Factors extends Document {
  /** The authenticator app that counts; null until one is confirmed. */
  readonly totp: Totp | null
  /** An app that was shown a secret and has yet to prove that it keeps it. */
  readonly pending: PendingTotp | null
  /** Hashes of the codes that are left. */
  readonly recoveryCodes: readonly string[]
  /** Wrong codes since the last right one, over all sign-ins, and when the last of them came. */
  readonly misses: number
  readonly missedAt: number
}

export interface Totp {
  /** The secret, sealed about this document's id. */
  readonly sealed: string
  /** No code of this time step or one before it is taken again. */
  readonly lastStep: number
  readonly confirmedAt: number
}

export interface PendingTotp {
  readonly sealed: string
  readonly tries: number
  readonly expiresAt: number
}

export const PENDING_MS = 15 * MINUTE_MS
const PENDING_TRIES_MAX = 5

/** So many wrong codes cost nothing but the challenge; from then on each doubles the pause after it. */
const FREE_MISSES = 5
const FIRST_PAUSE_MS = 30 * SECOND_MS
const PAUSE_MAX_MS = HOUR_MS

/** Whoever got this far knows the password and is guessing: the owner is told. */
export const GUESSED_MISSES = 10

export const factorFaults = faults('second_factor', {
  missing: [404, 'This account has no second factor.'],
  notBegun: [409, 'There is no app to confirm. Begin again, and confirm within 15 minutes.'],
  wrongCode: [422, 'This is not what the app should show now. Check the clock of the phone and try again.'],
})

export const secondFactorEnabled = eventType<{ method: string }>('second-factor.enabled')
export const secondFactorDisabled = eventType<{ method: string }>('second-factor.disabled')
/** Staff took it away, for somebody who could not get in. */
export const secondFactorReset = eventType<Record<string, never>>('second-factor.reset')
export const recoveryCodesReplaced = eventType<Record<string, never>>('second-factor.recovery-codes-replaced')
export const recoveryCodeUsed = eventType<{ left: number }>('second-factor.recovery-code-used')
export const secondFactorGuessed = eventType<{ misses: number }>('second-factor.guessed')

export const noFactors = (userId: string): Factors => ({
  id: userId,
  revision: 0,
  totp: null,
  pending: null,
  recoveryCodes: [],
  misses: 0,
  missedAt: 0,
})

export const begin = (factors: Factors, sealed: string, now: number): Factors => ({
  ...factors,
  pending: { sealed, tries: 0, expiresAt: now + PENDING_MS },
})

/** The app that has to be confirmed. Raises `notBegun`. */
export function pendingOf({ pending }: Factors, now: number): PendingTotp {
  if (!pending || pending.expiresAt <= now) throw factorFaults.notBegun()
  return pending
}

/** A wrong code, by which an app was to be confirmed. */
export function failPending(factors: Factors, pending: PendingTotp): Factors {
  const tries = pending.tries + 1
  return { ...factors, pending: tries >= PENDING_TRIES_MAX ? null : { ...pending, tries } }
}

export const confirm = (
  factors: Factors,
  {
    sealed,
    step,
    recoveryCodes,
    now,
  }: { sealed: string; step: number; recoveryCodes: string[]; now: number },
): Change<Factors> =>
  change(
    {
      ...factors,
      totp: { sealed, lastStep: step, confirmedAt: now },
      pending: null,
      recoveryCodes,
      misses: 0,
      missedAt: 0,
    },
    secondFactorEnabled(factors.id, { method: 'totp' }),
  )

export const useStep = (factors: Factors, totp: Totp, step: number): Factors => ({
  ...factors,
  totp: { ...totp, lastStep: step },
  misses: 0,
  missedAt: 0,
})

export function useRecoveryCode(factors: Factors, hash: string): Change<Factors> {
  const recoveryCodes = factors.recoveryCodes.filter((each) => each !== hash)
  const event = recoveryCodeUsed(factors.id, { left: recoveryCodes.length })
  return change({ ...factors, recoveryCodes, misses: 0, missedAt: 0 }, event)
}

export function miss(factors: Factors, now: number): Factors | Change<Factors> {
  const misses = factors.misses + 1
  const next = { ...factors, misses, missedAt: now }
  return misses === GUESSED_MISSES ? change(next, secondFactorGuessed(factors.id, { misses })) : next
}

/** For how long no code of an app is looked at yet. */
export function pauseMs({ misses, missedAt }: Factors, now: number): number {
  if (misses < FREE_MISSES) return 0
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (misses - FREE_MISSES), PAUSE_MAX_MS)
  return Math.max(0, missedAt + pause - now)
}
