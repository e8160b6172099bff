import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { Loose } from '#testing/app.ts'
import { close, listen } from './issuer.fixture.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const forger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const json = (value: Loose) => Buffer.from(JSON.stringify(value)).toString('base64url')

const toIdToken = (claims: Loose, key = privateKey): string => {
  const text = `${json({ alg: 'RS256', kid: 'one' })}.${json(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

/** What the browser was sent along with, and what the shop asked for a token with. */
export interface Vendor {
  readonly url: string
  readonly tokenRequests: Loose[]
  /** What goes into the ID token, or what GitHub's API says. */
  claims: Loose
  user: Loose
  emails: Loose
  /** Signs ID tokens with another key than it says. */
  isForged: boolean
  /** Instead of a token. */
  refusal: Loose
  /** The way of a browser to the provider and back: answers what it comes back with. */
  authorize(url: string): { readonly code: string; readonly state: string; readonly asked: URLSearchParams }
  close(): Promise<void>
}

/** A provider that does what it is told: for the manners of those that can only be met on the internet. */
export async function createVendor(): Promise<Vendor> {
  let asked = new URLSearchParams()
  const answers: Record<string, (request: IncomingMessage, body: Loose) => [number, Loose]> = {
    '/.well-known/openid-configuration': () => [200, discovery(vendor.url)],
    '/keys': () => [
      200,
      { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] },
    ],
    '/token': (_request, body) => {
      vendor.tokenRequests.push(body)
      if (vendor.refusal) return [400, vendor.refusal]
      const now = Math.floor(Date.now() / 1_000)
      const aud = asked.get('client_id')
      const standard = { iss: vendor.url, aud, iat: now, exp: now + 300, nonce: asked.get('nonce') }
      const id_token = toIdToken(
        { ...standard, ...vendor.claims },
        vendor.isForged ? forger.privateKey : privateKey,
      )
      return [200, { access_token: 'at', token_type: 'Bearer', id_token }]
    },
    // As GitHub does: a refusal is "200 OK", and PKCE is checked where it was begun with.
    '/login/oauth/access_token': (_request, body) => {
      vendor.tokenRequests.push(body)
      const challenge = createHash('sha256')
        .update(body.code_verifier ?? '')
        .digest('base64url')
      if (challenge !== asked.get('code_challenge')) return [200, { error: 'bad_verification_code' }]
      return [200, vendor.refusal ?? { access_token: 'gho_x', token_type: 'bearer', scope: 'read:user' }]
    },
    '/api/v3/user': (request) => (isBearer(request) ? [200, vendor.user] : [401, {}]),
    '/api/v3/user/emails': (request) => (isBearer(request) ? [200, vendor.emails] : [401, {}]),
  }
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const path = request.url?.split('?')[0] ?? ''
    const [status, body] = answers[path]?.(request, Object.fromEntries(new URLSearchParams(text))) ?? [
      404,
      {},
    ]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const vendor: Vendor = {
    url: await listen(server),
    tokenRequests: [],
    claims: {},
    user: {},
    emails: [],
    isForged: false,
    refusal: undefined,
    authorize(url) {
      asked = new URL(url).searchParams
      return { code: 'the-code', state: asked.get('state') ?? '', asked }
    },
    close: () => close(server),
  }
  return vendor
}

const isBearer = ({ headers }: IncomingMessage) =>
  headers.authorization === 'Bearer gho_x' && headers['user-agent']

const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
})
