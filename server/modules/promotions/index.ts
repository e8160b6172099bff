import type { Module } from '#module'
import { currencyUses } from '#modules/settings/index.ts'
import { adminRoutes } from './admin-routes.ts'
import { customerUses, promotions as promotionCollection, promotionUses } from './collections.ts'
import { hasAmounts } from './save-promotion.ts'
import { forgetUses } from './uses.ts'

export type { PromotedLine, PromotionInput, PromotionResult } from './apply.ts'
export { applyPromotions } from './apply.ts'
export { automaticPromotions, findCoupons, knownCoupon } from './coupons.ts'
export type { PromotionExplanation } from './explain.ts'
export { promotionFaults } from './faults.ts'
export type { Effect, Promotion } from './promotion.ts'
export { promotionCreated, promotionDeleted, promotionUpdated, toCode } from './promotion.ts'
export { createPromotion } from './save-promotion.ts'
export { claimUses, releaseUses, unusable, whyNotUsable } from './uses.ts'

/** Coupons and automatic discounts: what they take off, why they do not, and how often they may. */
export const promotions: Module = {
  name: 'promotions',
  collections: [promotionCollection, promotionUses, customerUses],
  routes: adminRoutes,
  jobs: [forgetUses],
  permissions: {
    'promotions:read': 'See coupons and automatic discounts and how often they were used.',
    'promotions:write': 'Create, change and delete coupons and automatic discounts.',
  },
  setUp: ({ ports }) => void ports.use(currencyUses).set('promotions', hasAmounts),
}
