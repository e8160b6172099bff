import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { Nullable, named, Shape, Timestamp, Type } from '#kernel/schema.ts'
import { DAYS_MAX, salesFaults } from './days.ts'
import { LOW_SHOWN_MAX, showLowStock } from './low-stock.ts'
import { showSales } from './show-sales.ts'

const Day = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description })

const SalesOfDay = named(
  'SalesOfDay',
  Shape({
    date: Day('`2026-11-22`'),
    orders: Type.Integer({ description: 'That were paid on this day' }),
    sales: Type.Integer({ description: 'What was paid for them, in minor units' }),
    refunds: Type.Integer({ description: 'What went back on this day, for orders of any day; minor units' }),
  }),
)

const LowVariantView = named(
  'LowStock',
  Shape({
    variantId: Type.String(),
    productId: Type.String(),
    title: Type.String(),
    variantTitle: Nullable(Type.String()),
    sku: Nullable(Type.String()),
    onHand: Type.Integer(),
  }),
)

export const routes = [
  route({
    method: 'GET',
    path: '/admin/sales',
    summary: 'Read what was sold on each day',
    description:
      `Every day of the range, ${DAYS_MAX} at most; the last 30 days where none is given. An order counts on the ` +
      'day it was paid; money that goes back, by a refund or a cancellation, on the day that was decided or done. ' +
      'Orders in another currency than the shop’s present one are left out. Days are those of the time zone; ' +
      'zones that differ from UTC by halves or quarters of an hour are as exact as others.',
    access: permitted('analytics:read'),
    query: Shape({
      from: Type.Optional(Day('The first day')),
      to: Type.Optional(Day('The last day; today where there is none')),
      timeZone: Type.Optional(
        Type.String({ minLength: 1, maxLength: 50, description: 'Such as `Europe/Berlin`; else UTC' }),
      ),
    }),
    replies: {
      200: Shape({ currency: Type.String(), days: Type.Array(SalesOfDay, { maxItems: DAYS_MAX }) }),
    },
    faults: [salesFaults.unknownZone, salesFaults.badRange],
    handle: (ctx, { query }) => showSales(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/admin/low-stock',
    summary: 'List what is running out, the least first',
    description:
      'Variants that are tracked, cannot be back-ordered and of which fewer are on hand than the setting ' +
      '`lowStockBelow` says. The whole stock is looked through every five minutes, and soon after somebody asks ' +
      'where it has changed; `at` is when. What has been filled up since is left out at once.',
    access: permitted('inventory:read'),
    replies: {
      200: Shape({
        at: Timestamp,
        below: Type.Integer(),
        data: Type.Array(LowVariantView, { maxItems: LOW_SHOWN_MAX }),
      }),
    },
    handle: async (ctx) => {
      const { at, below, variants } = await showLowStock(ctx)
      return { at: toTimestamp(at), below, data: variants }
    },
  }),
]
