import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Passkey } from './passkey-ring.ts'
import type { RelyingParty } from './relying-party.ts'

/** Ed25519, P-256 and RSA, as COSE numbers them: what every authenticator and every Node can do. */
export const ALGORITHMS = [-8, -7, -257]

/** An RSA key of 4,096 bits takes little more than half of this. */
const PUBLIC_KEY_BYTES_MAX = 1_024

export interface Expected {
  readonly challenge: string
  readonly party: RelyingParty
}

/** What a response proves, or why it proves nothing: that is for the log, not for whoever sent it. */
export type Verdict<T> = { readonly proved: T } | { readonly refused: string }

/** Loaded when the first response comes: it takes a fifth of a second and 25 MB. */
const library = () => import('@simplewebauthn/server')
const parts = () => import('@simplewebauthn/server/helpers')

/** A new credential, made for us at one of our pages just now. */
export const verifyCreation = (
  response: RegistrationResponseJSON,
  expected: Expected,
): Promise<Verdict<Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'backedUp'>>> =>
  judged(async () => {
    const { verifyRegistrationResponse } = await library()
    const { registrationInfo } = await verifyRegistrationResponse({
      response: await withoutAttestation(response),
      ...common(expected),
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!registrationInfo) throw new Error('The response was not verified.')
    const { credential, credentialBackedUp: backedUp } = registrationInfo
    const { id: credentialId, publicKey, counter } = credential
    if (publicKey.length > PUBLIC_KEY_BYTES_MAX) throw new Error('The public key is too long.')
    if (credentialId !== response.id) throw new Error('The response is about another credential.')
    return { credentialId, publicKey: Buffer.from(publicKey).toString('base64url'), counter, backedUp }
  })

/**
 * We ask for no statement on who made the authenticator. One that comes all the same is left unread: checking
 * it would mean to parse certificates that a stranger sent, and to ask the addresses in them.
 */
async function withoutAttestation(response: RegistrationResponseJSON): Promise<RegistrationResponseJSON> {
  const { decodeAttestationObject, isoBase64URL, isoCBOR } = await parts()
  const bytes = isoBase64URL.toBuffer(response.response.attestationObject)
  const authData = decodeAttestationObject(bytes).get('authData')
  const plain = new Map<string, unknown>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', authData],
  ])
  const attestationObject = isoBase64URL.fromBuffer(isoCBOR.encode(plain as never))
  return { ...response, response: { ...response.response, attestationObject } }
}

/** A signature by a passkey that is known, made for us at one of our pages just now. */
export const verifyAssertion = (
  response: AuthenticationResponseJSON,
  expected: Expected & { passkey: Passkey },
): Promise<Verdict<{ counter: number; backedUp: boolean; userVerified: boolean }>> =>
  judged(async () => {
    const { verifyAuthenticationResponse } = await library()
    const { credentialId: id, publicKey } = expected.passkey
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      ...common(expected),
      // With 0 the library leaves the counter to us: it would look at it before the signature, so that
      // anyone could make a passkey look copied.
      credential: { id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: 0 },
    })
    if (!verified) throw new Error('The signature is wrong.')
    const { newCounter: counter, credentialBackedUp: backedUp, userVerified } = authenticationInfo
    return { counter, backedUp, userVerified }
  })

const common = ({ challenge, party }: Expected) => ({
  expectedChallenge: challenge,
  expectedOrigin: [...party.origins],
  expectedRPID: party.id,
  requireUserVerification: false,
})

/** Whatever the library throws at a response, the response is to blame. */
async function judged<T>(check: () => Promise<T>): Promise<Verdict<T>> {
  try {
    return { proved: await check() }
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) }
  }
}
