import { randomFillSync } from 'node:crypto'
import { type Clock, systemClock } from './clock.ts'

// Crockford's base 32: no I, L, O or U, so that an id read aloud or typed from paper survives.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_CHARS = 10
const RANDOM_CHARS = 16
const POOL_BYTES = 4096

const pool = new Uint8Array(POOL_BYTES)
let poolUsed = POOL_BYTES

/** The next `n` random bytes, drawn from a pool because one system call per id is most of an id's cost. */
function randomBytes(n: number): Uint8Array {
  if (poolUsed + n > POOL_BYTES) {
    randomFillSync(pool)
    poolUsed = 0
  }
  const bytes = pool.slice(poolUsed, poolUsed + n)
  pool.fill(0, poolUsed, poolUsed + n)
  poolUsed += n
  return bytes
}

/** `n` characters of base 32, five random bits each. */
export function randomText(n: number): string {
  let text = ''
  for (const byte of randomBytes(n)) text += ALPHABET[byte & 31]
  return text
}

let lastMs = -1
let lastTime = ''

function timeText(ms: number): string {
  if (ms === lastMs) return lastTime
  let rest = ms
  let text = ''
  for (let i = 0; i < TIME_CHARS; i++) {
    text = ALPHABET[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  lastMs = ms
  lastTime = text
  return text
}

/**
 * A new id: `cart_01KAEJ…` — the type's prefix, 48 bits of time (so ids sort by creation, to the millisecond)
 * and 80 random bits (so a guest's cart id can be its secret). The layout after the prefix is that of a ULID,
 * https://github.com/ulid/spec.
 */
export const newId = (prefix: string, clock: Clock = systemClock): string =>
  `${prefix}_${timeText(clock.now())}${randomText(RANDOM_CHARS)}`

/** The pattern every id of that prefix matches; used by schemas and by `isId`. */
export const idPattern = (prefix: string): string =>
  `^${prefix}_[0-9A-HJKMNP-TV-Z]{${TIME_CHARS + RANDOM_CHARS}}$`

export const isId = (prefix: string, text: string): boolean => new RegExp(idPattern(prefix)).test(text)

/** A secret for tokens and links: 160 random bits with a prefix that secret scanners can recognise. */
export const newSecret = (prefix: string): string => `${prefix}_${randomText(32)}`

/**
 * A code people read over the phone: an order number, 40 random bits, `7QK4-M2XD`. Unguessable enough to tell
 * nothing about volume; never a credential by itself.
 */
export const newCode = (): string => `${randomText(4)}-${randomText(4)}`
