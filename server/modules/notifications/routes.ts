import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { Id, named, PageOf, PageQuery, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { letterOf } from './letters.ts'
import { listMails, type MailboxMail, mailbox, mailFaults } from './mailbox.ts'

const MailView = named(
  'Mail',
  Shape({
    id: Id('mail'),
    to: Type.String(),
    from: Type.String(),
    subject: Type.String(),
    text: Type.String(),
    html: Type.String(),
    kind: Type.String({ description: 'Why it was sent: `order-confirmation`' }),
    about: Type.String({ description: 'The id of what it is about, such as an order' }),
    eventId: Type.String({ description: 'The event that caused it' }),
    at: Timestamp,
  }),
)

export const routes = [
  route({
    method: 'GET',
    path: '/admin/mailbox',
    summary: 'List the mails that the built-in mailbox has delivered, the newest first',
    description: 'Mails are kept for 90 days.',
    access: permitted('mailbox:read'),
    query: Shape({
      ...PageQuery,
      to: Type.Optional(
        Type.String({ minLength: 1, maxLength: 320, description: 'Only mails to this address' }),
      ),
    }),
    replies: { 200: PageOf(MailView) },
    async handle(ctx, { query }) {
      const { data, next } = await listMails(ctx, query)
      return { data: data.map((mail) => toView(ctx, mail)), next }
    },
  }),
  route({
    method: 'GET',
    path: '/admin/mailbox/:mailId',
    summary: 'Read a mail',
    access: permitted('mailbox:read'),
    params: Shape({ mailId: Id('mail') }),
    replies: { 200: MailView },
    faults: [mailFaults.missing],
    async handle(ctx, { params: { mailId } }) {
      const mail = await ctx.get(mailbox, mailId)
      if (!mail) throw mailFaults.missing({ details: { id: mailId } })
      return toView(ctx, mail)
    },
  }),
]

function toView(ctx: Ctx, mail: MailboxMail): Static<typeof MailView> {
  const { id, kind, about, eventId, to, from, at } = mail
  const letter = mail.letter ?? letterOf(ctx, mail)
  return { id, kind, about, eventId, to, from, ...letter, at: toTimestamp(at) }
}
