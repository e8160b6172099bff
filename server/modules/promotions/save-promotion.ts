import type { Ctx } from '#context'
import { newId } from '#kernel/id.ts'
import { type Money, moneyFaults } from '#kernel/money.ts'
import { shopSettings } from '#modules/settings/index.ts'
import { remove } from '#store/unit.ts'
import { enqueue } from '#work/handlers.ts'
import { promotions, promotionUses } from './collections.ts'
import { automaticPromotions, findCoupons } from './coupons.ts'
import { AUTOMATIC_MAX, promotionFaults } from './faults.ts'
import { changedPromotion, naming, newPromotion, type Promotion, promotionDeleted } from './promotion.ts'
import type { NewPromotion, PromotionPatch } from './schema.ts'
import { forgetUses } from './uses.ts'

/** Saves a new promotion together with its count of uses. */
export async function createPromotion(ctx: Ctx, body: NewPromotion): Promise<Promotion> {
  const id = newId('promo', { now: () => ctx.now })
  const created = newPromotion(body, { id, now: ctx.now })
  await refuseUnfit(ctx, created.next)
  ctx.save(promotionUses, { id, revision: 0, minusUses: 0 })
  return ctx.save(promotions, created)
}

export async function changePromotion(ctx: Ctx, id: string, patch: PromotionPatch): Promise<Promotion> {
  const promotion = await ctx.get(promotions, id)
  if (!promotion) throw noPromotion(id)
  const changed = changedPromotion(promotion, patch, ctx.now)
  await refuseUnfit(ctx, changed.next)
  return ctx.save(promotions, changed)
}

/** Removes a promotion; carts that name it are told so, orders keep what they were given. */
export async function deletePromotion(ctx: Ctx, id: string): Promise<undefined> {
  const promotion = await ctx.get(promotions, id)
  if (!promotion) throw noPromotion(id)
  const count = await ctx.get(promotionUses, id)
  ctx.stage(remove(promotions, promotion), promotionDeleted(id, naming(promotion)))
  if (count) ctx.stage(remove(promotionUses, count))
  enqueue(ctx, forgetUses, { promotionId: id })
}

export const noPromotion = (id: string) =>
  promotionFaults.missing({ message: `There is no promotion with the id ${id}.`, details: { id } })

/** What a promotion cannot know by itself: a free code, a place among the automatic ones, its currency. */
async function refuseUnfit(
  ctx: Ctx,
  { id, code, active, effect, minimumSubtotal }: Promotion,
): Promise<void> {
  if (effect.type === 'fixed') await refuseForeign(ctx, effect.amount, 'effect.amount.currency')
  if (minimumSubtotal) await refuseForeign(ctx, minimumSubtotal, 'minimumSubtotal.currency')
  if (code !== null) return refuseTaken(ctx, id, code)
  if (!active) return
  const others = (await automaticPromotions(ctx)).filter((each) => each.id !== id)
  if (others.length >= AUTOMATIC_MAX) throw promotionFaults.tooManyAutomatic()
}

async function refuseTaken(ctx: Ctx, id: string, code: string): Promise<void> {
  const [holder] = await findCoupons(ctx, [code])
  if (!holder || holder.id === id) return
  throw promotionFaults.codeTaken({
    message: `The code "${code}" belongs to "${holder.title}" (${holder.id}) already. Choose another.`,
    details: { couponCode: code, promotionId: holder.id },
  })
}

async function refuseForeign(ctx: Ctx, { currency }: Money, field: string): Promise<void> {
  const shop = await shopSettings(ctx)
  if (currency === shop.currency) return
  throw moneyFaults.currencyMismatch({
    message: `Not accepted — ${field}: the shop sells in ${shop.currency}, not in ${currency}.`,
    details: { errors: [{ field, reason: `must be "${shop.currency}"` }] },
  })
}

/** Whether any promotion holds an amount of money, and so the shop's currency. */
export async function hasAmounts(ctx: Ctx): Promise<boolean> {
  const found = await Promise.all([
    ctx.find(promotions, 'byEffectCurrency', { limit: 1 }),
    ctx.find(promotions, 'byMinimumCurrency', { limit: 1 }),
  ])
  return found.some((page) => page.data.length > 0)
}
