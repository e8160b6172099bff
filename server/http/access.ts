import type { Caller, Ctx } from '#context'
import { MINUTE_MS } from '#kernel/clock.ts'
import { type FaultKind, faults } from '#kernel/fault.ts'

export const accessFaults = faults('access', {
  unauthenticated: [401, 'Sign in first: send the token as "Authorization: Bearer …".'],
  crossSite: [
    403,
    'This came from a page of another site. A session in a cookie is for the pages of this shop alone.',
  ],
  forbidden: [403, 'Your account does not have the permission for this.'],
  peopleOnly: [403, 'This belongs to somebody who signs in. An API key has nothing of its own.'],
  stepUpNeeded: [
    403,
    'Prove once more who you are: POST /api/me/authentication with your password or a code, or sign in again.',
  ],
})

type Texts = Readonly<Record<string, string | undefined>>

/**
 * - `anyone`: signed in or not.
 * - `people`: whoever is signed in, for what is their own.
 * - `staff`: who has the permission, be it a person or an API key.
 * - `holder`: whose the thing in the address is, and who has the permission where there is one. For everybody
 *   else it does not exist.
 */
export type Audience = 'anyone' | 'people' | 'staff' | 'holder'

/** Who may use a route. Every route names one; there is no default. */
export interface Access {
  /** As the permission table shows it. */
  readonly name: string
  /** Whom it lets in, as data. The permission table is made of it, and a test holds every gate to it. */
  readonly audience: Audience
  /** Set where it takes a permission, whether a member of staff or an API key has it. */
  readonly permission?: string
  /** Set where a session must have been proved within so many milliseconds; see `recently`. */
  readonly provedWithinMs?: number
  /** Decided before the body is even read, from the caller alone. Raises what the caller lacks. */
  gate?(caller: Caller): void
  /** Decided with the thing itself at hand. Raises, as "not found" where even existence is private. */
  check?(ctx: Ctx, params: Texts, query: Texts): Promise<void> | void
  readonly faults?: readonly FaultKind[]
}

export const anyone: Access = { name: 'anyone', audience: 'anyone' }

export const signedIn: Access = {
  name: 'signed in',
  audience: 'people',
  gate(caller) {
    if (caller.kind === 'key') throw accessFaults.peopleOnly()
    if (caller.kind !== 'user') throw accessFaults.unauthenticated()
  },
  faults: [accessFaults.unauthenticated, accessFaults.peopleOnly],
}

/** Staff whose account has the permission, such as `orders:write`, and API keys that have it as a scope. */
export const permitted = (permission: string): Access => ({
  name: permission,
  audience: 'staff',
  permission,
  gate(caller) {
    if (caller.kind !== 'key') signedIn.gate?.(caller)
    if (caller.permissions.has(permission)) return
    throw accessFaults.forbidden({
      message: `This needs the permission "${permission}", which your ${holder(caller)} does not have.`,
      details: { permission },
    })
  },
  faults: [accessFaults.unauthenticated, accessFaults.forbidden],
})

const holder = ({ kind }: Caller): string => (kind === 'key' ? 'API key' : 'account')

/** For how long a proof of who somebody is counts as fresh, in milliseconds. */
export const RECENT_MS = 15 * MINUTE_MS

/**
 * For what is dangerous: whoever is signed in must have proved lately who they are, so that a session that
 * was left open, or stolen, is not enough. API keys have nobody to ask; their scope decides.
 */
export const recently = (access: Access, withinMs = RECENT_MS): Access => ({
  ...access,
  name: `${access.name}, proved recently`,
  provedWithinMs: withinMs,
  check(ctx, params, query) {
    needRecentProof(ctx, withinMs)
    return access.check?.(ctx, params, query)
  },
  faults: [...(access.faults ?? []), accessFaults.stepUpNeeded],
})

/** Raises `stepUpNeeded` where the caller's last proof is older than this. */
export function needRecentProof({ caller, now }: Pick<Ctx, 'caller' | 'now'>, withinMs = RECENT_MS): void {
  if (caller.kind === 'key') return
  if (caller.authenticatedAt !== undefined && now - caller.authenticatedAt <= withinMs) return
  throw accessFaults.stepUpNeeded({
    details: { proveAt: '/api/me/authentication', withinSeconds: withinMs / 1_000 },
  })
}
