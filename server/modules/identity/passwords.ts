import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { httpFaults } from '#http/problem.ts'
import { faults } from '#kernel/fault.ts'
import { Type } from '#kernel/schema.ts'
import { createLane } from '#work/lane.ts'
import { isCommon } from './common-passwords.ts'
import { createPace } from './pace.ts'

const load = createRequire(import.meta.url)
/** Native code, which takes a while to load: left to the first password. */
const argon2 = () => load('@node-rs/argon2') as typeof import('@node-rs/argon2')
const bcrypt = () => load('@node-rs/bcrypt') as typeof import('@node-rs/bcrypt')

export const PASSWORD_CHARS_MIN = 10
export const PASSWORD_CHARS_MAX = 256

export const NewPassword = Type.String({
  minLength: PASSWORD_CHARS_MIN,
  maxLength: PASSWORD_CHARS_MAX,
  description: `${PASSWORD_CHARS_MIN} to ${PASSWORD_CHARS_MAX} characters`,
})

/**
 * Memory in KiB, passes, lanes: the first of the equal choices for argon2id in
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const HASH_BYTES = 32
const SALT_BYTES = 16

/** Hashes brought from elsewhere may not make one sign-in cost more than this. */
const FOREIGN_MAX = { memoryCost: 262_144, timeCost: 10, parallelism: 8, bcryptCost: 15 }

const CORES = availableParallelism()

/**
 * Hashing runs on libuv's pool of four threads; one stays free for files and DNS, and one core for everything
 * else. Who would have to wait behind `waitingMax` others is told to come back instead.
 */
const lane = createLane({
  runningMax: Math.min(3, Math.max(1, CORES - 1)),
  waitingMax: CORES === 1 ? 12 : 64,
  restMs: createPace({ cores: CORES }),
  refuse: () =>
    httpFaults.busy({ message: 'Too many people are signing in right now. Try again in a moment.' }),
})

/** The same characters make the same password, however a keyboard composes them. */
const toBytes = (password: string) => Buffer.from(password.normalize('NFC'))

const weakness = faults('identity', {
  weakPassword: [422, 'This password is one of those that are tried first. Choose another one.'],
})

export const { weakPassword } = weakness

/**
 * Refuses a password that is among the commonest, or the account's own e-mail address. Asked wherever one is
 * set.
 */
export async function refuseWeak(password: string, email: string | null): Promise<void> {
  const typed = password.normalize('NFC').trim().toLowerCase()
  const address = email?.normalize('NFC').trim().toLowerCase()
  if (address !== undefined && (typed === address || typed === address.split('@')[0])) {
    throw weakPassword({
      message: 'The password is your e-mail address, which everyone would try first. Choose another one.',
      details: { field: 'password' },
    })
  }
  if (await isCommon(password)) throw weakPassword({ details: { field: 'password' } })
}

/** With the salt of other hashes only where one computation is to be compared with all of them. */
export const hashPassword = (password: string, salt?: Buffer): Promise<string> =>
  lane(() => argon2().hash(toBytes(password), { ...COST, ...(salt && { salt }) }))

/** No password has this hash. Checking against it costs what checking a real one does. */
const NOBODYS_HASH = [
  '$argon2id$v=19',
  `m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}`,
  ...[SALT_BYTES, HASH_BYTES].map((n) => randomBytes(n).toString('base64').replaceAll('=', '')),
].join('$')

export interface Verdict {
  readonly matches: boolean
  /** The hash is of an older kind or cost than new ones are: hash the password again while it is at hand. */
  readonly outdated: boolean
}

/** Checks a password. Without a hash (no such account) it does the same work and answers no. */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<Verdict> {
  const known = hash ?? NOBODYS_HASH
  const verify = isBcrypt(known) ? bcryptVerify : argon2Verify
  const matches = await lane(() => verify(known, password))
  return { matches, outdated: matches && !isCurrent(known) }
}

/** The salt of a hash of the house's own; undefined for one from elsewhere. */
export const saltOf = (hash: string | null | undefined): Buffer | undefined =>
  hash && isCurrent(hash) ? Buffer.from(hash.split('$')[4] ?? '', 'base64') : undefined

/** Salts that one sign-in is checked with at most. */
const SALTS_MAX = 3

/**
 * Finds the hash that a password has, of those of all accounts that one address may mean. They share a salt
 * as a rule, so that it costs the same however many there are; where there is none, the same again. `at` is
 * -1 where it has none of them.
 */
export async function verifyAmong(
  password: string,
  hashes: readonly (string | null)[],
): Promise<{ at: number; outdated: boolean }> {
  const salts = hashes.flatMap((hash) => saltOf(hash)?.toString('base64') ?? [])
  for (const salt of [...new Set(salts)].slice(0, SALTS_MAX)) {
    const at = hashes.indexOf(await hashPassword(password, Buffer.from(salt, 'base64')))
    if (at >= 0) return { at, outdated: false }
  }
  const foreign = hashes.findIndex((hash) => hash !== null && !isCurrent(hash))
  if (foreign < 0 && salts.length > 0) return { at: -1, outdated: false }
  const { matches, outdated } = await verifyPassword(password, hashes[foreign])
  return { at: matches ? foreign : -1, outdated }
}

const bcryptVerify = (hash: string, password: string) => bcrypt().verify(toBytes(password), hash)
const argon2Verify = (hash: string, password: string) => argon2().verify(hash, toBytes(password))

const isBcrypt = (hash: string) => /^\$2[aby]\$/.test(hash)

function isCurrent(hash: string): boolean {
  if (isBcrypt(hash)) return false
  const { algorithm, memoryCost, timeCost, parallelism } = argon2().parseOptions(hash)
  if (algorithm !== ARGON2ID || parallelism !== COST.parallelism) return false
  return memoryCost === COST.memoryCost && timeCost === COST.timeCost
}

/** `argon2.Algorithm.Argon2id`; a const enum, which type stripping cannot see. */
const ARGON2ID = 2

/** Whether `verifyPassword` understands a hash from elsewhere and can afford to check it. */
export function isVerifiable(hash: string): boolean {
  try {
    if (isBcrypt(hash))
      return hash.length === 60 && bcrypt().parseOptions(hash).cost <= FOREIGN_MAX.bcryptCost
    const { memoryCost, timeCost, parallelism } = argon2().parseOptions(hash)
    if (memoryCost > FOREIGN_MAX.memoryCost || timeCost > FOREIGN_MAX.timeCost) return false
    return parallelism <= FOREIGN_MAX.parallelism
  } catch {
    return false
  }
}
