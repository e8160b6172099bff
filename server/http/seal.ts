import { createCipheriv, createDecipheriv, createSecretKey, randomFillSync } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts a text with a secret of 32 bytes, so that no change of it goes unnoticed. */
export function seal(secret: Buffer, text: string): string {
  const nonce = nextNonce()
  // As a KeyObject: Node takes several times as long over the bytes of a key.
  const cipher = createCipheriv(CIPHER, createSecretKey(secret), nonce)
  const sealed = cipher.update(text, 'utf8')
  return Buffer.concat([nonce, sealed, cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** What was sealed with this secret; undefined where it was another. */
export function unseal(secret: Buffer, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64')
  const cipher = createDecipheriv(CIPHER, createSecretKey(secret), bytes.subarray(0, NONCE_BYTES))
  cipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const opened = cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
  try {
    cipher.final()
  } catch {
    return undefined
  }
  return opened.toString('utf8')
}

const nonces = Buffer.alloc(256 * NONCE_BYTES)
let noncesUsed = nonces.length

/** Drawn many at a time, because asking the system for each costs as much as the encryption. */
function nextNonce(): Buffer {
  if (noncesUsed === nonces.length) {
    randomFillSync(nonces)
    noncesUsed = 0
  }
  noncesUsed += NONCE_BYTES
  return nonces.subarray(noncesUsed - NONCE_BYTES, noncesUsed)
}
