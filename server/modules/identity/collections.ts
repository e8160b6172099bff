import { collection, type Document } from '#store/collection.ts'
import { identityFaults, type User } from './user.ts'

/** Someone is signed in. The id is made of the token's hash; the token itself is nowhere in the store. */
export interface Session extends Document {
  readonly userId: string
  readonly createdAt: number
  readonly lastSeenAt: number
  readonly expiresAt: number
}

/** A one-time way in for the first owner. There is one at most: a new one takes the place of the old. */
export interface SignInLink extends Document {
  readonly tokenHash: string
  readonly expiresAt: number
}

export const users = collection<User, 'byEmail' | 'byRole'>({
  name: 'users',
  missing: identityFaults.missing,
  indexes: { byEmail: { fields: ['email'], unique: true }, byRole: { fields: ['role'] } },
})

export const sessions = collection<Session, 'byUser' | 'byExpiry'>({
  name: 'sessions',
  indexes: { byUser: { fields: ['userId', 'createdAt'] }, byExpiry: { fields: ['expiresAt'] } },
})

export const signInLinks = collection<SignInLink>({ name: 'sign-in-links', indexes: {} })
