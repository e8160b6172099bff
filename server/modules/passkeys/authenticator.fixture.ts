import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { Loose } from '#testing/app.ts'

const FLAGS = { present: 1, verified: 4, mayBackUp: 8, backedUp: 16, attested: 64 }

interface Credential {
  readonly id: string
  readonly privateKey: KeyObject
  readonly userHandle: string
  counter: number
}

export interface Conditions {
  /** The page that asks. */
  readonly origin?: string
  readonly challenge?: string
  readonly rpId?: string
  /** Whether the holder was recognised, not only there. */
  readonly verifies?: boolean
  readonly type?: string
  readonly id?: string
  readonly userHandle?: string
  readonly present?: boolean
}

/**
 * An authenticator and the browser around it, in software: P-256 keys, no attestation
 * (https://www.w3.org/TR/webauthn-3/#sctn-authenticator-model). It does what it is told, right or wrong.
 */
export class VirtualAuthenticator {
  readonly credentials: Credential[] = []
  readonly counts: boolean
  readonly standard: Required<Pick<Conditions, 'origin' | 'verifies'>>

  constructor({ counts = true, verifies = true, origin = 'https://shop.example' } = {}) {
    this.counts = counts
    this.standard = { origin, verifies }
  }

  /** What `navigator.credentials.create()` would answer, as JSON. */
  create(options: Loose, told: Conditions & { attestation?: [string, Buffer] } = {}): Loose {
    const how = { ...this.standard, rpId: options.rp.id, ...told }
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const id = told.id ?? randomBytes(32).toString('base64url')
    const credential = { id, privateKey, userHandle: options.user.id, counter: 0 }
    this.credentials.push(credential)
    const authData = Buffer.concat([
      this.#authData(credential, how, FLAGS.attested),
      Buffer.alloc(16),
      uint(2, Buffer.from(id, 'base64url').length),
      Buffer.from(id, 'base64url'),
      coseKey(publicKey),
    ])
    const [fmt, statement] = told.attestation ?? ['none', cbor.map([])]
    const attestationObject = cbor.map([
      [cbor.text('fmt'), cbor.text(fmt)],
      [cbor.text('attStmt'), statement],
      [cbor.text('authData'), cbor.bytes(authData)],
    ])
    return {
      ...shell(id),
      response: {
        clientDataJSON: clientData(how.type ?? 'webauthn.create', options, how),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal', 'hybrid'],
        publicKeyAlgorithm: -7,
      },
    }
  }

  /** What `navigator.credentials.get()` would answer, by the latest passkey, as JSON. */
  get(options: Loose, told: Conditions & { by?: Credential } = {}): Loose {
    const how = { ...this.standard, rpId: options.rpId, ...told }
    const credential = told.by ?? this.credentials.at(-1)
    if (!credential) throw new Error('This authenticator has no passkey.')
    const authenticatorData = this.#authData(credential, how, 0)
    const clientDataJSON = clientData(how.type ?? 'webauthn.get', options, how)
    const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, 'base64url'))])
    return {
      ...shell(told.id ?? credential.id),
      response: {
        clientDataJSON,
        authenticatorData: authenticatorData.toString('base64url'),
        signature: sign('sha256', signed, credential.privateKey).toString('base64url'),
        userHandle: told.userHandle ?? credential.userHandle,
      },
    }
  }

  /** Another one that holds the same keys and counts by itself from here on. */
  clone(): VirtualAuthenticator {
    const copy = new VirtualAuthenticator({ counts: this.counts, ...this.standard })
    copy.credentials.push(...this.credentials.map((each) => ({ ...each })))
    return copy
  }

  #authData(credential: Credential, how: Conditions, more: number): Buffer {
    if (this.counts) credential.counter++
    const flags = (how.present === false ? 0 : FLAGS.present) | (how.verifies ? FLAGS.verified : 0) | more
    return Buffer.concat([
      sha256(Buffer.from(how.rpId ?? '')),
      Buffer.from([flags | FLAGS.mayBackUp | FLAGS.backedUp]),
      uint(4, credential.counter),
    ])
  }
}

const shell = (id: string) => ({
  id,
  rawId: id,
  type: 'public-key',
  authenticatorAttachment: 'platform',
  clientExtensionResults: { credProps: { rk: true } },
})

const clientData = (type: string, options: Loose, { challenge = options.challenge, origin }: Conditions) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url')

const sha256 = (bytes: Buffer): Buffer => hash('sha256', bytes, 'buffer')

function uint(bytes: number, value: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  return buffer
}

/** As much of CBOR (RFC 8949) as an authenticator needs. */
export const cbor = {
  head(major: number, n: number): Buffer {
    if (n < 24) return Buffer.from([(major << 5) | n])
    if (n < 256) return Buffer.from([(major << 5) | 24, n])
    return Buffer.concat([Buffer.from([(major << 5) | 25]), uint(2, n)])
  },
  int: (n: number): Buffer => (n < 0 ? cbor.head(1, -1 - n) : cbor.head(0, n)),
  bytes: (value: Buffer): Buffer => Buffer.concat([cbor.head(2, value.length), value]),
  text: (value: string): Buffer =>
    Buffer.concat([cbor.head(3, Buffer.byteLength(value)), Buffer.from(value)]),
  list: (items: readonly Buffer[]): Buffer => Buffer.concat([cbor.head(4, items.length), ...items]),
  map: (entries: readonly (readonly [Buffer, Buffer])[]): Buffer =>
    Buffer.concat([cbor.head(5, entries.length), ...entries.flat()]),
}

/** EC2, ES256, P-256, x, y (RFC 9053). */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return cbor.map([
    [cbor.int(1), cbor.int(2)],
    [cbor.int(3), cbor.int(-7)],
    [cbor.int(-1), cbor.int(1)],
    [cbor.int(-2), cbor.bytes(Buffer.from(x, 'base64url'))],
    [cbor.int(-3), cbor.bytes(Buffer.from(y, 'base64url'))],
  ])
}
