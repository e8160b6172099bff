import type { Money } from '#kernel/money.ts'
import { type Product, toProduct } from '#modules/catalog/index.ts'
import { newStock } from '#modules/inventory/index.ts'
import type { Promotion } from '#modules/promotions/index.ts'
import { newPromotion } from '#modules/promotions/promotion.ts'
import type { NewPromotion } from '#modules/promotions/schema.ts'
import { DEFAULTS } from '#modules/settings/settings.ts'
import type { Zone } from '#modules/shipping/index.ts'
import { newZone } from '#modules/shipping/zone.ts'
import type { TaxRate } from '#modules/taxes/index.ts'
import { newTaxRate } from '#modules/taxes/tax-rate.ts'
import { addLine, type Draft, openCart } from './cart.ts'
import type { Facts } from './facts.ts'

/** Noon of 2 November 2026, UTC. */
export const NOW = Date.UTC(2026, 10, 2, 12)

export const usd = (amount: number): Money => ({ amount, currency: 'USD' })

export const HOME = { name: 'Ada', line1: '1 Main Street', city: 'New York', countryCode: 'US' }

/** One thing that a shop sells, as the cart's facts have it. */
export interface Goods {
  readonly title?: string
  readonly amount: number
  readonly quantity?: number
  readonly weightGrams?: number
  readonly requiresShipping?: boolean
  readonly taxable?: boolean
  readonly onHand?: number
  /** It is in the cart, but no longer for sale. */
  readonly gone?: boolean
}

export interface Deal {
  readonly promotions?: readonly Promotion[]
  readonly zones?: readonly Zone[]
  readonly taxRates?: readonly TaxRate[]
  readonly taxIncluded?: boolean
}

export const anEmptyCart = (init: Partial<Draft> = {}): Draft => ({
  ...openCart({ currency: 'USD', countryCode: 'US', customerId: null, email: null }, NOW),
  ...init,
})

/** A cart of these goods with the facts that it would be quoted under. */
export function aCartOf(goods: readonly Goods[], deal: Deal = {}): { cart: Draft; facts: Facts } {
  const products = goods.map(aProduct)
  const cart = goods.reduce((draft, { quantity = 1 }, at) => {
    const { id: productId, variants } = products[at] as Product
    return addLine(draft, { productId, variantId: variants[0]?.id ?? '', quantity })
  }, anEmptyCart())
  const facts: Facts = {
    now: NOW,
    settings: { ...DEFAULTS, pricesIncludeTax: deal.taxIncluded ?? false },
    offers: new Map(
      cart.lines.map(({ id }, at) => [id, goods[at]?.gone ? undefined : offerOf(products[at] as Product)]),
    ),
    stock: new Map(
      cart.lines.map(({ variantId }, at) => [
        variantId,
        newStock(variantId, { onHand: goods[at]?.onHand ?? 100 }, NOW),
      ]),
    ),
    promotions: deal.promotions ?? [],
    refused: new Map(),
    zones: deal.zones ?? [],
    taxRates: deal.taxRates ?? [],
  }
  return { cart, facts }
}

function aProduct({ title = 'Mug', amount, weightGrams = 0, ...variant }: Goods, at: number): Product {
  const { requiresShipping = true, taxable = true } = variant
  const input = {
    title,
    status: 'published' as const,
    variants: [{ price: usd(amount), weightGrams, requiresShipping, taxable, sku: `SKU-${at}` }],
  }
  return toProduct(input, { now: NOW, currency: 'USD', handle: `thing-${at}`, listedIn: [] }).product
}

function offerOf(product: Product) {
  const [variant] = product.variants
  return variant && { product, variant }
}

let made = 0

export const aPromotion = (init: Partial<NewPromotion> & Pick<NewPromotion, 'effect'>): Promotion =>
  newPromotion(init, { id: `promo_${made++}`, now: NOW }).next

/** Flat unless told otherwise, in the United States. */
export const aZone = (amount: number, init: Partial<Parameters<typeof newZone>[0]> = {}): Zone =>
  newZone(
    {
      name: 'Home',
      countries: ['US'],
      rates: [{ name: 'Standard', price: { type: 'flat', amount: usd(amount) } }],
      ...init,
    },
    { id: `zone_${made++}`, now: NOW },
  ).next

export const aTaxRate = (percent: number, init: Partial<Parameters<typeof newTaxRate>[0]> = {}): TaxRate =>
  newTaxRate({ name: 'Tax', countryCode: 'US', percent, ...init }, { id: `tax_${made++}`, now: NOW }).next

export const rateIdOf = (zone: Zone): string => zone.rates[0]?.id ?? ''
