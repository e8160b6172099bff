import type { Ctx } from '#context'
import { port } from '#kernel/port.ts'

/** A mail that is ready to go out. No field but `text` and `html` has line breaks in it. */
export interface Mail {
  /** Why it is sent: `order-confirmation`. */
  readonly kind: string
  /** The id of the document that it is about. */
  readonly about: string
  /** The event that caused it; with `kind`, what a transport outside the store recognises a repetition by. */
  readonly eventId: string
  readonly to: string
  /** `"Shop name" <shop@example.com>` */
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/**
 * Carries mails away. `send` is called at least once for each mail, inside the unit that ends the event's
 * delivery: what it stages on `ctx` happens exactly once; what it does outside must be keyed by `eventId`.
 * It throws when the mail could not be handed over, and is called again later, with pauses.
 */
export interface MailTransport {
  readonly name: string
  send(ctx: Ctx, mail: Mail): Promise<void>
}

export const mailTransport = port<MailTransport>('notifications.mail-transport')
