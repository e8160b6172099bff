import type { Ctx } from '#context'
import { promotions } from './collections.ts'
import { AUTOMATIC_MAX, promotionFaults } from './faults.ts'
import { type Promotion, toCode } from './promotion.ts'
import { CODE_CHARS_MAX } from './schema.ts'

/** In the order of the codes; undefined where there is none. Case and surrounding space do not matter. */
export const findCoupons = (ctx: Ctx, codes: readonly string[]): Promise<(Promotion | undefined)[]> =>
  Promise.all(codes.map((code) => findCoupon(ctx, toCode(code))))

async function findCoupon(ctx: Ctx, code: string): Promise<Promotion | undefined> {
  // Upper case can be longer than what was typed ("ß" is "SS"), but no code is longer than twice the limit.
  if (code.length === 0 || code.length > 2 * CODE_CHARS_MAX) return undefined
  const found = await ctx.find(promotions, 'byCode', { equals: [code], limit: 1 })
  return found.data[0]
}

/** What was found for a code, or 404 naming the code. */
export function knownCoupon(code: string, found: Promotion | undefined): Promotion {
  if (found) return found
  const shown = code.trim().slice(0, CODE_CHARS_MAX)
  throw promotionFaults.unknownCode({
    message: `There is no coupon with the code "${shown}". Check the spelling.`,
    details: { couponCode: shown },
  })
}

/** The active promotions that need no code, at most `AUTOMATIC_MAX`. */
export async function automaticPromotions(ctx: Ctx): Promise<readonly Promotion[]> {
  const found = await ctx.find(promotions, 'byActivity', { equals: [null, true], limit: AUTOMATIC_MAX })
  return found.data
}
