import { collection, type Document } from '#store/collection.ts'
import type { Role } from './roles.ts'
import { identityFaults, type User } from './user.ts'

/** Where a request came from, as far as it can be told. */
export interface Place {
  readonly address: string
  readonly userAgent: string
}

/** Someone is signed in. The id is made of the token's hash; the token itself is nowhere in the store. */
export interface Session extends Document {
  readonly userId: string
  /** How the token travels: in a header that an app sets, or in a cookie that a browser keeps. */
  readonly kind?: 'bearer' | 'cookie'
  /** The way in: `password`, `magic-link`, `passkey`, … */
  readonly method?: string
  readonly createdAt: number
  readonly lastSeenAt: number
  /** When it ends if it is not used. */
  readonly expiresAt: number
  /** When it ends however much it is used. */
  readonly endsAt?: number
  /** When its holder last proved who they are, for what is dangerous. */
  readonly authenticatedAt?: number
  readonly openedFrom?: Place
  readonly lastSeenFrom?: Place
}

/** A one-time way in for the first owner. There is one at most: a new one takes the place of the old. */
export interface SignInLink extends Document {
  readonly tokenHash: string
  readonly expiresAt: number
}

/** What a token that was mailed, or handed out for a moment, is good for. Its id is the token's hash. */
export interface Ticket extends Document {
  readonly purpose: TicketPurpose
  /** Whose it is; null for an invitation to somebody without an account. */
  readonly userId: string | null
  /** The address that the token was sent to: who brings the token back has read its mail. */
  readonly email: string | null
  readonly data: Readonly<Record<string, string | number | boolean | null>>
  /** How often it was tried in vain. */
  readonly tries: number
  readonly expiresAt: number
}

export type TicketPurpose =
  | 'verify-email'
  | 'change-email'
  | 'reset-password'
  | 'magic-link'
  | 'invitation'
  | 'second-factor'

export const users = collection<User, 'byEmail' | 'byUnclaimedEmail' | 'byRole' | 'byListing'>({
  name: 'users',
  missing: identityFaults.missing,
  indexes: {
    byEmail: { fields: ['email'], unique: true },
    byUnclaimedEmail: { fields: ['unclaimedEmail', 'createdAt'], sparse: true },
    byRole: { fields: ['role'] },
    byListing: { fields: ['unlisted'] },
  },
})

export const roles = collection<Role>({ name: 'roles', missing: identityFaults.roleMissing, indexes: {} })

export const sessions = collection<Session, 'byUser' | 'byExpiry'>({
  name: 'sessions',
  indexes: { byUser: { fields: ['userId', 'createdAt'] }, byExpiry: { fields: ['expiresAt'] } },
})

export const tickets = collection<Ticket, 'byUser' | 'byExpiry'>({
  name: 'tickets',
  indexes: { byUser: { fields: ['userId', 'purpose'], sparse: true }, byExpiry: { fields: ['expiresAt'] } },
})

export const signInLinks = collection<SignInLink>({ name: 'sign-in-links', indexes: {} })
