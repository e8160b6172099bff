import { type Change, change } from '#kernel/change.ts'
import { eventType } from '#kernel/event.ts'
import { faults } from '#kernel/fault.ts'
import { newId } from '#kernel/id.ts'
import { Email, Type } from '#kernel/schema.ts'
import type { Document } from '#store/collection.ts'

export interface User extends Document {
  /**
   * The address that this account alone holds, trimmed and in lower case; null where another account holds
   * it, and for accounts that are erased.
   */
  readonly email: string | null
  /**
   * What was typed at registration, where another account holds that address. With the password it opens this
   * account, and nothing else goes by it.
   */
  readonly unclaimedEmail?: string
  /** When mail to the address was last proved to reach its owner. */
  readonly emailVerifiedAt?: number | null
  readonly name: string
  /** `customer`, a built-in role of staff, or the id of a role of the shop's own. */
  readonly role: string
  /** Where the picture is served, below the shop's own address. */
  readonly picture?: string | null
  /**
   * argon2id, or until the next sign-in whatever `isVerifiable` knows; null: no password opens the
   * account.
   */
  readonly passwordHash: string | null
  /** Why it is not among the public profiles: by wish, or as nobody holds it any more. Absent: it is. */
  readonly unlisted?: 'hidden' | 'erased'
  /** Set when its holder has deleted it. What is left of the account is this document. */
  readonly erasure?: Erasure
  /** Sessions that were opened before this no longer count. */
  readonly sessionsSince: number
  readonly createdAt: number
  readonly updatedAt: number
}

export interface Erasure {
  readonly at: number
  /** The address that was proved to be theirs, as long as there may be something to erase that goes by it. */
  readonly email: string | null
  /** When the last of what goes with the account was gone. */
  readonly doneAt: number | null
}

export const identityFaults = faults('identity', {
  missing: [404, 'There is no user with this id.'],
  twoFilters: [400, 'Ask for accounts by "email" or by "role", not by both at once.'],
  emailTaken: [409, 'There is already an account with this e-mail address. Sign in instead.'],
  wrongCredentials: [401, 'The e-mail address or the password is wrong.'],
  linkInvalid: [401, 'This link was used, has expired or was replaced. Ask for a fresh one.'],
  secondFactorNeeded: [401, 'Now the code of your second factor is needed.'],
  roleMissing: [404, 'There is no role with this id.'],
  wrongCode: [401, 'This code is wrong or was used already.'],
  // Not 401: whoever is asked for it is signed in, and stays so.
  wrongProof: [403, 'This password or code is wrong. You are still signed in.'],
  sessionMissing: [404, 'You have no session with this id.'],
  unknownHash: [
    422,
    'This password hash is neither argon2 nor bcrypt, or costs more than the shop will spend.',
  ],
})

export const userRegistered = eventType<{ email: string; name: string; role: string }>('user.registered')
export const userUpdated = eventType<{ fields: string[] }>('user.updated')
/** Mail to the address was proved to reach this account's holder. */
export const emailVerified = eventType<{ email: string }>('user.email-verified')

const { pattern: emailPattern } = Email as unknown as { readonly pattern: string }

/** An e-mail address as people type it: a blank before or after is theirs to make and ours to take off. */
export const TypedEmail = Type.String({
  ...Email,
  maxLength: 320,
  pattern: emailPattern.replace(/^\^/, '^\\s*').replace(/\$$/, '\\s*$'),
})

/** E-mail addresses are compared without regard to case, as every large mail provider does. */
export const normaliseEmail = (email: string): string => email.trim().normalize('NFC').toLowerCase()

export function newUser(
  init: {
    email: string
    name: string
    role: string
    passwordHash: string | null
    isTaken?: boolean
    emailVerifiedAt?: number | null
  },
  now: number,
): User {
  const { role, passwordHash, isTaken = false, emailVerifiedAt = null } = init
  const email = normaliseEmail(init.email)
  return {
    id: newId('user', { now: () => now }),
    revision: 0,
    ...(isTaken ? { email: null, unclaimedEmail: email } : { email }),
    emailVerifiedAt,
    role,
    passwordHash,
    name: init.name.trim(),
    picture: null,
    sessionsSince: now,
    createdAt: now,
    updatedAt: now,
  }
}

/** The address as the account's owner sees it. */
export const emailOf = ({ email, unclaimedEmail }: User): string => email ?? unclaimedEmail ?? ''

export const isStaff = ({ role }: Pick<User, 'role'>): boolean => role !== CUSTOMER

export const CUSTOMER = 'customer'

export function rename(user: User, name: string, now: number): User | Change<User> {
  const trimmed = name.trim()
  if (trimmed === user.name) return user
  return change({ ...user, name: trimmed, updatedAt: now }, userUpdated(user.id, { fields: ['name'] }))
}

/** The account holds this address from here on, and has proved that it is its own. */
export function withProvenEmail(user: User, email: string, now: number): User | Change<User> {
  if (user.email === email && user.emailVerifiedAt) return user
  const { unclaimedEmail: _, ...rest } = user
  const moved = user.email === email ? [] : [userUpdated(user.id, { fields: ['email'] })]
  const next = { ...rest, email, emailVerifiedAt: now, updatedAt: now }
  return change(next, ...moved, emailVerified(user.id, { email }))
}

/** Somebody else has proved that the address is theirs, which this account never did. */
export function withoutEmail(user: User, now: number): Change<User> {
  const next = { ...user, email: null, unclaimedEmail: emailOf(user), emailVerifiedAt: null, updatedAt: now }
  return change(next, userUpdated(user.id, { fields: ['email'] }))
}

export const withPassword = (user: User, passwordHash: string | null, now: number): Change<User> =>
  change({ ...user, passwordHash, updatedAt: now }, userUpdated(user.id, { fields: ['password'] }))

/** Every session that was opened before this moment is over. */
export const signedOut = (user: User, now: number): User => ({ ...user, sessionsSince: now })
