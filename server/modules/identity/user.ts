import { type Change, change } from '#kernel/change.ts'
import { eventType } from '#kernel/event.ts'
import { faults } from '#kernel/fault.ts'
import { newId } from '#kernel/id.ts'
import { Email, Type } from '#kernel/schema.ts'
import type { Document } from '#store/collection.ts'
import type { Role } from './roles.ts'

export interface User extends Document {
  /** Trimmed and in lower case; no two users share one. */
  readonly email: string
  readonly name: string
  readonly role: Role
  /**
   * argon2id, or until the next sign-in whatever `isVerifiable` knows; null: no password opens the
   * account.
   */
  readonly passwordHash: string | null
  /** Sessions that were opened before this no longer count. */
  readonly sessionsSince: number
  readonly createdAt: number
  readonly updatedAt: number
}

export const identityFaults = faults('identity', {
  missing: [404, 'There is no user with this id.'],
  emailTaken: [409, 'There is already an account with this e-mail address. Sign in instead.'],
  wrongCredentials: [401, 'The e-mail address or the password is wrong.'],
  linkInvalid: [
    401,
    'This sign-in link was used, has expired or was replaced. Restart the shop to be given a fresh one.',
  ],
  unknownHash: [
    422,
    'This password hash is neither argon2 nor bcrypt, or costs more than the shop will spend.',
  ],
})

export const userRegistered = eventType<{ email: string; name: string; role: Role }>('user.registered')
export const userUpdated = eventType<{ fields: string[] }>('user.updated')

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
  init: { email: string; name: string; role: Role; passwordHash: string | null },
  now: number,
): User {
  return {
    ...init,
    id: newId('user', { now: () => now }),
    revision: 0,
    email: normaliseEmail(init.email),
    name: init.name.trim(),
    sessionsSince: now,
    createdAt: now,
    updatedAt: now,
  }
}

export function rename(user: User, name: string, now: number): User | Change<User> {
  const trimmed = name.trim()
  if (trimmed === user.name) return user
  return change({ ...user, name: trimmed, updatedAt: now }, userUpdated(user.id, { fields: ['name'] }))
}
