import { hash } from 'node:crypto'
import { type Change, change } from '#kernel/change.ts'
import { eventType } from '#kernel/event.ts'
import { faults } from '#kernel/fault.ts'
import { collection, type Document } from '#store/collection.ts'

/** All passkeys of one account. The id is the user's. */
export interface PasskeyRing extends Document {
  readonly passkeys: readonly Passkey[]
}

export interface Passkey {
  /** Made of the credential's id, which an authenticator chose and which may be 1,023 bytes long. */
  readonly id: string
  readonly credentialId: string
  /** COSE, in base64url. */
  readonly publicKey: string
  /** Counts the signatures, on authenticators that do; 0 for ever on those that do not. */
  readonly counter: number
  /** How the authenticator is reached: `internal`, `usb`, `hybrid`, … */
  readonly transports: readonly string[]
  /** Copied to the owner's other devices, by whoever makes the authenticator. */
  readonly backedUp: boolean
  readonly name: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

export const PASSKEYS_MAX = 20

export const passkeyFaults = faults('passkey', {
  missing: [404, 'You have no passkey with this id.'],
  full: [409, `An account has at most ${PASSKEYS_MAX} passkeys. Remove one first.`],
  taken: [409, 'This passkey is in use already.'],
  invalid: [422, 'This passkey could not be accepted. Begin again.'],
  refused: [401, 'This passkey does not open an account here, or came too late. Begin again.'],
  // Not 401: whoever is asked for it is signed in, and stays so.
  wrongProof: [403, 'This is no passkey of yours, or it came too late. You are still signed in.'],
  lastWayIn: [409, 'Without this passkey you could not sign in any more. Set a password first.'],
})

export const passkeyAdded = eventType<{ passkeyId: string }>('passkey.added')
export const passkeyRemoved = eventType<{ passkeyId: string }>('passkey.removed')
export const passkeyCopied = eventType<{ passkeyId: string }>('passkey.copied')

export const passkeyRings = collection<PasskeyRing, 'byPasskey'>({
  name: 'passkeys',
  missing: passkeyFaults.missing,
  indexes: { byPasskey: { fields: ['passkeys[].id'], unique: true } },
})

export const passkeyIdOf = (credentialId: string): string =>
  `pkey_${hash('sha256', credentialId, 'base64url')}`

export const noPasskeys = (userId: string): PasskeyRing => ({ id: userId, revision: 0, passkeys: [] })

/** Raises `full`. */
export function needRoom({ passkeys }: PasskeyRing): void {
  if (passkeys.length >= PASSKEYS_MAX) throw passkeyFaults.full({ details: { max: PASSKEYS_MAX } })
}

export function add(ring: PasskeyRing, passkey: Passkey): Change<PasskeyRing> {
  needRoom(ring)
  const next = { ...ring, passkeys: [...ring.passkeys, passkey] }
  return change(next, passkeyAdded(ring.id, { passkeyId: passkey.id }))
}

/** Raises `missing`. */
export function needPasskey({ passkeys }: PasskeyRing, id: string): Passkey {
  const found = passkeys.find((each) => each.id === id)
  if (!found) throw passkeyFaults.missing({ details: { id } })
  return found
}

export function rename(ring: PasskeyRing, id: string, name: string): PasskeyRing {
  return replace(ring, { ...needPasskey(ring, id), name: name.trim() })
}

export function take(ring: PasskeyRing, id: string): Change<PasskeyRing> {
  const next = { ...ring, passkeys: ring.passkeys.filter((each) => each.id !== id) }
  return change(next, passkeyRemoved(ring.id, { passkeyId: id }))
}

export const use = (
  ring: PasskeyRing,
  passkey: Passkey,
  { counter, backedUp, now }: { counter: number; backedUp: boolean; now: number },
): PasskeyRing => replace(ring, { ...passkey, counter, backedUp, lastUsedAt: now })

/**
 * Two authenticators that hold the same key count apart, so the one that lags behind shows that there is a
 * copy (https://www.w3.org/TR/webauthn-3/#sctn-sign-counter).
 */
export const hasGoneBack = (passkey: Passkey, counter: number): boolean =>
  (counter > 0 || passkey.counter > 0) && counter <= passkey.counter

const replace = (ring: PasskeyRing, passkey: Passkey): PasskeyRing => ({
  ...ring,
  passkeys: ring.passkeys.map((each) => (each.id === passkey.id ? passkey : each)),
})
