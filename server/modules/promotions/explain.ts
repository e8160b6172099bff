import { toTimestamp } from '#kernel/clock.ts'
import { formatMoney, type Money } from '#kernel/money.ts'
import { effectText, labelOf, type Promotion } from './promotion.ts'

/** What became of a promotion; with a `lineId`, how much of it fell on that line. */
export interface PromotionExplanation {
  readonly kind: 'discount'
  readonly promotionId: string
  readonly code: string | null
  readonly applied: boolean
  /** What it took off the goods, zero for free shipping; null where it did not apply. */
  readonly amount: Money | null
  readonly lineId?: string
  readonly message: string
}

/** `2026-11-27 00:00 UTC`. */
const momentText = (at: number): string => `${toTimestamp(at).slice(0, 16).replace('T', ' ')} UTC`

/** Why a promotion does not even come into question: by itself, the clock or the goods' sum. Or null. */
export function whyNot(
  promotion: Promotion,
  at: { now: number; currency: string; subtotal: number },
): string | null {
  const { active, startsAt, endsAt, minimumSubtotal: minimum, effect } = promotion
  if (!active) return 'Not active'
  if (startsAt !== null && at.now < startsAt) return `Starts on ${momentText(startsAt)}`
  if (endsAt !== null && at.now >= endsAt) return `Ended on ${momentText(endsAt)}`
  const amounts = effect.type === 'fixed' ? [effect.amount, minimum] : [minimum]
  const foreign = amounts.find((each) => each && each.currency !== at.currency)
  if (foreign) return `Only for carts in ${foreign.currency}; this one is in ${at.currency}`
  if (minimum && at.subtotal < minimum.amount) {
    const has = formatMoney({ amount: at.subtotal, currency: at.currency })
    return `Needs goods for ${formatMoney(minimum)}; the cart has ${has}`
  }
  return null
}

export const notApplied = (promotion: Promotion, why: string): PromotionExplanation => ({
  kind: 'discount',
  promotionId: promotion.id,
  code: promotion.code,
  applied: false,
  amount: null,
  message: `${labelOf(promotion)}: ${why}`,
})

export function applied(promotion: Promotion, amount: Money): PromotionExplanation {
  return {
    kind: 'discount',
    promotionId: promotion.id,
    code: promotion.code,
    applied: true,
    amount,
    message: `${labelOf(promotion)}: ${outcomeText(promotion, amount)}`,
  }
}

function outcomeText({ effect, appliesTo }: Promotion, amount: Money): string {
  const text = effectText(effect)
  if (effect.type === 'free_shipping') return text
  if (effect.type === 'fixed' && amount.amount < effect.amount.amount) {
    return `${text}, of which the goods take ${formatMoney(amount)}`
  }
  return appliesTo ? `${text} the goods it is for` : text
}
