import type { Ctx } from '#context'
import { DAY_MS, MINUTE_MS } from '#kernel/clock.ts'
import { faults } from '#kernel/fault.ts'
import { newId } from '#kernel/id.ts'
import type { Page } from '#kernel/page.ts'
import { collection, type Document } from '#store/collection.ts'
import type { Body } from '#store/engine.ts'
import { remove } from '#store/unit.ts'
import type { Schedule } from '#work/handlers.ts'
import type { Letter } from './frame.ts'
import type { Mail, MailTransport } from './mail.ts'

/** A mail as the built-in transport delivers it: into the store, to be read in the admin. */
export interface MailboxMail extends Document, Mail {
  /** The address in lower case, by which mails are looked up. */
  readonly inbox: string
  readonly at: number
  /** The words of mails from before they were made of what is told; see the upgrade below. */
  readonly letter?: Letter
}

export const mailFaults = faults('mail', { missing: [404, 'There is no mail with this id.'] })

export const mailbox = collection<MailboxMail, 'byInbox'>({
  name: 'mailbox',
  missing: mailFaults.missing,
  schema: 2,
  // Mails were kept as they were written.
  upgrades: {
    1: ({ subject, text, html, ...mail }) => ({ ...mail, letter: { subject, text, html } as Body }),
  },
  indexes: { byInbox: { fields: ['inbox'] } },
})

/** Staged in the unit that ends the event's delivery, so each mail is in the box exactly once. */
export const mailboxTransport: MailTransport = {
  name: 'mailbox',
  async send(ctx, mail) {
    const id = newId('mail', { now: () => ctx.now })
    ctx.save(mailbox, { ...mail, id, revision: 0, inbox: mail.to.toLowerCase(), at: ctx.now })
  },
}

/** Newest first: ids sort by time. */
export const listMails = (
  ctx: Ctx,
  { to, limit, after }: { to?: string; limit?: number; after?: string },
): Promise<Page<MailboxMail>> =>
  to === undefined
    ? ctx.find(mailbox, 'byId', { reverse: true, limit, after })
    : ctx.find(mailbox, 'byInbox', { equals: [to.trim().toLowerCase()], reverse: true, limit, after })

/** Stages that some of the mails to an address are removed, up to a time; answers whether there are more. */
export async function forgetMails(ctx: Ctx, to: string, until: number): Promise<boolean> {
  const inbox = to.trim().toLowerCase()
  const oldest = await ctx.find(mailbox, 'byInbox', { equals: [inbox], limit: PURGED_MAX })
  const old = oldest.data.filter(({ at }) => at <= until)
  ctx.stage(...old.map((mail) => remove(mailbox, mail)))
  return oldest.next !== null && old.length === oldest.data.length
}

export const MAIL_KEPT_MS = 90 * DAY_MS
const PURGED_MAX = 500

/** Old mails make room. Looks at the oldest alone until there is something to do. */
export const purgeMailbox: Schedule = {
  name: 'notifications.purge-mailbox',
  everyMs: MINUTE_MS,
  async handle(ctx) {
    const isOld = (mail: MailboxMail) => mail.at <= ctx.now - MAIL_KEPT_MS
    const oldest = await ctx.find(mailbox, 'byId', { limit: 1 })
    if (!oldest.data.some(isOld)) return
    const mails = await ctx.find(mailbox, 'byId', { limit: PURGED_MAX })
    ctx.stage(...mails.data.filter(isOld).map((mail) => remove(mailbox, mail)))
  },
}
