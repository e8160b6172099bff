import type { Module } from '#module'
import { type LetterKind, letterKinds } from './letters.ts'
import { mailTransport } from './mail.ts'
import { mailbox, mailboxTransport, purgeMailbox } from './mailbox.ts'
import { routes } from './routes.ts'
import { orderLetters, subscribers } from './subscribers.ts'

export { type Letter, type Sender, toHtml, toPlainText } from './frame.ts'
export { html, oneLine } from './html.ts'
export { type LetterKind, letterKind, letterKinds, letterOf } from './letters.ts'
export { type Mail, type MailTransport, mailTransport } from './mail.ts'
export { forgetMails, listMails } from './mailbox.ts'
export {
  type FulfilmentSnapshot,
  type OrderSnapshot,
  orderCancelled,
  orderConfirmed,
  orderFulfilled,
  orderRefunded,
  type Tracking,
} from './messages.ts'
export { sendMail } from './send-mail.ts'

/** Tells customers by mail what became of their orders. */
export const notifications: Module = {
  name: 'notifications',
  collections: [mailbox],
  routes,
  permissions: { 'mailbox:read': 'Read the mails that the shop has sent.' },
  subscribers,
  schedules: [purgeMailbox],
  setUp({ ports }) {
    ports.fill(mailTransport, mailboxTransport)
    ports.fill(letterKinds, new Map(orderLetters.map((each) => [each.kind, each as LetterKind])))
  },
}
