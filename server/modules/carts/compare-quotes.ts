import { isDeepStrictEqual } from 'node:util'
import { formatMoney, type Money } from '#kernel/money.ts'
import { type Quote, type Seen, seenOf } from './quote.ts'

/** One thing that a cart costs differently than its customer was shown. */
export interface Difference {
  readonly field: string
  readonly lineId: string | null
  readonly message: string
  readonly before: Money | null
  readonly after: Money | null
}

/** What a customer who saw `before` would find changed now. Empty: they pay what they saw. */
export function compareQuotes(before: Seen, after: Quote): Difference[] {
  const differences: Difference[] = []
  const compare = (
    field: string,
    was: Money | null,
    is: Money | null,
    lineId: string | null = null,
    of = field,
  ) => {
    if (was?.amount === is?.amount) return
    const message = `${of} was ${show(was)} and is ${show(is)} now.`
    differences.push({ field, lineId, message, before: was, after: is })
  }
  for (const line of after.lines) {
    const seen = before.lines.find((each) => each.id === line.id)
    compare('unitPrice', seen?.unitPrice ?? null, line.unitPrice, line.id, `The price of ${line.title}`)
    if (seen?.forSale && !line.forSale) {
      const message = `${line.title} is no longer for sale.`
      differences.push({ field: 'line', lineId: line.id, message, before: seen.total, after: null })
    }
  }
  for (const coupon of after.coupons) {
    const seen = before.coupons.find((each) => each.code === coupon.code)
    compare('coupon', seen?.discount ?? null, coupon.discount, null, `The discount of ${coupon.code}`)
  }
  compare('shipping', before.totals.shipping, after.totals.shipping, null, 'Shipping')
  compare('tax', before.totals.tax, after.totals.tax, null, 'Tax')
  compare('total', before.totals.total, after.totals.total, null, 'The total')
  return differences
}

const show = (amount: Money | null): string => (amount ? formatMoney(amount) : 'nothing')

/** Whether it costs the same in every part that was seen: then nothing has to be saved. */
export const isSameQuote = (before: Seen, after: Quote): boolean => isDeepStrictEqual(before, seenOf(after))
