import type { Ctx } from '#context'
import type { RecordedEvent } from '#kernel/event.ts'
import { publicUrl, shopSettings } from '#modules/settings/index.ts'
import { type Subscriber, subscriber } from '#work/handlers.ts'
import type { Letter, Sender } from './frame.ts'
import { oneLine } from './html.ts'
import { mailTransport } from './mail.ts'
import { type OrderSnapshot, orderCancelled, orderConfirmed, orderFulfilled } from './messages.ts'
import { orderCancellation, orderConfirmation, orderShipped } from './order-letters.ts'

export const subscribers: readonly Subscriber[] = [
  subscriber('notifications.order-confirmation', orderConfirmed, (ctx, event) =>
    send(ctx, event, {
      kind: 'order-confirmation',
      order: event.data,
      write: (sender) => orderConfirmation(sender, event.data),
    }),
  ),
  subscriber('notifications.order-shipped', orderFulfilled, (ctx, event) =>
    send(ctx, event, {
      kind: 'order-shipped',
      order: event.data.order,
      write: (sender) => orderShipped(sender, event.data),
    }),
  ),
  subscriber('notifications.order-cancellation', orderCancelled, (ctx, event) =>
    send(ctx, event, {
      kind: 'order-cancellation',
      order: event.data.order,
      write: (sender) => orderCancellation(sender, event.data),
    }),
  ),
]

async function send(
  ctx: Ctx,
  event: RecordedEvent,
  { kind, order, write }: { kind: string; order: OrderSnapshot; write: (sender: Sender) => Letter },
): Promise<void> {
  const shop = await shopSettings(ctx)
  const name = oneLine(shop.name)
  const letter = write({ name, email: shop.email, url: ctx.use(publicUrl) })
  await ctx.use(mailTransport).send(ctx, {
    ...letter,
    kind,
    about: order.id,
    eventId: event.id,
    to: oneLine(order.email),
    from: `"${name.replace(/["\\]/g, '\\$&')}" <${oneLine(shop.email)}>`,
    subject: oneLine(letter.subject),
  })
}
