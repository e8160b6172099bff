import type { Ctx } from '#context'
import type { OrderSnapshot } from '#modules/notifications/index.ts'
import type { Order } from './order.ts'
import { orderTokens } from './order-token.ts'

/** What an event tells of an order: enough for a mail, a webhook or a report without reading it again. */
export const snapshotOf = (ctx: Ctx, order: Order): OrderSnapshot => ({
  id: order.id,
  number: order.number,
  email: order.email,
  name: order.shippingAddress?.name ?? null,
  currency: order.currency,
  locale: order.locale,
  lines: order.lines.map(({ title, variantTitle, sku, quantity, unitPrice, total }) => ({
    title,
    variantTitle,
    sku,
    quantity,
    unitPrice,
    total,
  })),
  totals: order.totals,
  shippingAddress: order.shippingAddress,
  shippingOption: order.shippingOption,
  accessToken: order.customerId === null ? ctx.use(orderTokens).tokenOf(order.id) : null,
})
