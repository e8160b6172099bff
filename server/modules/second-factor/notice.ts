import type { Ctx } from '#context'
import type { EventType, RecordedEvent } from '#kernel/event.ts'
import { userOf } from '#modules/identity/index.ts'
import {
  html,
  type LetterKind,
  letterKind,
  sendMail,
  toHtml,
  toPlainText,
} from '#modules/notifications/index.ts'
import { type Subscriber, subscriber } from '#work/handlers.ts'

/** What a notice tells: when, and what else there is to say. Nothing that anybody could have typed. */
interface Told<T> {
  readonly at: number
  readonly data: T
}

/** A mail to the owner of an account about its safety, and what sends it. */
export interface Notice {
  readonly letter: LetterKind
  readonly subscriber: Subscriber
}

const ADVICE =
  'If this was not you, somebody else has access to your account: change your password at once, and sign ' +
  'out everywhere.'

/** Writes to the account that the event is about, once it has happened. `kind` names the mail. */
export function notice<T>(
  kind: string,
  on: EventType<T>,
  { title, lead, advice = ADVICE }: { title: string; lead: (data: T) => string; advice?: string },
): Notice {
  const letter = letterKind<Told<T>>(kind, (sender, { at, data }) => {
    const leads = [`${lead(data)} This was on ${dayAndTime.format(at)} UTC.`, advice]
    const button = { label: 'Look at your account', href: `${sender.url}/account/security` }
    return {
      subject: `${title} — ${sender.name}`,
      text: toPlainText(sender, [title, ...leads, `${button.label}: ${button.href}`]),
      html: toHtml(sender, { title, leads, button, body: html`` }),
    }
  })
  const tell = async (ctx: Ctx, { id, subject, at, data }: RecordedEvent<T>) => {
    const user = await userOf(ctx, subject)
    // Without an address of its own, the account has nowhere to be written to.
    if (user?.email)
      await sendMail(ctx, letter, { to: user.email, about: subject, eventId: id, told: { at, data } })
  }
  return { letter: letter as LetterKind, subscriber: subscriber(`notice.${kind}`, on, tell) }
}

const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})
