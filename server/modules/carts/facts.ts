import type { Ctx } from '#context'
import { loadOffers, type Offer } from '#modules/catalog/index.ts'
import { availableOf, demandOf, type StockItem, stock } from '#modules/inventory/index.ts'
import { automaticPromotions, findCoupons, type Promotion, unusable } from '#modules/promotions/index.ts'
import { type ShopSettings, shopSettings } from '#modules/settings/index.ts'
import { loadZones, type Zone } from '#modules/shipping/index.ts'
import { loadTaxRates, type TaxRate } from '#modules/taxes/index.ts'
import type { Draft } from './cart.ts'

/**
 * Everything the shop knows that bears on a cart's price, read in one unit of work and never from a cache.
 */
export interface Facts {
  readonly now: number
  readonly settings: ShopSettings
  /** By line; undefined where the item is no longer for sale. */
  readonly offers: ReadonlyMap<string, Offer | undefined>
  /** By variant. */
  readonly stock: ReadonlyMap<string, StockItem | undefined>
  readonly promotions: readonly Promotion[]
  /** Promotions that may not be used, by id, and why. */
  readonly refused: ReadonlyMap<string, string>
  readonly zones: readonly Zone[]
  readonly taxRates: readonly TaxRate[]
}

/** Zones are read only where a way of shipping was chosen, or is about to be (`forShipping`). */
export async function gatherFacts(ctx: Ctx, cart: Draft, { forShipping = false } = {}): Promise<Facts> {
  const isToBeShipped = cart.lines.length > 0 && (forShipping || cart.shippingOptionId !== null)
  const variantIds = cart.lines.map((line) => line.variantId)
  // Asked for together: a database at the other end of a network is waited for once.
  const [settings, offers, items, promoted, zones, taxRates] = await Promise.all([
    shopSettings(ctx),
    loadOffers(ctx, cart.lines),
    ctx.get(stock, variantIds),
    findPromotions(ctx, cart),
    isToBeShipped ? loadZones(ctx, cart.countryCode) : [],
    cart.lines.length > 0 ? loadTaxRates(ctx, cart.countryCode) : [],
  ])
  return {
    now: ctx.now,
    settings,
    offers: new Map(cart.lines.map((line, at) => [line.id, offers[at]])),
    stock: new Map(variantIds.map((id, at) => [id, items[at]])),
    ...promoted,
    zones,
    taxRates,
  }
}

async function findPromotions(ctx: Ctx, cart: Draft): Promise<Pick<Facts, 'promotions' | 'refused'>> {
  if (cart.lines.length === 0 && cart.coupons.length === 0) return { promotions: [], refused: new Map() }
  const [coupons, automatic] = await Promise.all([findCoupons(ctx, cart.coupons), automaticPromotions(ctx)])
  const promotions = [...coupons.filter((each) => each !== undefined), ...automatic]
  return { promotions, refused: await unusable(ctx, promotions, customerKeyOf(cart)) }
}

/** Whose uses of a promotion are counted: the address that the order is for. */
export const customerKeyOf = ({ email }: Pick<Draft, 'email'>): string | null => email

/** What is left of each item once all lines that ask for it are added up. */
export function shortages(
  lines: readonly { readonly id: string; readonly variantId: string; readonly quantity: number }[],
  stocked: Facts['stock'],
): { lineId: string; variantId: string; wanted: number; available: number }[] {
  const demand = demandOf(lines)
  return lines.flatMap(({ id, variantId }) => {
    const available = availableOf(stocked.get(variantId))
    const wanted = demand.get(variantId) ?? 0
    return wanted > available ? [{ lineId: id, variantId, wanted, available }] : []
  })
}
