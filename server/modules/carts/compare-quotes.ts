import { isDeepStrictEqual } from 'node:util'
import { formatMoney, type Money } from '#kernel/money.ts'
import { type Quote, type QuotedLine, type Seen, seenOf } from './quote.ts'

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
  const { shipping, tax, total } = after.totals
  return [
    ...after.lines.flatMap((line) =>
      compareLine(
        before.lines.find((each) => each.id === line.id),
        line,
      ),
    ),
    ...after.coupons.flatMap(({ code, discount }) => {
      const seen = before.coupons.find((each) => each.code === code)
      return compare('coupon', `The discount of ${code}`, [seen?.discount, discount])
    }),
    ...compare('shipping', 'Shipping', [before.totals.shipping, shipping]),
    ...compare('tax', 'Tax', [before.totals.tax, tax]),
    ...compare('total', 'The total', [before.totals.total, total]),
  ]
}

function compareLine(seen: Seen['lines'][number] | undefined, line: QuotedLine): Difference[] {
  const price = compare('unitPrice', `The price of ${line.title}`, [seen?.unitPrice, line.unitPrice], line.id)
  if (!seen?.forSale || line.forSale) return price
  const message = `${line.title} is no longer for sale.`
  return [...price, { field: 'line', lineId: line.id, message, before: seen.total, after: null }]
}

function compare(
  field: string,
  what: string,
  [was = null, is]: readonly [Money | null | undefined, Money],
  lineId: string | null = null,
): Difference[] {
  if (was?.amount === is.amount) return []
  const message = `${what} was ${show(was)} and is ${show(is)} now.`
  return [{ field, lineId, message, before: was, after: is }]
}

const show = (amount: Money | null): string => (amount ? formatMoney(amount) : 'nothing')

/** Whether it costs the same in every part that was seen: then nothing has to be saved. */
export const isSameQuote = (before: Seen, after: Quote): boolean => isDeepStrictEqual(before, seenOf(after))
