import { type Money, money } from '#kernel/money.ts'
import { applied, notApplied, type PromotionExplanation, whyNot } from './explain.ts'
import { labelOf, type Promotion } from './promotion.ts'
import { type Candidate, type Outcome, type Stack, stackUp } from './stack.ts'

export interface PromotedLine {
  readonly id: string
  readonly productId: string
  readonly categoryIds: readonly string[]
  /** Price times quantity, before any discount. */
  readonly total: Money
}

export interface PromotionInput {
  /** Coupons in the order they were entered, then automatic ones. */
  readonly promotions: readonly Promotion[]
  readonly lines: readonly PromotedLine[]
  readonly currency: string
  readonly now: number
  /** Promotions that cannot be used for a reason outside the cart: id to reason. See `unusable`. */
  readonly refused?: ReadonlyMap<string, string>
  /** What shipping costs without a promotion, to weigh free shipping by. Unknown counts as nothing. */
  readonly shipping?: Money
}

export interface PromotionResult {
  /** An entry for each line, zero where nothing was taken off. */
  readonly lineDiscounts: ReadonlyMap<string, Money>
  readonly freeShippingBy: Promotion | null
  /** What became of each promotion, in the order given; after an applied one, its share of each line. */
  readonly explanations: readonly PromotionExplanation[]
}

/**
 * What the promotions do to a cart.
 *
 * Stacking: all combinable promotions work together; one that is not combinable works alone. Of these
 * alternatives the one that saves most wins; at a tie the combinable ones, then the one given first. Within a
 * stack percentages come first, then amounts, then free shipping, each kind as given, and each works on what
 * those before it left: 20 % and then 10 % take off 28 %. A discount is computed and rounded once on the sum
 * of the goods it is for, then allocated to their lines by what is left of them, so no cent is lost and no
 * line goes below zero.
 */
export function applyPromotions(input: PromotionInput): PromotionResult {
  const { lines, currency } = input
  const totals = lines.map((line) => line.total.amount)
  const reasons = new Map<string, string>()
  const candidates = findCandidates(input, { totals, reasons })
  const cart = { totals, currency, shipping: input.shipping?.amount ?? 0 }
  const stacks = alternatives(candidates).map((group) => stackUp(group, cart))
  const best = stacks.reduce<Stack | undefined>((a, b) => (a && !isBetter(b, a) ? a : b), undefined)
  const taken = (at: number) => (best ? (totals[at] as number) - (best.left[at] as number) : 0)
  return {
    lineDiscounts: new Map(lines.map(({ id }, at) => [id, money(taken(at), currency)])),
    freeShippingBy: best?.freeShippingBy ?? null,
    explanations: explain(input, { stacks, best, reasons }),
  }
}

/** The promotions that come into question; for the others it notes why not. */
function findCandidates(
  { promotions, lines, currency, now, refused }: PromotionInput,
  { totals, reasons }: { totals: readonly number[]; reasons: Map<string, string> },
): Candidate[] {
  const at = { now, currency, subtotal: totals.reduce((a, b) => a + b, 0) }
  const candidates: Candidate[] = []
  for (const promotion of promotions) {
    const why = whyNot(promotion, at) ?? refused?.get(promotion.id)
    const eligible = why ? [] : eligibleLines(promotion, lines)
    if (eligible.length > 0) candidates.push({ promotion, eligible })
    else reasons.set(promotion.id, why ?? 'The cart has none of the goods it is for')
  }
  return candidates
}

function eligibleLines({ appliesTo }: Promotion, lines: readonly PromotedLine[]): number[] {
  if (!appliesTo) return lines.map((_, at) => at)
  const products = new Set(appliesTo.productIds)
  const categories = new Set(appliesTo.categoryIds)
  return lines.flatMap(({ productId, categoryIds }, at) =>
    products.has(productId) || categoryIds.some((id) => categories.has(id)) ? [at] : [],
  )
}

function alternatives(candidates: readonly Candidate[]): (readonly Candidate[])[] {
  if (candidates.length < 2) return candidates.length === 0 ? [] : [candidates]
  const together = candidates.filter(({ promotion }) => promotion.combinable)
  const alone = candidates.filter(({ promotion }) => !promotion.combinable).map((each) => [each])
  return together.length === 0 ? alone : [together, ...alone]
}

const isBetter = (a: Stack, b: Stack): boolean =>
  a.worth > b.worth || (a.worth === b.worth && !hasEffect(b) && hasEffect(a))

const hasEffect = (stack: Stack): boolean => stack.outcomes.some((each) => each.why === null)

function explain(
  { promotions, lines, currency }: PromotionInput,
  {
    stacks,
    best,
    reasons,
  }: { stacks: readonly Stack[]; best: Stack | undefined; reasons: Map<string, string> },
): PromotionExplanation[] {
  const outcomes = new Map(stacks.flatMap((stack) => stack.outcomes.map((each) => [each.promotion.id, each])))
  const winners = best?.outcomes.filter((each) => each.why === null) ?? []
  const explanations: PromotionExplanation[] = []
  for (const promotion of promotions) {
    const outcome = outcomes.get(promotion.id)
    const why = outcome ? outcome.why : reasons.get(promotion.id)
    if (!outcome || why) explanations.push(notApplied(promotion, why ?? ''))
    else if (winners.includes(outcome)) explanations.push(...appliedTo(outcome, { lines, currency }))
    else explanations.push(notApplied(promotion, `Not combinable with ${labels(winners)}`))
  }
  return explanations
}

const labels = (winners: readonly Outcome[]): string =>
  winners.map(({ promotion }) => labelOf(promotion)).join(' and ')

function appliedTo(
  { promotion, eligible, parts, amount }: Outcome,
  { lines, currency }: Pick<PromotionInput, 'lines' | 'currency'>,
): PromotionExplanation[] {
  const whole = applied(promotion, money(amount, currency))
  const shares = eligible.flatMap((at, n) => {
    const share = parts[n] ?? 0
    const lineId = (lines[at] as PromotedLine).id
    return share === 0 ? [] : [{ ...whole, lineId, amount: money(share, currency) }]
  })
  return [whole, ...shares]
}
