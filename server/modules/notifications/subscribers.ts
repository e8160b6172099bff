import type { Ctx } from '#context'
import type { RecordedEvent } from '#kernel/event.ts'
import { publicUrl, shopSettings } from '#modules/settings/index.ts'
import { type Subscriber, subscriber } from '#work/handlers.ts'
import { oneLine } from './html.ts'
import { mailTransport } from './mail.ts'
import { orderCancelled, orderConfirmed, orderFulfilled, type Told } from './messages.ts'

export const subscribers: readonly Subscriber[] = [
  subscriber('notifications.order-confirmation', orderConfirmed, (ctx, event) =>
    send(ctx, event, { kind: 'order-confirmation', to: event.data.email, told: event.data }),
  ),
  subscriber('notifications.order-shipped', orderFulfilled, (ctx, event) =>
    send(ctx, event, { kind: 'order-shipped', to: event.data.order.email, told: event.data }),
  ),
  subscriber('notifications.order-cancellation', orderCancelled, (ctx, event) =>
    send(ctx, event, { kind: 'order-cancellation', to: event.data.order.email, told: event.data }),
  ),
]

async function send<K extends keyof Told>(
  ctx: Ctx,
  event: RecordedEvent,
  { kind, to, told }: { kind: K; to: string; told: Told[K] },
): Promise<void> {
  const shop = await shopSettings(ctx)
  const name = oneLine(shop.name)
  await ctx.use(mailTransport).send(ctx, {
    kind,
    about: event.subject,
    eventId: event.id,
    to: oneLine(to),
    from: `"${name.replace(/["\\]/g, '\\$&')}" <${oneLine(shop.email)}>`,
    sender: { name, email: shop.email, url: ctx.use(publicUrl) },
    told,
  })
}
