import { eventType } from '#kernel/event.ts'
import { newId } from '#kernel/id.ts'
import type { Document } from '#store/collection.ts'
import type { Proof } from './sign-in-provider.ts'

/** Somebody at a provider, and whose account here they open. */
export interface LinkedIdentity extends Document {
  readonly userId: string
  /** The provider's name here, as of the linking. */
  readonly provider: string
  /**
   * A subject is only unique at its issuer (https://openid.net/specs/openid-connect-core-1_0.html#IDToken):
   * a provider whose name is later given to another issuer must not open the old one's accounts.
   */
  readonly issuer: string
  readonly subject: string
  /** The address that the provider named, to tell several apart. Opens nothing. */
  readonly email: string | null
  readonly linkedAt: number
}

/** Links that one account can have. */
export const LINKS_MAX = 20

interface AboutLink {
  readonly identityId: string
  readonly provider: string
}

/** Of an account that was there before; a new one is told by `user.registered`. */
export const identityLinked = eventType<AboutLink>('identity.linked')
export const identityUnlinked = eventType<AboutLink>('identity.unlinked')
/** The owner of an address took over the account that somebody had made with it and never proved. */
export const accountReclaimed = eventType<{ provider: string }>('identity.reclaimed')

export const newIdentity = (
  { issuer, subject, email }: Proof,
  { provider, userId, now }: { provider: string; userId: string; now: number },
): LinkedIdentity => ({
  id: newId('oid', { now: () => now }),
  revision: 0,
  userId,
  provider,
  issuer,
  subject,
  email,
  linkedAt: now,
})
