import { createHmac } from 'node:crypto'
import { randomText } from '#kernel/id.ts'

export const RECOVERY_CODES = 10
const GROUPS = 6
const GROUP_CHARS = 4
const CHARS = GROUPS * GROUP_CHARS

/** `7QK4-M2XD-0VWN-8RTA-C5HJ-3ZGE`: 120 random bits each. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: GROUPS }, () => randomText(GROUP_CHARS)).join('-'),
  )

/** A code as it was typed, without what people add or mistake; undefined for what can be none. */
export function toRecoveryCode(typed: string): string | undefined {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return text.length === CHARS && /^[0-9A-HJKMNP-TV-Z]+$/.test(text) ? text : undefined
}

/**
 * What a code is stored as. A fast hash will do, unlike for passwords: nobody tries 2^120 codes (112 bits are
 * what OWASP ASVS 5.0, 6.5.2 asks for). It is keyed with the account's sealed secret, so the list alone does
 * not even allow a guess to be checked.
 */
export const hashRecoveryCode = (code: string, secret: string): string =>
  createHmac('sha256', secret)
    .update(`recovery code ${toRecoveryCode(code)}`)
    .digest('base64url')
