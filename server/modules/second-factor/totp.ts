import { Secret, TOTP } from 'otpauth'

/** What every authenticator app understands; several ignore other values without a word (RFC 6238). */
const KIND = { algorithm: 'SHA1', digits: 6, period: 30 } as const

/** Clocks of phones are off by a little: the step before and the one after count as well. */
const STEPS_OFF = 1

/** 160 random bits, as RFC 4226 recommends, in base 32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

/** What the QR code says that an app is shown. Neither part may hold a colon, which stands between them. */
export function totpUri({ secret, issuer, label }: { secret: string; issuer: string; label: string }) {
  const plain = (text: string) => text.replaceAll(':', ' ').trim()
  return new TOTP({ ...KIND, secret, issuer: plain(issuer), label: plain(label) || 'Account' }).toString()
}

export const isTotpCode = (text: string): boolean => /^\d{6}$/.test(text)

/** The number of the time step that shows this code, of those that count now; undefined for a wrong code. */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  // The library compares bytes, and throws where six characters are more bytes than six.
  if (!isTotpCode(code)) return undefined
  const totp = new TOTP({ ...KIND, secret })
  const delta = totp.validate({ token: code, timestamp: now, window: STEPS_OFF })
  return delta === null ? undefined : totp.counter({ timestamp: now }) + delta
}
