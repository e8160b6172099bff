import type { Caller, Ctx } from '#context'
import { type FaultKind, faults } from '#kernel/fault.ts'

export const accessFaults = faults('access', {
  unauthenticated: [401, 'Sign in first: send the token as "Authorization: Bearer …".'],
  forbidden: [403, 'Your account does not have the permission for this.'],
})

type Texts = Readonly<Record<string, string | undefined>>

/** Who may use a route. Every route names one; there is no default. */
export interface Access {
  /** As the permission table shows it. */
  readonly name: string
  /** Decided before the body is even read, from the caller alone. Raises what the caller lacks. */
  gate?(caller: Caller): void
  /** Decided with the thing itself at hand. Raises, as "not found" where even existence is private. */
  check?(ctx: Ctx, params: Texts, query: Texts): Promise<void> | void
  readonly faults?: readonly FaultKind[]
}

export const anyone: Access = { name: 'anyone' }

export const signedIn: Access = {
  name: 'signed in',
  gate(caller) {
    if (caller.kind !== 'user') throw accessFaults.unauthenticated()
  },
  faults: [accessFaults.unauthenticated],
}

/** Staff whose account has the permission, such as `orders:write`. */
export const permitted = (permission: string): Access => ({
  name: permission,
  gate(caller) {
    signedIn.gate?.(caller)
    if (caller.permissions.has(permission)) return
    throw accessFaults.forbidden({
      message: `This needs the permission "${permission}", which your account does not have.`,
      details: { permission },
    })
  },
  faults: [accessFaults.unauthenticated, accessFaults.forbidden],
})
