import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { httpFaults } from '#http/problem.ts'
import { Type } from '#kernel/schema.ts'
import { createLane } from './lane.ts'

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

/**
 * Hashing runs on libuv's pool of four threads; one stays free for files and DNS. Who would have to wait
 * behind `waitingMax` others is told to come back instead.
 */
const lane = createLane({
  runningMax: Math.min(3, availableParallelism()),
  waitingMax: 64,
  refuse: () =>
    httpFaults.busy({ message: 'Too many people are signing in right now. Try again in a moment.' }),
})

/** The same characters make the same password, however a keyboard composes them. */
const toBytes = (password: string) => Buffer.from(password.normalize('NFC'))

export const hashPassword = (password: string): Promise<string> =>
  lane(() => argon2().hash(toBytes(password), COST))

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
