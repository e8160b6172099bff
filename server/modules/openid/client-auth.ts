import { sign } from 'node:crypto'
import { type ClientAuth, ClientSecretPost } from 'openid-client'
import type { Clock } from '#kernel/clock.ts'
import type { OpenidSettings } from './sign-in-provider.ts'

/** How long a vouching is good for, in seconds; Apple takes up to half a year. */
const VOUCHED_S = 5 * 60

/** How the shop proves to a provider who it is. */
export function clientAuthOf({ credential, clientId, issuer }: OpenidSettings, clock: Clock): ClientAuth {
  if (credential.kind === 'secret') return ClientSecretPost(credential.secret)
  const { teamId, keyId, privateKey } = credential
  return (_server, _client, body) => {
    const now = Math.floor(clock.now() / 1_000)
    const claims = { iss: teamId, iat: now, exp: now + VOUCHED_S, aud: issuer, sub: clientId }
    body.set('client_id', clientId)
    body.set('client_secret', toJwt({ alg: 'ES256', kid: keyId }, claims, privateKey))
  }
}

/** RFC 7515, compact; ES256 wants the two numbers of the signature side by side (RFC 7518, 3.4). */
function toJwt(header: object, claims: object, privateKey: string): string {
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}
