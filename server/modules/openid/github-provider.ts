import * as client from 'openid-client'
import { SECOND_MS } from '#kernel/clock.ts'
import { clientAuthOf } from './client-auth.ts'
import { toAnswerUrl } from './issuer-provider.ts'
import { openidFaults } from './openid-faults.ts'
import { TIMEOUT_MS } from './provider-fetch.ts'
import { toOpenidFault } from './provider-trouble.ts'
import type { Means, OpenidSettings, Proof, SignInProvider } from './sign-in-provider.ts'

/**
 * GitHub is no OpenID provider for people: it gives no ID token and has no nonce. It is plain OAuth 2.0 with
 * PKCE, and who it was is asked at its API: https://docs.github.com/rest/users.
 */
export function createGithubProvider(settings: OpenidSettings, means: Means): SignInProvider {
  const { name, label } = settings
  const base = settings.issuer.replace(/\/+$/, '')
  const configuration = configure(settings, base, means)
  return {
    name,
    label,
    async authorizationUrl(state, { redirectUri, verifier }) {
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'read:user user:email',
        state,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return url.href
    },
    async redeem({ code }, { redirectUri, verifier }) {
      const url = toAnswerUrl(redirectUri, { code })
      try {
        const tokens = await client.authorizationCodeGrant(configuration, url, { pkceCodeVerifier: verifier })
        const ask = (path: string) => askApi(configuration, `${apiOf(base)}${path}`, tokens.access_token)
        return toProof(base, await ask('/user'), await ask('/user/emails?per_page=100'))
      } catch (error) {
        throw toOpenidFault(error)
      }
    },
  }
}

function configure(settings: OpenidSettings, base: string, { clock, fetch }: Means) {
  const server = {
    issuer: base,
    authorization_endpoint: `${base}/login/oauth/authorize`,
    token_endpoint: `${base}/login/oauth/access_token`,
  }
  const auth = clientAuthOf(settings, clock)
  const configuration = new client.Configuration(server, settings.clientId, undefined, auth)
  configuration[client.customFetch] = honestly(fetch)
  configuration.timeout = TIMEOUT_MS / SECOND_MS
  if (base.startsWith('http:')) client.allowInsecureRequests(configuration)
  return configuration
}

/** GitHub says "200 OK" to codes that it refuses, and the reason in the body. */
const honestly =
  (fetch: client.CustomFetch): client.CustomFetch =>
  async (url, options) => {
    const response = await fetch(url, options)
    if (response.status !== 200 || !url.endsWith('/access_token')) return response
    const body = await response.text()
    const { headers } = response
    return new Response(body, { status: /"error"\s*:/.test(body) ? 400 : 200, headers })
  }

/** GitHub Enterprise Server has its API below its own address. */
const apiOf = (base: string): string =>
  base === 'https://github.com' ? 'https://api.github.com' : `${base}/api/v3`

async function askApi(configuration: client.Configuration, url: string, token: string): Promise<unknown> {
  const headers = new Headers({ accept: 'application/vnd.github+json' })
  const response = await client.fetchProtectedResource(
    configuration,
    token,
    new URL(url),
    'GET',
    null,
    headers,
  )
  try {
    if (response.status === 200) return await response.json()
  } catch (cause) {
    throw openidFaults.providerBroken({ cause })
  }
  throw openidFaults.providerBroken({ cause: new Error(`${url} answered ${response.status}.`) })
}

interface Address {
  readonly email: string
  readonly primary: boolean
  readonly verified: boolean
}

function toProof(issuer: string, user: unknown, addresses: unknown): Proof {
  const { id, login, name } = (user ?? {}) as Readonly<Record<string, unknown>>
  // The number: a login can be given up, and be taken by somebody else.
  if (!Number.isSafeInteger(id) || !Array.isArray(addresses)) throw openidFaults.providerBroken()
  const main = (addresses as Address[]).find(({ primary }) => primary === true)
  return {
    issuer,
    subject: String(id),
    email: typeof main?.email === 'string' ? main.email : null,
    emailVerified: main?.verified === true,
    name: [name, login].find((each): each is string => typeof each === 'string' && each !== '') ?? null,
  }
}
