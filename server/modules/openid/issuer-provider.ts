import * as client from 'openid-client'
import { HOUR_MS, type Instant, SECOND_MS } from '#kernel/clock.ts'
import { clientAuthOf } from './client-auth.ts'
import { TIMEOUT_MS } from './provider-fetch.ts'
import { toOpenidFault } from './provider-trouble.ts'
import type { Means, OpenidSettings, Proof, ProviderAnswer, SignInProvider } from './sign-in-provider.ts'

type Claims = Readonly<Record<string, unknown>>

/** For how long a discovery document is taken as known. */
const DISCOVERED_MS = HOUR_MS

/** How far a provider's clock may be off. */
const CLOCK_TOLERANCE_S = 30

/** Speaks OpenID Connect with any provider, whose addresses are looked up when they are first needed. */
export function createIssuerProvider(settings: OpenidSettings, means: Means): SignInProvider {
  const { name, label, kind } = settings
  const configuration = createDiscovery(settings, means)
  // Apple does not document PKCE; there the nonce alone ties the token to the browser.
  const hasPkce = kind !== 'apple'
  return {
    name,
    label,
    async authorizationUrl(state, { redirectUri, verifier, nonce }) {
      const known = await configuration()
      const challenge = await client.calculatePKCECodeChallenge(verifier)
      const url = client.buildAuthorizationUrl(known, {
        redirect_uri: redirectUri,
        scope: SCOPES[kind] ?? 'openid email profile',
        state,
        nonce,
        ...(hasPkce && { code_challenge: challenge, code_challenge_method: 'S256' }),
        ...(kind === 'apple' && { response_mode: 'form_post' }),
      })
      return url.href
    },
    async redeem(answer, { redirectUri, verifier, nonce }) {
      const known = await configuration()
      const url = toAnswerUrl(redirectUri, answer)
      const checks = {
        expectedNonce: nonce,
        idTokenExpected: true,
        ...(hasPkce && { pkceCodeVerifier: verifier }),
      }
      try {
        const tokens = await client.authorizationCodeGrant(known, url, checks)
        const claims = tokens.claims()
        if (!claims) throw new Error('An ID token was expected, and openid-client let its lack pass.')
        return toProof({ ...(await moreOf(known, claims, tokens.access_token)), ...claims }, kind, answer)
      } catch (error) {
        throw toOpenidFault(error)
      }
    },
  }
}

/** Apple takes no `profile`, and Google and Microsoft need nothing else than the standard. */
const SCOPES: Partial<Record<OpenidSettings['kind'], string>> = { apple: 'openid email name' }

/** `state` led to the flow that this is; the library need not compare it again. */
export function toAnswerUrl(redirectUri: string, { code, iss }: ProviderAnswer): URL {
  const url = new URL(redirectUri)
  url.searchParams.set('code', code)
  if (iss !== undefined) url.searchParams.set('iss', iss)
  return url
}

/** Many providers leave the address out of the ID token and answer it where they are asked for it. */
async function moreOf(
  known: client.Configuration,
  claims: client.IDToken,
  accessToken: string,
): Promise<Claims> {
  if (claims.email !== undefined || !known.serverMetadata().userinfo_endpoint) return {}
  return client.fetchUserInfo(known, accessToken, claims.sub)
}

function toProof(claims: Claims, kind: OpenidSettings['kind'], answer: ProviderAnswer): Proof {
  const email = textOf(claims.email)
  return {
    issuer: String(claims.iss),
    subject: String(claims.sub),
    email,
    emailVerified: email !== null && isVerified(claims, kind),
    name: textOf(claims.name) ?? answer.name ?? null,
  }
}

/**
 * Microsoft's `email` is whatever the administrator of some tenant typed; only `xms_edov` says that the
 * address's domain is that tenant's own. Apple sends `"true"` as well as `true`.
 */
function isVerified({ email_verified, xms_edov }: Claims, kind: OpenidSettings['kind']): boolean {
  if (kind === 'microsoft') return [true, 1, '1', 'true'].includes(xms_edov as string)
  return email_verified === true || (kind === 'apple' && email_verified === 'true')
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** One request at a time, however many people wait; what was learnt stays good where a fresh one fails. */
function createDiscovery(settings: OpenidSettings, means: Means): () => Promise<client.Configuration> {
  const { clock } = means
  let known: { readonly at: Instant; readonly configuration: client.Configuration } | undefined
  let asking: Promise<client.Configuration> | undefined
  async function ask(): Promise<client.Configuration> {
    try {
      const configuration = await discover(settings, means)
      known = { at: clock.now(), configuration }
      return configuration
    } catch (error) {
      if (known) return known.configuration
      throw toOpenidFault(error)
    } finally {
      asking = undefined
    }
  }
  return async () => {
    if (known && clock.now() < known.at + DISCOVERED_MS) return known.configuration
    asking ??= ask()
    return asking
  }
}

const discover = (settings: OpenidSettings, { clock, fetch }: Means): Promise<client.Configuration> =>
  client.discovery(
    new URL(settings.issuer),
    settings.clientId,
    { [client.clockTolerance]: CLOCK_TOLERANCE_S },
    clientAuthOf(settings, clock),
    {
      [client.customFetch]: fetch,
      timeout: TIMEOUT_MS / SECOND_MS,
      // The signature of an ID token is checked even where TLS vouches for it already. What goes without TLS
      // the gate only lets out to where the shop's owner said.
      execute: [
        client.enableNonRepudiationChecks,
        ...(settings.issuer.startsWith('http:') ? [client.allowInsecureRequests] : []),
      ],
    },
  )
