import type { Letter, Sender } from './frame.ts'
import { oneLine } from './html.ts'
import type { Mail } from './mail.ts'
import type { Told } from './messages.ts'
import { orderCancellation, orderConfirmation, orderShipped } from './order-letters.ts'

/** What each kind of mail says, made of what it tells of. */
const LETTERS: { readonly [K in keyof Told]: (sender: Sender, told: Told[K]) => Letter } = {
  'order-confirmation': orderConfirmation,
  'order-shipped': orderShipped,
  'order-cancellation': orderCancellation,
}

/** The words of a mail. No line of its subject has a break in it. */
export function letterOf<K extends keyof Told>({ kind, sender, told }: Mail<K>): Letter {
  const letter = LETTERS[kind](sender, told)
  return { ...letter, subject: oneLine(letter.subject) }
}
