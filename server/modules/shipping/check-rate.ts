import type { Fault } from '#kernel/fault.ts'
import type { Money } from '#kernel/money.ts'
import type { Rate, RatePrice } from './zone.ts'

type Refuse = (field: string, reason: string) => Fault

/** What the schema cannot say of a rate: ascending steps, days the right way round, one currency. */
export function checkRate(rate: Rate, refuse: Refuse): void {
  const { minDays = 0, maxDays = minDays, price } = rate
  if (maxDays < minDays) throw refuse('maxDays', 'must not be less than minDays')
  const [first, ...others] = amountsOf(rate)
  if (others.some((each) => each.currency !== first?.currency)) {
    throw refuse('price', 'all amounts of a rate must be in one currency')
  }
  if (price.type !== 'flat') checkSteps(price, refuse)
}

function checkSteps(price: Exclude<RatePrice, { type: 'flat' }>, refuse: Refuse): void {
  const limits =
    price.type === 'by_weight'
      ? price.steps.map((step) => step.upToGrams)
      : price.steps.map((step) => step.upTo?.amount ?? null)
  const name = price.type === 'by_weight' ? 'upToGrams' : 'upTo'
  let before = -1
  for (const [at, limit] of limits.entries()) {
    if (limit === null && at < limits.length - 1) {
      throw refuse(`price.steps.${at}.${name}`, 'only the last step may be without a limit')
    }
    if (limit !== null && limit <= before) {
      throw refuse(`price.steps.${at}.${name}`, 'must be more than that of the step before')
    }
    before = limit ?? before
  }
}

/** Every amount of money in a rate. */
export function amountsOf({ price, freeOver }: Rate): readonly Money[] {
  const amounts = freeOver ? [freeOver] : []
  if (price.type === 'flat') return [price.amount, ...amounts]
  if (price.type === 'by_weight') return [...price.steps.map((step) => step.amount), ...amounts]
  return [...price.steps.flatMap(({ amount, upTo }) => (upTo ? [amount, upTo] : [amount])), ...amounts]
}
