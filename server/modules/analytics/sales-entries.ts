import type { Ctx } from '#context'
import type { Instant } from '#kernel/clock.ts'
import type { Money } from '#kernel/money.ts'
import { toCursor } from '#kernel/page.ts'
import { orderCancelled, orderRefunded } from '#modules/notifications/index.ts'
import { type Order, orderCollection, orderPaid } from '#modules/orders/index.ts'
import { type EventDocument, events } from '#store/outbox.ts'
import type { SalesBook } from './collections.ts'
import type { SalesEntry } from './sales-day.ts'

/** What is read of the log. */
export interface Tail {
  readonly entries: readonly SalesEntry[]
  readonly counted: SalesBook['counted']
  readonly more: boolean
  /** There was nothing to read. */
  readonly isEmpty: boolean
}

const TYPES = [orderPaid.type, orderRefunded.type, orderCancelled.type]

/** What the log tells of sales and has not been counted yet: `limit` of each kind at most, up to a moment. */
export async function readTail(
  ctx: Ctx,
  book: SalesBook,
  { until, limit }: { until?: Instant; limit: number },
): Promise<Tail> {
  const entries: SalesEntry[] = []
  const counted: Record<string, string> = { ...book.counted }
  let more = false
  let isEmpty = true
  for (const type of TYPES) {
    const range = { gte: book.from, ...(until !== undefined && { lte: until }) }
    const page = await ctx.find(events, 'byType', { equals: [type], range, limit, after: counted[type] })
    const last = page.data.at(-1)
    if (!last) continue
    isEmpty = false
    counted[type] = toCursor([last.at, last.id])
    more ||= page.next !== null
    entries.push(...(await toEntries(ctx, type, page.data)))
  }
  return { entries, counted, more, isEmpty }
}

async function toEntries(ctx: Ctx, type: string, found: readonly EventDocument[]): Promise<SalesEntry[]> {
  if (type === orderPaid.type) {
    return found.map(({ at, data }) => paid(at, (data as { total: Money }).total))
  }
  if (type === orderRefunded.type) return found.map(({ at, data }) => returned(at, data as Money))
  const cancelled = await ctx.get(
    orderCollection,
    found.map(({ subject }) => subject),
  )
  return found.flatMap(({ at }, nth) => {
    const order = cancelled[nth]
    return order && paidAt(order) !== undefined ? [returned(at, leftAtCancellation(order))] : []
  })
}

const paid = (at: Instant, { amount, currency }: Money): SalesEntry => ({
  at,
  currency,
  orders: 1,
  sales: amount,
  refunds: 0,
})

const returned = (at: Instant, { amount, currency }: Money): SalesEntry => ({
  at,
  currency,
  orders: 0,
  sales: 0,
  refunds: amount,
})

const paidAt = ({ history }: Order): Instant | undefined =>
  history.find(({ what }) => what === 'payment captured')?.at

const refundsDone = ({ refunds = [] }: Order) => refunds.filter(({ status }) => status === 'done')

/** What a cancellation gives back: all but what was refunded before. */
function leftAtCancellation(order: Order): Money {
  const before = refundsDone(order).reduce((sum, { amount }) => sum + amount.amount, 0)
  const { amount, currency } = order.totals.total
  return { amount: amount - before, currency }
}

/**
 * What was paid and went back of an order, as the order itself tells it, each with the type of the event that
 * tells it too.
 */
export function pastOf(order: Order): { type: string; refundId?: string; entry: SalesEntry }[] {
  const at = paidAt(order)
  if (at === undefined) return []
  const { cancellation, totals } = order
  return [
    { type: orderPaid.type, entry: paid(at, totals.total) },
    ...refundsDone(order).map((refund) => ({
      type: orderRefunded.type,
      refundId: refund.id,
      entry: returned(refund.at, refund.amount),
    })),
    ...(cancellation && at <= cancellation.at
      ? [{ type: orderCancelled.type, entry: returned(cancellation.at, leftAtCancellation(order)) }]
      : []),
  ]
}
