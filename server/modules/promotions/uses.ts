import { hash } from 'node:crypto'
import type { Ctx } from '#context'
import { adjust, remove } from '#store/unit.ts'
import { enqueue, type Job, job } from '#work/handlers.ts'
import { type CustomerUses, customerUses, promotionUses, type Uses } from './collections.ts'
import { promotionFaults } from './faults.ts'
import { labelOf, type Promotion } from './promotion.ts'

/** Which of the promotions are used up, and why: id to reason, for `applyPromotions`. Two reads at most. */
export async function unusable(
  ctx: Ctx,
  promotions: readonly Promotion[],
  customerKey: string | null,
): Promise<ReadonlyMap<string, string>> {
  const limited = promotions.filter((each) => !isUnlimited(each))
  if (limited.length === 0) return new Map()
  const { counts, own } = await loadUses(ctx, limited, countedKey(limited, customerKey))
  const reasons = limited.map((each, at) => [each.id, whyUsedUp(each, counts[at], own[at])] as const)
  return new Map(reasons.filter((entry): entry is [string, string] => entry[1] !== null))
}

/** Why a limit forbids another use, or null. A null key (nobody said who they are) passes the customer's. */
export async function whyNotUsable(
  ctx: Ctx,
  promotion: Promotion,
  customerKey: string | null,
): Promise<string | null> {
  return (await unusable(ctx, [promotion], customerKey)).get(promotion.id) ?? null
}

/**
 * Stages one use of each for an order; raises `promotions.used_up` where none is left. Two orders that claim
 * the last use conflict in the commit, and the one that runs again finds it gone.
 */
export async function claimUses(
  ctx: Ctx,
  promotions: readonly Promotion[],
  customerKey: string | null,
): Promise<void> {
  for (const each of promotions) {
    // Nothing has to be known of it: where it was deleted meanwhile, the commit is refused.
    if (isUnlimited(each)) ctx.stage(adjust(promotionUses, each.id, ONE_USED))
  }
  const limited = promotions.filter((each) => !isUnlimited(each))
  if (limited.length === 0) return
  const { counts, own } = await loadUses(ctx, limited, countedKey(limited, customerKey))
  for (const [at, promotion] of limited.entries()) {
    const why = counts[at] ? whyUsedUp(promotion, counts[at], own[at]) : 'It is no longer on offer'
    if (why !== null) throw refusal(promotion, why)
    const { usageLimit, perCustomerLimit } = promotion
    ctx.stage(adjust(promotionUses, promotion.id, { ...ONE_USED, ...floorOf(usageLimit) }))
    if (customerKey === null || perCustomerLimit === null) continue
    const id = customerUsesId(promotion.id, customerKey)
    if (own[at]) ctx.stage(adjust(customerUses, id, { ...ONE_USED, floor: -perCustomerLimit }))
    else ctx.save(customerUses, { id, revision: 0, promotionId: promotion.id, minusUses: -1 })
  }
}

/** Stages the return of one use of each, for an order that came to nothing. Deleted ones are left out. */
export async function releaseUses(
  ctx: Ctx,
  promotions: readonly Pick<Promotion, 'id'>[],
  customerKey: string | null,
): Promise<void> {
  const { counts, own } = await loadUses(ctx, promotions, customerKey)
  for (const count of counts) if (hasUses(count)) ctx.stage(adjust(promotionUses, count.id, ONE_BACK))
  for (const count of own) if (hasUses(count)) ctx.stage(adjust(customerUses, count.id, ONE_BACK))
}

const hasUses = <T extends Uses>(count: T | undefined): count is T =>
  count !== undefined && count.minusUses < 0

const isUnlimited = ({ usageLimit, perCustomerLimit }: Pick<Promotion, 'usageLimit' | 'perCustomerLimit'>) =>
  usageLimit === null && perCustomerLimit === null

/** Customers are looked up only where one of the promotions counts them. */
const countedKey = (promotions: readonly Promotion[], customerKey: string | null): string | null =>
  promotions.some((each) => each.perCustomerLimit !== null) ? customerKey : null

const ONE_USED = { field: 'minusUses', by: -1 } as const
const ONE_BACK = { field: 'minusUses', by: 1 } as const

const floorOf = (limit: number | null) => (limit === null ? {} : { floor: -limit })

async function loadUses(
  ctx: Ctx,
  promotions: readonly Pick<Promotion, 'id'>[],
  customerKey: string | null,
): Promise<{ counts: readonly (Uses | undefined)[]; own: readonly (CustomerUses | undefined)[] }> {
  const ids = promotions.map((each) => each.id)
  const [counts, own] = await Promise.all([
    ctx.get(promotionUses, ids),
    customerKey === null
      ? []
      : ctx.get(
          customerUses,
          ids.map((id) => customerUsesId(id, customerKey)),
        ),
  ])
  return { counts, own }
}

function whyUsedUp(promotion: Promotion, count: Uses | undefined, own: Uses | undefined): string | null {
  const { usageLimit, perCustomerLimit } = promotion
  if (usageLimit !== null && -(count?.minusUses ?? 0) >= usageLimit) return 'Used up'
  if (perCustomerLimit === null || -(own?.minusUses ?? 0) < perCustomerLimit) return null
  return `Used up: each customer may use it ${perCustomerLimit === 1 ? 'once' : `${perCustomerLimit} times`}`
}

const refusal = (promotion: Promotion, why: string) =>
  promotionFaults.usedUp({
    message: `${labelOf(promotion)}: ${why}. Take it out of the cart to go on.`,
    details: { promotionId: promotion.id, couponCode: promotion.code },
  })

/** Customers are counted under a digest of what names them: the counter tells nobody who used a coupon. */
const customerUsesId = (promotionId: string, customerKey: string): string =>
  `${promotionId}:${hash('sha256', customerKey.trim().toLowerCase(), 'base64url')}`

const FORGET_BATCH = 500

/** Removes the customers' counters of a promotion that was deleted, a batch at a time. */
export const forgetUses: Job<{ promotionId: string }> = job(
  'promotions.forget-uses',
  async (ctx, { promotionId }) => {
    const found = await ctx.find(customerUses, 'byPromotion', { equals: [promotionId], limit: FORGET_BATCH })
    ctx.stage(...found.data.map((each) => remove(customerUses, each)))
    if (found.next !== null) enqueue(ctx, forgetUses, { promotionId })
  },
)
