import type { Ctx } from '#context'
import { port } from '#kernel/port.ts'
import type { Letter, Sender } from './frame.ts'
import { oneLine } from './html.ts'
import type { Mail } from './mail.ts'

/** One kind of mail: what it says, made of what it tells of. */
export interface LetterKind<T = unknown> {
  /** Why it is sent: `order-confirmation`. */
  readonly kind: string
  write(sender: Sender, told: T): Letter
}

/** Every kind of mail that the shop can send. Modules add theirs at set-up. */
export const letterKinds = port<Map<string, LetterKind>>('notifications.letter-kinds')

export const letterKind = <T>(kind: string, write: LetterKind<T>['write']): LetterKind<T> => ({ kind, write })

/** The words of a mail. No line of its subject has a break in it. */
export function letterOf(ctx: Pick<Ctx, 'use'>, { kind, sender, told }: Mail): Letter {
  const known = ctx.use(letterKinds).get(kind)
  if (!known) throw new Error(`No module of this release writes mails of the kind "${kind}".`)
  const letter = known.write(sender, told)
  return { ...letter, subject: oneLine(letter.subject) }
}
