/**
 * What a fault tells beyond its code and message: fields, ids, amounts. Sent to the client, so never a
 * secret.
 */
export type FaultDetails = Record<string, unknown>

/**
 * The one error class of the house: something a caller can understand and act on.
 * Anything else that is thrown is a bug and becomes a bare 500.
 *
 * `status` is an HTTP status; `code` is stable, dotted and part of the API (`cart.closed`).
 */
export class Fault extends Error {
  readonly code: string
  readonly status: number
  readonly details: FaultDetails | undefined

  constructor(spec: FaultSpec, init: { message?: string; details?: FaultDetails; cause?: unknown } = {}) {
    super(init.message ?? spec.message, init.cause === undefined ? undefined : { cause: init.cause })
    this.name = 'Fault'
    this.code = spec.code
    this.status = spec.status
    this.details = init.details
  }
}

/** A declared fault: what a route lists under `faults` and what its reference page shows. */
export interface FaultSpec {
  readonly code: string
  readonly status: number
  readonly message: string
}

/** A declared fault that can be raised: `throw cartFaults.closed({ message, details })`. */
export interface FaultKind extends FaultSpec {
  (init?: { message?: string; details?: FaultDetails; cause?: unknown }): Fault
}

/**
 * Declares a module's faults.
 *
 * @example
 * const cartFaults = faults('cart', { closed: [409, 'This cart has already been checked out.'] })
 * throw cartFaults.closed()            // code "cart.closed"
 */
export function faults<const T extends Record<string, readonly [status: number, message: string]>>(
  area: string,
  table: T,
): { [K in keyof T]: FaultKind } {
  const kinds = Object.entries(table).map(([name, [status, message]]) => {
    const spec = { code: `${area}.${toSnake(name)}`, status, message }
    const raise = (init?: { message?: string; details?: FaultDetails; cause?: unknown }) =>
      new Fault(spec, init)
    return [name, Object.assign(raise, spec)]
  })
  return Object.fromEntries(kinds) as { [K in keyof T]: FaultKind }
}

const toSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
