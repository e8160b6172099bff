import { hash } from 'node:crypto'
import type { Caller, Ctx } from '#context'
import { DAY_MS } from '#kernel/clock.ts'
import { faults } from '#kernel/fault.ts'
import { collection, type Document } from '#store/collection.ts'
import { remove } from '#store/unit.ts'
import type { Route } from './route.ts'
import { seal, unseal } from './seal.ts'

export const KEPT_MS = DAY_MS
export const KEY_CHARS_MAX = 255

export const idempotencyFaults = faults('idempotency', {
  malformed: [400, `Idempotency-Key must be 1 to ${KEY_CHARS_MAX} printable characters, such as a UUID.`],
  reused: [422, 'This Idempotency-Key was already used for a different request. Make a new key.'],
  inFlight: [409, 'The first request with this Idempotency-Key is still being answered. Ask again shortly.'],
})

export interface KeptReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What was answered to a key, written in the same commit as the effect that it answers for. */
export type StoredReply = SealedReply | PlainReply

/** Encrypted: replies carry tokens and guests' cart ids. */
interface SealedReply extends Document {
  readonly sealed: string
  readonly expiresAt: number
}

/** Of a route that says that its replies may lie open. */
interface PlainReply extends Document, KeptReply {
  /** Tells the same request from another one with the same key. */
  readonly digest: string
  readonly expiresAt: number
}

export const storedReplies = collection<StoredReply, 'byExpiry'>({
  name: 'idempotency-keys',
  indexes: { byExpiry: { fields: ['expiresAt'] } },
})

export interface KeyedRequest {
  /** Stands for the caller, the address and the key; what the reply is stored under. */
  readonly id: string
  /**
   * Encrypts the reply, or stands for the request by its digest. It is made of the Idempotency-Key and of
   * what was asked, and neither is stored: only who asks the same again can open it, and nothing in the store
   * lets anyone test guesses at a password that was in the body without knowing the key as well.
   */
  readonly secret: Buffer
}

/**
 * The key's scope is the caller. A guest has no name, so there it is what only the guest knows: an address
 * with an id in it (a cart's id is its holder's secret), or else the network address.
 */
export function keyedRequest(
  header: unknown,
  of: { caller: Caller; method: string; url: string; hasParams: boolean; body: unknown },
): KeyedRequest | undefined {
  if (header === undefined) return undefined
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(header)) throw idempotencyFaults.malformed()
  const scope = of.caller.id ?? (of.hasParams ? 'guest' : `guest@${of.caller.address}`)
  return {
    id: `idem_${digestOf(JSON.stringify([scope, of.method, of.url, header]))}`,
    secret: hash('sha256', JSON.stringify([header, scope, of.method, of.url, of.body ?? null]), 'buffer'),
  }
}

export async function findReply(ctx: Ctx, { id, secret }: KeyedRequest): Promise<KeptReply | undefined> {
  const stored = await ctx.get(storedReplies, id)
  if (!stored) return undefined
  if (stored.expiresAt <= ctx.now) {
    ctx.stage(remove(storedReplies, stored))
    await ctx.commit()
    return undefined
  }
  if ('sealed' in stored) return open(secret, stored.sealed)
  if (stored.digest !== digestOf(secret)) throw idempotencyFaults.reused()
  return stored
}

export function keepReply(
  ctx: Ctx,
  { id, secret }: KeyedRequest,
  { status, headers, body }: KeptReply,
  kept: Route['keptReply'] = 'sealed',
): void {
  const common = { id, revision: 0, expiresAt: ctx.now + KEPT_MS }
  if (kept === 'plain') {
    ctx.save(storedReplies, { ...common, digest: digestOf(secret), status, headers, body })
  } else {
    const text = `${JSON.stringify([status, headers])}\n${body}`
    ctx.save(storedReplies, { ...common, sealed: seal(secret, text) })
  }
}

function open(secret: Buffer, sealed: string): KeptReply {
  const text = unseal(secret, sealed)
  // The key was used, but to ask for something else.
  if (text === undefined) throw idempotencyFaults.reused()
  const end = text.indexOf('\n')
  const [status, headers] = JSON.parse(text.slice(0, end))
  return { status, headers, body: text.slice(end + 1) }
}

/** Removes replies that are past their time; answers how many. Run by a schedule. */
export async function purgeReplies(ctx: Ctx, limit = 500): Promise<number> {
  const expired = await ctx.find(storedReplies, 'byExpiry', { range: { lte: ctx.now }, limit })
  ctx.stage(...expired.data.map((each) => remove(storedReplies, each)))
  return expired.data.length
}

const digestOf = (what: string | Buffer) => hash('sha256', what, 'base64url')
