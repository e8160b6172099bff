import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { moneyFaults } from '#kernel/money.ts'
import { Id, PageOf, PageQuery, Shape, Type } from '#kernel/schema.ts'
import { promotions, promotionUses, type Uses } from './collections.ts'
import { findCoupons } from './coupons.ts'
import { promotionFaults } from './faults.ts'
import type { Promotion } from './promotion.ts'
import { changePromotion, createPromotion, deletePromotion, noPromotion } from './save-promotion.ts'
import { CODE_CHARS_MAX, NewPromotion, PromotionPatch, PromotionView } from './schema.ts'

const params = Shape({ promotionId: Id('promo') })
const writeFaults = [
  promotionFaults.codeTaken,
  promotionFaults.tooManyAutomatic,
  promotionFaults.invalid,
  moneyFaults.currencyMismatch,
  moneyFaults.unknownCurrency,
]

const revision = async (ctx: Ctx, { promotionId = '' }: Readonly<Record<string, string>>) =>
  (await ctx.get(promotions, promotionId))?.revision

export const adminRoutes = [
  route({
    method: 'GET',
    path: '/admin/promotions',
    summary: 'List promotions, the newest first',
    access: permitted('promotions:read'),
    query: Shape({ ...PageQuery, code: Type.Optional(Type.String({ maxLength: CODE_CHARS_MAX })) }),
    replies: { 200: PageOf(PromotionView) },
    handle: async (ctx, { query: { code, limit, after } }) => {
      const found =
        code === undefined
          ? await ctx.find(promotions, 'byId', { reverse: true, limit, after })
          : { data: (await findCoupons(ctx, [code])).filter((each) => each !== undefined), next: null }
      return { data: await toViews(ctx, found.data), next: found.next }
    },
  }),
  route({
    method: 'POST',
    path: '/admin/promotions',
    summary: 'Create a promotion',
    description: 'With a code it is a coupon, without one it applies by itself. Only `effect` is required.',
    access: permitted('promotions:write'),
    body: NewPromotion,
    replies: { 201: PromotionView },
    faults: writeFaults,
    handle: async (ctx, { body }) => toView(await createPromotion(ctx, body), undefined),
  }),
  route({
    method: 'GET',
    path: '/admin/promotions/:promotionId',
    summary: 'Read a promotion and how often it was used',
    access: permitted('promotions:read'),
    params,
    replies: { 200: PromotionView },
    faults: [promotionFaults.missing],
    handle: async (ctx, { params: { promotionId } }) => {
      const promotion = await ctx.get(promotions, promotionId)
      if (!promotion) throw noPromotion(promotionId)
      return toViewWithUses(ctx, promotion)
    },
  }),
  route({
    method: 'PATCH',
    path: '/admin/promotions/:promotionId',
    summary: 'Change a promotion',
    description: 'Fields that are absent stay. Uses so far count toward a changed limit.',
    access: permitted('promotions:write'),
    params,
    body: PromotionPatch,
    replies: { 200: PromotionView },
    faults: [promotionFaults.missing, ...writeFaults],
    revision,
    handle: async (ctx, { params: { promotionId }, body }) =>
      toViewWithUses(ctx, await changePromotion(ctx, promotionId, body)),
  }),
  route({
    method: 'DELETE',
    path: '/admin/promotions/:promotionId',
    summary: 'Delete a promotion',
    access: permitted('promotions:write'),
    params,
    replies: { 204: null },
    faults: [promotionFaults.missing],
    revision,
    handle: (ctx, { params: { promotionId } }) => deletePromotion(ctx, promotionId),
  }),
]

const toViewWithUses = async (ctx: Ctx, promotion: Promotion): Promise<PromotionView> =>
  toView(promotion, await ctx.get(promotionUses, promotion.id))

async function toViews(ctx: Ctx, found: readonly Promotion[]): Promise<PromotionView[]> {
  const uses = await ctx.get(
    promotionUses,
    found.map((each) => each.id),
  )
  return found.map((each, at) => toView(each, uses[at]))
}

const toView = (promotion: Promotion, uses: Uses | undefined): PromotionView => {
  const { revision: version, startsAt, endsAt, createdAt, updatedAt, ...rest } = promotion
  return {
    ...rest,
    appliesTo: rest.appliesTo as PromotionView['appliesTo'],
    startsAt: startsAt === null ? null : toTimestamp(startsAt),
    endsAt: endsAt === null ? null : toTimestamp(endsAt),
    uses: uses ? 0 - uses.minusUses : 0,
    createdAt: toTimestamp(createdAt),
    updatedAt: toTimestamp(updatedAt),
    version,
  }
}
