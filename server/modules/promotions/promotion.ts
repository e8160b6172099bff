import { type Change, change } from '#kernel/change.ts'
import { eventType } from '#kernel/event.ts'
import { formatMoney, type Money, rateOf } from '#kernel/money.ts'
import type { Document } from '#store/collection.ts'
import { promotionFaults } from './faults.ts'
import type { NewPromotion, PromotionPatch } from './schema.ts'

/** What a promotion gives: a share of the goods, an amount off them, or the shipping. */
export type Effect =
  | { readonly type: 'percentage'; readonly percent: number }
  | { readonly type: 'fixed'; readonly amount: Money }
  | { readonly type: 'free_shipping' }

export interface Promotion extends Document {
  /** Upper-case; null for one that applies by itself. */
  readonly code: string | null
  readonly title: string
  readonly effect: Effect
  /** All goods of the cart, before any discount, must come to at least this. */
  readonly minimumSubtotal: Money | null
  readonly startsAt: number | null
  /** From this moment on it is over. */
  readonly endsAt: number | null
  readonly usageLimit: number | null
  readonly perCustomerLimit: number | null
  /** Which goods it is for: any of the products, and any in one of the categories. Null: all. */
  readonly appliesTo: {
    readonly productIds: readonly string[]
    readonly categoryIds: readonly string[]
  } | null
  readonly combinable: boolean
  readonly active: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

export const promotionCreated = eventType<{ code: string | null; title: string }>('promotion.created')
export const promotionUpdated = eventType<{ code: string | null; title: string }>('promotion.updated')
export const promotionDeleted = eventType<{ code: string | null; title: string }>('promotion.deleted')

/** The one spelling of a code: `' save20 '` and `'Save20'` are `'SAVE20'`. */
export const toCode = (text: string): string => text.trim().normalize('NFC').toUpperCase()

/** How people know a promotion: by its code, or by its title where it has none. */
export const labelOf = ({ code, title }: Pick<Promotion, 'code' | 'title'>): string => code ?? title

export function effectText(effect: Effect): string {
  if (effect.type === 'percentage') return `${effect.percent}% off`
  return effect.type === 'fixed' ? `${formatMoney(effect.amount)} off` : 'Free shipping'
}

/** A promotion from what staff sent; all but the effect has a default. */
export function newPromotion(body: NewPromotion, at: { id: string; now: number }): Change<Promotion> {
  const promotion: Promotion = {
    id: at.id,
    revision: 0,
    code: null,
    minimumSubtotal: null,
    startsAt: null,
    endsAt: null,
    usageLimit: null,
    perCustomerLimit: null,
    appliesTo: null,
    combinable: false,
    active: true,
    createdAt: at.now,
    updatedAt: at.now,
    title: effectText(body.effect),
    effect: body.effect,
    ...normalised(body),
  }
  return change(checked(promotion), promotionCreated(promotion.id, naming(promotion)))
}

export function changedPromotion(from: Promotion, patch: PromotionPatch, now: number): Change<Promotion> {
  const promotion: Promotion = { ...from, ...normalised(patch), updatedAt: now }
  return change(checked(promotion), promotionUpdated(promotion.id, naming(promotion)))
}

export const naming = ({ code, title }: Promotion) => ({ code, title })

function normalised({
  code,
  title,
  startsAt,
  endsAt,
  appliesTo,
  ...rest
}: PromotionPatch): Partial<Promotion> {
  return {
    ...rest,
    ...(code !== undefined && { code: code && toCode(code) }),
    ...(title !== undefined && { title: title.trim() }),
    ...(startsAt !== undefined && { startsAt: toInstant(startsAt, 'startsAt') }),
    ...(endsAt !== undefined && { endsAt: toInstant(endsAt, 'endsAt') }),
    ...(appliesTo !== undefined && {
      appliesTo: appliesTo && { productIds: [], categoryIds: [], ...appliesTo },
    }),
  }
}

function toInstant(text: string | null, field: string): number | null {
  const at = text === null ? null : Date.parse(text)
  if (Number.isNaN(at)) throw invalid(field, `"${text}" is no date of the calendar`)
  return at
}

function checked(promotion: Promotion): Promotion {
  const { effect, startsAt, endsAt, appliesTo } = promotion
  if (effect.type === 'percentage' && rateOf(effect.percent) / 10_000 !== effect.percent) {
    throw invalid('effect.percent', 'may have four decimals at most')
  }
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) {
    throw invalid('endsAt', 'must be later than startsAt')
  }
  if (appliesTo && appliesTo.productIds.length + appliesTo.categoryIds.length === 0) {
    throw invalid('appliesTo', 'names no product and no category; send null for all goods')
  }
  return promotion
}

export const invalid = (field: string, reason: string) =>
  promotionFaults.invalid({
    message: `Not accepted — ${field}: ${reason}.`,
    details: { errors: [{ field, reason }] },
  })
