import { type Money, money, subtract, sum, times, zero } from '#kernel/money.ts'
import { applyPromotions, type PromotionResult } from '#modules/promotions/index.ts'
import { type ShippingOffer, shippingOptions } from '#modules/shipping/index.ts'
import { computeTaxes, type TaxResult } from '#modules/taxes/index.ts'
import type { CartLine, Draft } from './cart.ts'
import type { Facts } from './facts.ts'

/**
 * What a cart costs and why: the part of its answer that is computed, and that checkout holds the shop to.
 */
export interface Quote {
  readonly lines: readonly QuotedLine[]
  readonly coupons: readonly QuotedCoupon[]
  readonly shippingOption: QuotedShipping | null
  readonly totals: Totals
  readonly explanations: readonly Explanation[]
}

/**
 * What of a quote its customer is held to have seen: enough to tell whether they would pay anything else now.
 */
export interface Seen {
  readonly lines: readonly Pick<QuotedLine, 'id' | 'title' | 'unitPrice' | 'total' | 'forSale'>[]
  readonly coupons: readonly Pick<QuotedCoupon, 'code' | 'discount'>[]
  readonly totals: Pick<Totals, 'shipping' | 'tax' | 'total'>
}

export const seenOf = ({ lines, coupons, totals: { shipping, tax, total } }: Quote): Seen => ({
  lines: lines.map(({ id, title, unitPrice, total: cost, forSale }) => ({
    id,
    title,
    unitPrice,
    total: cost,
    forSale,
  })),
  coupons: coupons.map(({ code, discount }) => ({ code, discount })),
  totals: { shipping, tax, total },
})

export interface QuotedLine extends CartLine {
  readonly handle: string
  readonly title: string
  /** The chosen options: `Large / Blue`; null for a product without options. */
  readonly variantTitle: string | null
  readonly sku: string | null
  readonly image: string | null
  readonly unitPrice: Money
  /** Unit price times quantity. */
  readonly subtotal: Money
  readonly discount: Money
  /** Added to the total, or contained in it where `totals.taxIncluded`. */
  readonly tax: Money
  /** Subtotal less discount. */
  readonly total: Money
  readonly requiresShipping: boolean
  /** False when it is no longer for sale: it then costs nothing and stops the checkout. */
  readonly forSale: boolean
}

export interface QuotedCoupon {
  readonly code: string
  readonly applied: boolean
  readonly discount: Money
  /** What it did, or why it did nothing. */
  readonly message: string
}

export interface QuotedShipping {
  readonly id: string
  readonly name: string
  readonly price: Money
}

export interface Totals {
  readonly subtotal: Money
  readonly discount: Money
  readonly shipping: Money
  readonly tax: Money
  readonly total: Money
  readonly taxIncluded: boolean
}

/** Which rule made (or did not make) an amount. */
export interface Explanation {
  readonly kind: 'discount' | 'shipping' | 'tax'
  readonly message: string
  readonly amount: Money | null
  readonly lineId: string | null
  /** The promotion, rate or tax rate. */
  readonly ruleId: string | null
}

/**
 * What the cart costs under these facts. Pure, in integers, rounded once per discount and once per line's tax
 * by the kernel's rule; discounts are spread over lines without losing a cent. So:
 * `total = subtotal − discount + shipping (+ tax, unless it is contained in the prices)`.
 */
export function quoteCart(cart: Draft, facts: Facts): Quote {
  const { lines, promoted, offer } = quoteGoods(cart, facts)
  const chosen = offer?.options.find((option) => option.id === cart.shippingOptionId) ?? null
  const shipping = chosen?.price ?? zero(cart.currency)
  const taxes = taxLines(cart, lines, { facts, shipping })
  const taxed = lines.map((line) => ({ ...line, tax: taxes.lines.get(line.id) ?? zero(cart.currency) }))
  const { pricesIncludeTax: taxIncluded } = facts.settings
  return {
    lines: taxed,
    coupons: cart.coupons.map((code) => quoteCoupon(code, promoted, cart.currency)),
    shippingOption: chosen && { id: chosen.id, name: chosen.name, price: chosen.price },
    totals: addUp(taxed, { shipping, tax: taxes.total, taxIncluded }, cart.currency),
    explanations: [
      ...promoted.explanations.map((each) => explain('discount', each, each.promotionId)),
      ...(chosen
        ? [explain('shipping', { message: chosen.explanation, amount: chosen.price }, chosen.id)]
        : []),
      ...taxes.explanations.map((each) => explain('tax', each, each.rateId)),
    ],
  }
}

/** The ways to ship a cart, with their prices; or why there is none. */
export const quoteShipping = (cart: Draft, facts: Facts): ShippingOffer =>
  quoteGoods(cart, facts).offer ?? { options: [], problem: 'Nothing in this cart has to be shipped.' }

/** Lines after discounts, and how they could be shipped. */
function quoteGoods(cart: Draft, facts: Facts) {
  const priced = cart.lines.map((line) => priceLine(line, cart, facts))
  const promoted = promote(priced, cart, facts)
  const lines = priced.map((line) => {
    const discount = promoted.lineDiscounts.get(line.id) ?? zero(cart.currency)
    return { ...line, discount, total: subtract(line.subtotal, discount) }
  })
  return { lines, promoted, offer: offerShipping(cart, lines, { facts, by: promoted.freeShippingBy }) }
}

const explain = (
  kind: Explanation['kind'],
  { message, amount, lineId }: { message: string; amount: Money | null; lineId?: string | null },
  ruleId: string | null,
): Explanation => ({ kind, message, amount, lineId: lineId ?? null, ruleId })

function priceLine(line: CartLine, { currency, ...cart }: Draft & { seen?: Seen }, facts: Facts): QuotedLine {
  const offer = facts.offers.get(line.id)
  if (!offer || offer.variant.price.currency !== currency) return noLongerForSale(line, cart.seen, currency)
  const { product, variant } = offer
  const subtotal = times(variant.price, line.quantity)
  return {
    ...line,
    handle: product.handle,
    title: product.title,
    variantTitle: Object.values(variant.options).join(' / ') || null,
    sku: variant.sku,
    image: variant.image ?? product.images[0]?.url ?? null,
    unitPrice: variant.price,
    subtotal,
    discount: zero(currency),
    tax: zero(currency),
    total: subtotal,
    requiresShipping: variant.requiresShipping,
    forSale: true,
  }
}

/** Keeps its name from when it was last seen, so that the customer knows what to take out. */
function noLongerForSale(line: CartLine, before: Seen | undefined, currency: string): QuotedLine {
  const seen = before?.lines.find((each) => each.id === line.id)
  const nothing = zero(currency)
  return {
    handle: '',
    title: 'This item',
    variantTitle: null,
    sku: null,
    image: null,
    unitPrice: nothing,
    ...seen,
    ...line,
    subtotal: nothing,
    discount: nothing,
    tax: nothing,
    total: nothing,
    requiresShipping: false,
    forSale: false,
  }
}

function promote(lines: readonly QuotedLine[], cart: Draft, facts: Facts): PromotionResult {
  if (facts.promotions.length === 0) {
    return { lineDiscounts: new Map(), freeShippingBy: null, explanations: [] }
  }
  const promoted = lines.map((line) => ({
    id: line.id,
    productId: line.productId,
    categoryIds: facts.offers.get(line.id)?.product.listedIn ?? [],
    total: line.subtotal,
  }))
  const { promotions, refused, now } = facts
  const shipping = shippingBefore(cart, lines, facts)
  return applyPromotions({ promotions, lines: promoted, currency: cart.currency, now, refused, shipping })
}

/** What free shipping would be worth; looked up only where it competes with other promotions. */
function shippingBefore(cart: Draft, lines: readonly QuotedLine[], facts: Facts): Money {
  const { promotions } = facts
  const competes = promotions.length > 1 && promotions.some(({ effect }) => effect.type === 'free_shipping')
  const options = (competes && offerShipping(cart, lines, { facts, by: null })?.options) || []
  const option = options.find((each) => each.id === cart.shippingOptionId) ?? options[0]
  return option?.price ?? zero(cart.currency)
}

/** Undefined when nothing has to be shipped. */
function offerShipping(
  cart: Draft,
  lines: readonly QuotedLine[],
  { facts, by }: { facts: Facts; by: PromotionResult['freeShippingBy'] },
): ShippingOffer | undefined {
  if (!lines.some((line) => line.requiresShipping)) return undefined
  const weightGrams = lines.reduce((grams, line) => {
    const { weightGrams: each = 0, requiresShipping = false } = facts.offers.get(line.id)?.variant ?? {}
    return requiresShipping ? grams + each * line.quantity : grams
  }, 0)
  return shippingOptions({
    zones: facts.zones,
    address: destinationOf(cart),
    goods: sum(
      lines.map((line) => line.total),
      cart.currency,
    ),
    weightGrams,
    currency: cart.currency,
    freeBy: by && (by.code ?? by.title),
  })
}

/** Until there is an address, the cart's country stands for it. */
const destinationOf = (cart: Draft) => cart.shippingAddress ?? { countryCode: cart.countryCode }

function taxLines(
  cart: Draft,
  lines: readonly QuotedLine[],
  { facts, shipping }: { facts: Facts; shipping: Money },
): TaxResult {
  const taxed = lines.map((line) => {
    const { product, variant } = facts.offers.get(line.id) ?? {}
    return {
      id: line.id,
      category: product?.taxCategory ?? 'standard',
      taxable: variant?.taxable ?? false,
      amount: line.total,
    }
  })
  return computeTaxes({
    rates: facts.taxRates,
    address: destinationOf(cart),
    included: facts.settings.pricesIncludeTax,
    lines: taxed,
    shipping,
    currency: cart.currency,
  })
}

function quoteCoupon(code: string, promoted: PromotionResult, currency: string): QuotedCoupon {
  const about = promoted.explanations.filter((each) => each.code === code)
  const applied = about.some((each) => each.applied)
  const whole = about.find((each) => each.lineId === undefined)
  return {
    code,
    applied,
    discount: (applied && whole?.amount) || zero(currency),
    message: whole?.message ?? about[0]?.message ?? `There is no promotion with the code ${code} any more.`,
  }
}

function addUp(
  lines: readonly QuotedLine[],
  { shipping, tax, taxIncluded }: { shipping: Money; tax: Money; taxIncluded: boolean },
  currency: string,
): Totals {
  const subtotal = sum(
    lines.map((line) => line.subtotal),
    currency,
  )
  const discount = sum(
    lines.map((line) => line.discount),
    currency,
  )
  const before = subtotal.amount - discount.amount + shipping.amount
  const total = money(taxIncluded ? before : before + tax.amount, currency)
  return { subtotal, discount, shipping, tax, total, taxIncluded }
}
