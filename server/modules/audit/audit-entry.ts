import type { Caller } from '#context'
import { newId } from '#kernel/id.ts'
import type { Document } from '#store/collection.ts'
import type { Json } from '#store/engine.ts'

export type AuditDetails = Readonly<Record<string, Json>>

/** Who did something that has to be answered for. `id` is null for guests and for the shop itself. */
export interface Actor {
  readonly kind: 'guest' | 'user' | 'api-key' | 'system'
  readonly id: string | null
}

/** One line of the log: written once, in the commit of what it tells, and changed by nobody. */
export interface AuditEntry extends Document {
  readonly at: number
  readonly actor: Actor
  /** `identity.password-changed`; of acts that are recorded by themselves, `PATCH /admin/settings`. */
  readonly action: string
  /** The id of what it was done to. */
  readonly subject: string
  readonly details: AuditDetails
  readonly address: string
  readonly userAgent: string
  /** The same as in the request's log lines, or of all its repetitions under one Idempotency-Key. */
  readonly operationId: string
}

export const ACTION_CHARS_MAX = 120
export const SUBJECT_CHARS_MAX = 120
const USER_AGENT_CHARS_MAX = 300
const DETAILS_CHARS_MAX = 4_000

/** What there is to tell beyond who, when and from where, which the caller says. */
export interface Deed {
  readonly action: string
  readonly subject: string
  /** Small, and never a secret: staff read it for as long as the entry is kept. */
  readonly details?: AuditDetails
}

export function newEntry({ action, subject, details = {} }: Deed, by: Caller, now: number): AuditEntry {
  return {
    id: newId('aud', { now: () => now }),
    revision: 0,
    at: now,
    actor: actorOf(by),
    action: action.slice(0, ACTION_CHARS_MAX),
    subject: subject.slice(0, SUBJECT_CHARS_MAX),
    details: JSON.stringify(details).length > DETAILS_CHARS_MAX ? { tooLarge: true } : details,
    address: by.address,
    userAgent: (by.userAgent ?? '').slice(0, USER_AGENT_CHARS_MAX),
    operationId: by.operationId,
  }
}

const actorOf = ({ kind, id }: Caller): Actor => ({ kind: kind === 'key' ? 'api-key' : kind, id })
