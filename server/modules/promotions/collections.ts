import { collection, type Document } from '#store/collection.ts'
import { promotionFaults } from './faults.ts'
import type { Promotion } from './promotion.ts'

export const promotions = collection<
  Promotion,
  'byCode' | 'byActivity' | 'byEffectCurrency' | 'byMinimumCurrency'
>({
  name: 'promotions',
  missing: promotionFaults.missing,
  indexes: {
    byCode: { fields: ['code'], unique: true },
    byActivity: { fields: ['code', 'active'] },
    byEffectCurrency: { fields: ['effect.amount.currency'], sparse: true },
    byMinimumCurrency: { fields: ['minimumSubtotal.currency'], sparse: true },
  },
})

/**
 * How often a promotion was used, apart from the promotion itself, so that orders contend on a number only.
 * It counts downward, 0, -1, -2, because an adjustment has a floor and no ceiling: the floor is minus the
 * limit, and so a limit can be changed at any time without touching the count.
 */
export interface Uses extends Document {
  readonly minusUses: number
}

/** One for each promotion, under the promotion's id. */
export const promotionUses = collection<Uses>({ name: 'promotion-uses', indexes: {} })

/** One for each customer of a promotion that is limited per customer. */
export interface CustomerUses extends Uses {
  readonly promotionId: string
}

export const customerUses = collection<CustomerUses, 'byPromotion'>({
  name: 'promotion-customer-uses',
  indexes: { byPromotion: { fields: ['promotionId'] } },
})
