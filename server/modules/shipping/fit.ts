import { formatMoney, type Money, zero } from '#kernel/money.ts'
import type { PriceStep, Rate, RatePrice, WeightStep } from './zone.ts'

export interface Parcel {
  /** After discounts. */
  readonly goods: Money
  readonly weightGrams: number
  readonly currency: string
  /** The promotion that makes shipping free, as the customer knows it. */
  readonly freeBy?: string | null | undefined
}

/** What a rate asks for a parcel, or why it does not carry it. */
export type Fit =
  | { readonly price: Money; readonly explanation: string }
  | { readonly price: null; readonly why: string; readonly tooHeavyOver?: number }

/** Free by promotion or by the goods' amount only where the rate carries the parcel at all. */
export function fitRate({ price, freeOver }: Rate, parcel: Parcel): Fit {
  const { goods, currency, freeBy } = parcel
  const own = currencyOf(price)
  if (own !== currency) return { price: null, why: `its prices are in ${own}, the cart is in ${currency}` }
  const fit = fitPrice(price, parcel)
  if (fit.price === null || fit.price.amount === 0) return fit
  if (freeBy) return { price: zero(currency), explanation: `free by ${freeBy}` }
  if (freeOver && goods.amount > freeOver.amount) {
    return { price: zero(currency), explanation: `free over ${formatMoney(freeOver)}` }
  }
  return fit
}

const currencyOf = (price: RatePrice): string =>
  price.type === 'flat' ? price.amount.currency : (price.steps[0]?.amount.currency ?? '')

function fitPrice(price: RatePrice, parcel: Parcel): Fit {
  if (price.type === 'flat') return { price: price.amount, explanation: 'flat rate' }
  return price.type === 'by_weight' ? fitWeight(price.steps, parcel) : fitAmount(price.steps, parcel)
}

function fitWeight(steps: readonly WeightStep[], { weightGrams }: Parcel): Fit {
  const at = steps.findIndex(({ upToGrams }) => upToGrams === null || weightGrams <= upToGrams)
  const step = steps[at]
  const last = steps.at(-1)?.upToGrams ?? 0
  if (!step) {
    const why = `${kilograms(weightGrams)} is more than its heaviest step, ${kilograms(last)}`
    return { price: null, why, tooHeavyOver: last }
  }
  const before = steps[at - 1]?.upToGrams
  const which = stepText(step.upToGrams, before, kilograms)
  return { price: step.amount, explanation: `by weight: ${kilograms(weightGrams)} is in the step ${which}` }
}

function fitAmount(steps: readonly PriceStep[], { goods }: Parcel): Fit {
  const at = steps.findIndex(({ upTo }) => upTo === null || goods.amount <= upTo.amount)
  const step = steps[at]
  if (!step) {
    const last = steps.at(-1)?.upTo
    return {
      price: null,
      why: `goods for ${formatMoney(goods)} are over its last step, ${last && formatMoney(last)}`,
    }
  }
  const which = stepText(step.upTo, steps[at - 1]?.upTo, formatMoney)
  return { price: step.amount, explanation: `by price: ${formatMoney(goods)} is in the step ${which}` }
}

function stepText<T>(upTo: T | null, before: T | null | undefined, show: (limit: T) => string): string {
  if (upTo !== null) return `up to ${show(upTo)}`
  return before === null || before === undefined ? 'for all' : `over ${show(before)}`
}

/** `2.4 kg`: grams are exact thousandths, so the shortest decimal is the right one. */
export const kilograms = (grams: number): string => `${grams / 1_000} kg`
