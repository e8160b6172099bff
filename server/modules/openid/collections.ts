import { collection, type Document } from '#store/collection.ts'
import type { LinkedIdentity } from './linked-identity.ts'
import { openidFaults } from './openid-faults.ts'
import type { Proof, ProviderAnswer } from './sign-in-provider.ts'

/**
 * A sign-in on its way. Its id is made of the token that carries it on: first the `state` that goes to the
 * provider, then the code that goes to the page; neither is stored. What the browser keeps is stored as a
 * hash, and PKCE's verifier and the nonce are made of it, so nobody who reads the store could finish one.
 */
export interface Flow extends Document {
  /** `asking` while the provider is asked what its answer is worth: who brings the code then is too late. */
  readonly step: 'begun' | 'returned' | 'asking' | 'proved'
  readonly provider: string
  /** Of what only the browser knows that began it. */
  readonly secretHash: string
  /** Who links the provider to their account; null for a sign-in. */
  readonly userId: string | null
  readonly returnTo: string
  readonly answer?: ProviderAnswer
  readonly proof?: Proof
  readonly expiresAt: number
}

export const flows = collection<Flow, 'byExpiry'>({
  name: 'openid-flows',
  missing: openidFaults.expired,
  indexes: { byExpiry: { fields: ['expiresAt'] } },
})

export const linkedIdentities = collection<LinkedIdentity, 'bySubject' | 'byUser'>({
  name: 'linked-identities',
  missing: openidFaults.linkMissing,
  indexes: {
    bySubject: { fields: ['issuer', 'subject'], unique: true },
    byUser: { fields: ['userId', 'linkedAt'] },
  },
})
