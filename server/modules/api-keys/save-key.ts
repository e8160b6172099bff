import { byOf, type Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { newId } from '#kernel/id.ts'
import { audit } from '#modules/audit/index.ts'
import { knownPermissions, needOwn, self, takeTurn } from '#modules/identity/index.ts'
import {
  type ApiKey,
  hashKey,
  KEYS_MAX,
  keyCreated,
  keyFaults,
  keyRevoked,
  keyUpdated,
  NEVER_SCOPES,
  newKey,
} from './api-key.ts'
import { keys } from './collections.ts'

export interface KeyWish {
  readonly name: string
  readonly scopes: readonly string[]
  /** RFC 3339. */
  readonly expiresAt?: string | null
}

/** The answer is the only time that the key itself is seen. */
export async function makeKey(ctx: Ctx, wish: KeyWish): Promise<{ apiKey: ApiKey; key: string }> {
  const maker = await self(ctx)
  const scopes = scopesOf(ctx, wish.scopes)
  const expiresAt = expiryOf(ctx, wish.expiresAt ?? null)
  await takeTurn(ctx, 'api-keys')
  const current = await ctx.find(keys, 'byRevocation', { equals: [null], limit: KEYS_MAX })
  if (current.data.length >= KEYS_MAX) throw keyFaults.tooMany()
  const { key, prefix } = newKey()
  const apiKey: ApiKey = {
    id: newId('key', { now: () => ctx.now }),
    revision: 0,
    name: wish.name.trim(),
    scopes,
    makerId: maker.id,
    prefix,
    hash: hashKey(key),
    createdAt: ctx.now,
    expiresAt,
    revocation: null,
  }
  const { id, name } = apiKey
  audit(ctx, { action: 'api-key.created', subject: id, details: { name, prefix, scopes } })
  return { apiKey: ctx.save(keys, change(apiKey, keyCreated(id, { name, scopes }))), key }
}

function scopesOf(ctx: Ctx, wanted: readonly string[]): string[] {
  const scopes = knownPermissions(ctx, wanted)
  const never = scopes.filter((each) => NEVER_SCOPES.includes(each))
  if (never.length > 0) {
    throw keyFaults.scopeRefused({
      message: `An API key cannot have the scope ${never.join(', ')}: who gets in is decided by people.`,
      details: { scopes: never },
    })
  }
  needOwn(ctx, scopes)
  return scopes
}

function expiryOf(ctx: Ctx, text: string | null): number | null {
  if (text === null) return null
  const at = Date.parse(text)
  if (at > ctx.now) return at
  const message = `"${text}" is not a moment in the future. An API key has to expire then, or never.`
  throw keyFaults.expired({ message, details: { field: 'expiresAt' } })
}

export async function renameKey(ctx: Ctx, id: string, name: string): Promise<ApiKey> {
  const apiKey = await needKey(ctx, id)
  if (apiKey.revocation) throw keyFaults.revoked()
  const renamed = { ...apiKey, name: name.trim() }
  return ctx.save(keys, change(renamed, keyUpdated(id, { name: renamed.name })))
}

/** It stays listed, so that nobody has to guess what a prefix in a log was. */
export async function revokeKey(ctx: Ctx, id: string): Promise<undefined> {
  const apiKey = await needKey(ctx, id)
  if (apiKey.revocation) return
  const { name, prefix } = apiKey
  audit(ctx, { action: 'api-key.revoked', subject: id, details: { name, prefix } })
  const revoked = { ...apiKey, revocation: { at: ctx.now, by: byOf(ctx.caller) } }
  ctx.save(keys, change(revoked, keyRevoked(id, { name })))
}

export async function needKey(ctx: Ctx, id: string): Promise<ApiKey> {
  const apiKey = await ctx.get(keys, id)
  if (!apiKey) throw keyFaults.missing({ details: { id } })
  return apiKey
}
