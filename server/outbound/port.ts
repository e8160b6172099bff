import { faults } from '#kernel/fault.ts'
import { port } from '#kernel/port.ts'

export interface OutboundInit {
  readonly method?: string
  readonly headers?: RequestInit['headers']
  readonly body?: RequestInit['body']
  readonly signal?: AbortSignal | null
  /** `follow` at most three, each checked like the first; `manual` answers the redirect itself. */
  readonly redirect?: 'follow' | 'manual' | 'error'
  /** For everything together, names and redirects included. 10 s where nothing is said. */
  readonly timeoutMs?: number
  /** Of the answer's body. 1 MiB where nothing is said. */
  readonly bytesMax?: number
}

/**
 * The one way out of the house: `fetch`, but only to where the shop has business. Addresses that somebody
 * typed in lead to the open internet by TLS, or to what `OUTBOUND_ALLOW` names, and nowhere else. The answer
 * is there as a whole when it resolves.
 */
export interface Outbound {
  /** Raises `outbound.refused`, `.failed`, `.timeout`, `.too_large`; whatever was answered is an answer. */
  fetch(input: string | URL | Request, init?: OutboundInit): Promise<Response>
}

export const outbound = port<Outbound>('outbound')

export const outboundFaults = faults('outbound', {
  refused: [422, 'This address is not one that the shop calls.'],
  failed: [502, 'The other side could not be reached, or hung up.'],
  timeout: [504, 'The other side took too long.'],
  tooLarge: [502, 'The other side answered more than the shop takes in.'],
})
