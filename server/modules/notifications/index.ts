import type { Module } from '#module'
import { mailTransport } from './mail.ts'
import { mailbox, mailboxTransport, purgeMailbox } from './mailbox.ts'
import { routes } from './routes.ts'
import { subscribers } from './subscribers.ts'

export { letterOf } from './letters.ts'
export { type Mail, type MailTransport, mailTransport } from './mail.ts'
export {
  type FulfilmentSnapshot,
  type OrderSnapshot,
  orderCancelled,
  orderConfirmed,
  orderFulfilled,
  type Tracking,
} from './messages.ts'

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
  },
}
