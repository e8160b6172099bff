import { createHash } from 'node:crypto'
import { eventType } from '#kernel/event.ts'
import { faults } from '#kernel/fault.ts'
import { randomText } from '#kernel/id.ts'
import type { Document } from '#store/collection.ts'

/** What a program may do in its maker's name. The key itself is nowhere in the store. */
export interface ApiKey extends Document {
  readonly name: string
  /** Permissions. What the maker's role does not allow any more, the key does not allow either. */
  readonly scopes: readonly string[]
  readonly makerId: string
  /** The key's first part, by which people tell their keys apart. */
  readonly prefix: string
  readonly hash: string
  readonly createdAt: number
  /** Null: until it is revoked. */
  readonly expiresAt: number | null
  readonly revocation: { readonly at: number; readonly by: string } | null
}

/** When a key was last used. Apart from the key, whose version must not change by its being used. */
export interface KeyUse extends Document {
  readonly at: number
  readonly address: string
}

/** More than this are too many to know them all; revoked ones do not count. */
export const KEYS_MAX = 100

/**
 * Who gets in is decided by people: a key that could make keys, or staff, would live on after it was revoked
 * in those that it made.
 */
export const NEVER_SCOPES: readonly string[] = ['staff:write', 'api-keys:write']

export const keyFaults = faults('api_key', {
  missing: [404, 'There is no API key with this id.'],
  scopeRefused: [422, 'An API key cannot have this scope: who gets in is decided by people.'],
  expired: [422, 'An API key has to expire in the future.'],
  tooMany: [409, `A shop has at most ${KEYS_MAX} API keys. Revoke one that is not needed any more.`],
  revoked: [409, 'This API key was revoked and stays as it is.'],
})

export const keyCreated = eventType<{ name: string; scopes: readonly string[] }>('api-key.created')
export const keyUpdated = eventType<{ name: string }>('api-key.updated')
export const keyRevoked = eventType<{ name: string }>('api-key.revoked')

/** What keys begin with, for secret scanners and for whoever reads a token. */
export const KEY_PREFIX = 'msk'
const PREFIX_CHARS = 8
const SECRET_CHARS = 32
const KEY = new RegExp(`^${KEY_PREFIX}_[0-9A-Z]{${PREFIX_CHARS}}_[0-9A-Z]{${SECRET_CHARS}}$`)

/** `msk_7QK4M2XD_…`: the first part is shown in lists, the second has 160 random bits. */
export function newKey(): { key: string; prefix: string } {
  const prefix = `${KEY_PREFIX}_${randomText(PREFIX_CHARS)}`
  return { key: `${prefix}_${randomText(SECRET_CHARS)}`, prefix }
}

export const isKey = (token: string): boolean => KEY.test(token)

/** 160 random bits need no slow hash. */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('base64url')

export function statusOf({ revocation, expiresAt }: ApiKey, now: number): 'active' | 'expired' | 'revoked' {
  if (revocation) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active'
}
