import type { Ports } from '#kernel/port.ts'
import type { Unit } from '#store/unit.ts'

/**
 * Who is asking. `guest` is anyone who did not say, `key` a program with an API key, `system` the shop
 * itself: jobs, imports, the seed.
 */
export interface Caller {
  readonly kind: 'guest' | 'user' | 'key' | 'system'
  /** The user's id, or the API key's; null for guests. */
  readonly id: string | null
  readonly permissions: ReadonlySet<string>
  /** The session that a bearer token stands for, to be ended by logout. */
  readonly sessionId?: string
  /** When the session's holder last proved who they are, in epoch milliseconds. */
  readonly authenticatedAt?: number
  /** How the token came: in a header, in a browser's cookie; or a key of a program's own. */
  readonly via?: 'bearer' | 'cookie' | 'api-key'
  /** What the client calls itself; anyone can say anything there. */
  readonly userAgent?: string
  /** The client's network address, as far as proxies are trusted. */
  readonly address: string
  /**
   * Names what is being done, the same for every retry of it: made from the Idempotency-Key where one was
   * sent, else the request's or task's own id.
   */
  readonly operationId: string
}

export interface Log {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/**
 * What each handler, use case and job receives: the store's unit of work, who asks, a log, and what is
 * plugged in. Other modules' functions are imported, never found here.
 */
export interface Ctx extends Unit, Pick<Ports, 'use'> {
  readonly caller: Caller
  readonly log: Log
}

/** The shop itself at work. */
export const systemCaller = (operationId = 'system'): Caller => ({
  kind: 'system',
  id: null,
  permissions: new Set(),
  address: '',
  operationId,
})

/** How the caller is named in the event log. */
export const byOf = (caller: Caller): string => caller.id ?? caller.kind

export function createCtx(unit: Unit, init: { caller: Caller; log: Log; ports: Ports }): Ctx {
  return { ...unit, caller: init.caller, log: init.log, use: init.ports.use }
}
