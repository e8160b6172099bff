import type { Ctx } from '#context'
import { port } from '#kernel/port.ts'
import type { Sender } from './frame.ts'

/**
 * A mail that is ready to go out. `letterOf` writes it: what a mail says follows from what it tells, and need
 * not be kept with it.
 */
export interface Mail {
  /** Why it is sent: `order-confirmation`. */
  readonly kind: string
  /** The id of the document that it is about. */
  readonly about: string
  /**
   * The event or task that caused it; with `kind`, what a transport outside the store recognises a repetition
   * by.
   */
  readonly eventId: string
  /** An address, without line breaks. */
  readonly to: string
  /** `"Shop name" <shop@example.com>`, without line breaks. */
  readonly from: string
  readonly sender: Sender
  /** What the letter is made of, as its kind knows it. */
  readonly told: unknown
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
