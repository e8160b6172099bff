import { allocate, type Money, money, percentOf } from '#kernel/money.ts'
import type { Effect, Promotion } from './promotion.ts'

/** A promotion that comes into question, and the positions of the lines it is for. */
export interface Candidate {
  readonly promotion: Promotion
  readonly eligible: readonly number[]
}

/** What one promotion does in its stack. */
export interface Outcome extends Candidate {
  /** Why nothing came of it; null when it applies. */
  readonly why: string | null
  /** Minor units off each eligible line; empty for free shipping. */
  readonly parts: readonly number[]
  readonly amount: number
}

/** Promotions that work together, and what they leave. */
export interface Stack {
  readonly outcomes: readonly Outcome[]
  /** What is left to pay of each line, in minor units. */
  readonly left: readonly number[]
  readonly freeShippingBy: Promotion | null
  /** What the customer saves, in minor units. */
  readonly worth: number
}

const NOTHING_LEFT = 'There is nothing left to take it off'
const TOO_LITTLE = 'On these goods it comes to less than the smallest coin'
const FREE_ALREADY = 'Shipping is free already'

const STEP = { percentage: 0, fixed: 1, free_shipping: 2 } as const satisfies Record<Effect['type'], number>

/** Lets promotions work one after the other: percentages, then amounts, then free shipping, each as given. */
export function stackUp(
  group: readonly Candidate[],
  cart: { totals: readonly number[]; currency: string; shipping: number },
): Stack {
  const left = [...cart.totals]
  const outcomes: Outcome[] = []
  let worth = 0
  let freeShippingBy: Promotion | null = null
  for (const candidate of inOrder(group)) {
    const { promotion } = candidate
    if (promotion.effect.type !== 'free_shipping') {
      const outcome = takeOff(candidate, promotion.effect, { left, currency: cart.currency })
      worth += outcome.amount
      outcomes.push(outcome)
      continue
    }
    outcomes.push({ ...candidate, why: freeShippingBy && FREE_ALREADY, parts: [], amount: 0 })
    if (!freeShippingBy) worth += cart.shipping
    freeShippingBy ??= promotion
  }
  return { outcomes, left, freeShippingBy, worth }
}

const inOrder = (group: readonly Candidate[]): readonly Candidate[] =>
  group.length < 2 ? group : group.toSorted((a, b) => stepOf(a) - stepOf(b))

const stepOf = ({ promotion }: Candidate): number => STEP[promotion.effect.type]

/** Computes a discount once on the sum of what is left of its goods, and takes its parts off the lines. */
function takeOff(
  candidate: Candidate,
  effect: Exclude<Effect, { type: 'free_shipping' }>,
  { left, currency }: { left: number[]; currency: string },
): Outcome {
  const weights = candidate.eligible.map((at) => left[at] as number)
  const goods = money(
    weights.reduce((a, b) => a + b, 0),
    currency,
  )
  const discount = discountOf(goods, effect)
  if (discount.amount === 0) {
    return { ...candidate, why: goods.amount === 0 ? NOTHING_LEFT : TOO_LITTLE, parts: [], amount: 0 }
  }
  const parts = allocate(discount, weights).map((part) => part.amount)
  for (const [n, at] of candidate.eligible.entries()) left[at] = (left[at] as number) - (parts[n] as number)
  return { ...candidate, why: null, parts, amount: discount.amount }
}

function discountOf(goods: Money, effect: Exclude<Effect, { type: 'free_shipping' }>): Money {
  if (effect.type === 'percentage') return percentOf(goods, effect.percent)
  return effect.amount.amount < goods.amount ? effect.amount : goods
}
