import type { CustomFetch } from 'openid-client'
import type { Clock } from '#kernel/clock.ts'
import { port } from '#kernel/port.ts'
import type { SetUp } from '#module'

export type OpenidSettings = SetUp['config']['openid'][number]

/** Whom a provider vouches for. */
export interface Proof {
  readonly issuer: string
  /** Names the person for good at this issuer; an address does not. */
  readonly subject: string
  readonly email: string | null
  /** Whether the provider says that the address is theirs. */
  readonly emailVerified: boolean
  readonly name: string | null
}

/** What the browser brought back from the provider. */
export interface ProviderAnswer {
  readonly code: string
  /** Who answers (RFC 9207), where the provider says so. */
  readonly iss?: string
  /** What Apple tells of a person once, beside what it vouches for. */
  readonly name?: string
}

/** What ties the two ends of a sign-in together; see `flow.ts`. */
export interface Ties {
  readonly redirectUri: string
  /** PKCE, RFC 7636: 43 characters. */
  readonly verifier: string
  readonly nonce: string
}

/** What a provider is reached with. */
export interface Means {
  readonly clock: Clock
  readonly fetch: CustomFetch
}

/** Another house where people can prove who they are. Both raise `providerAway` and `providerBroken`. */
export interface SignInProvider {
  readonly name: string
  readonly label: string
  /** Where the browser goes to be asked. */
  authorizationUrl(state: string, ties: Ties): Promise<string>
  /** Takes the answer to the provider and learns who it was. Raises `rejected`. Works once for an answer. */
  redeem(answer: ProviderAnswer, ties: Ties): Promise<Proof>
}

export interface SignInProviders {
  readonly byName: ReadonlyMap<string, SignInProvider>
  readonly clock: Clock
}

export const signInProviders = port<SignInProviders>('openid.providers')
