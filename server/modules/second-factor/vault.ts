import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Ctx } from '#context'
import { port } from '#kernel/port.ts'
import { vaultKeys } from './collections.ts'

/**
 * Seals secrets that must be readable again, for being stored. With a key from the configuration, neither the
 * database nor a backup of it is enough to open them. Without one the key lies in the store, in a collection
 * of its own: then sealing helps only where single documents leak, and whoever has the database has all.
 */
export interface Vault {
  /** What was sealed about one thing cannot be opened as if it were about another. */
  seal(text: string, about: string): string
  /** Throws where no key that is known fits: that is a mistake of the configuration. */
  open(sealed: string, about: string): string
  /** Whether it was sealed by a key that seals nothing new any more. */
  isOutdated(sealed: string): boolean
}

export const vault = port<Vault>('second-factor.vault')

const KEY_ID = 'vaultkey_1'
const KEY_BYTES = 32
const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The configuration's keys, newest first. The store's own seals where there is none, and opens always. */
export async function openVault(ctx: Ctx, secretKeys: readonly string[]): Promise<Vault> {
  const stored = await ctx.get(vaultKeys, KEY_ID)
  if (stored) return createVault([...secretKeys, stored.key])
  if (secretKeys.length > 0) return createVault(secretKeys)
  const key = randomBytes(KEY_BYTES).toString('base64url')
  return createVault([ctx.save(vaultKeys, { id: KEY_ID, revision: 0, key }).key])
}

/** The first key seals; all of them open. They are texts of at least 128 random bits. */
export function createVault(texts: readonly string[]): Vault {
  const keys = texts.map((text) => ({ id: derive(text, 'id', 6).toString('base64url'), key: toKey(text) }))
  const [current] = keys
  if (!current) throw new TypeError('A vault needs a key.')
  return {
    seal(text, about) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, current.key, nonce).setAAD(Buffer.from(about))
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${current.id}.${sealed.toString('base64url')}`
    },
    open(sealed, about) {
      const [id, text = ''] = sealed.split('.')
      const known = keys.find((each) => each.id === id)
      if (!known) throw new Error(`A secret was sealed by the key ${id}, which is not among SECRET_KEY.`)
      const bytes = Buffer.from(text, 'base64url')
      const cipher = createDecipheriv(CIPHER, known.key, bytes.subarray(0, NONCE_BYTES))
      cipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG_BYTES))
      const opened = cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
      return Buffer.concat([opened, cipher.final()]).toString('utf8')
    },
    isOutdated: (sealed) => !sealed.startsWith(`${current.id}.`),
  }
}

const toKey = (text: string) => derive(text, 'seal', KEY_BYTES)

/** One text makes several keys that tell nothing of each other (RFC 5869). */
const derive = (text: string, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', text, '', `marketsquare vault ${purpose}`, bytes))
