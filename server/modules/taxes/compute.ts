import { includedPercent, type Money, percentOf, sum, zero } from '#kernel/money.ts'
import { STANDARD, type TaxRate, toRegion, ZERO } from './tax-rate.ts'

export interface TaxedLine {
  readonly id: string
  readonly category: string
  readonly taxable: boolean
  /** After discounts. */
  readonly amount: Money
}

export interface TaxInput {
  /** Those of the address's country; see `loadTaxRates`. */
  readonly rates: readonly TaxRate[]
  /** Null while nobody has said where the goods go: then nothing is taxed yet. */
  readonly address: { readonly countryCode: string; readonly region?: string | null | undefined } | null
  /** Whether prices contain the tax already. */
  readonly included: boolean
  readonly lines: readonly TaxedLine[]
  readonly shipping: Money
  readonly currency: string
}

/** What was taxed and by which rate; without a `lineId`, the shipping or the whole. */
export interface TaxExplanation {
  readonly kind: 'tax'
  readonly lineId: string | null
  readonly rateId: string | null
  readonly amount: Money
  readonly message: string
}

export interface TaxResult {
  /** The sum of the lines' and the shipping's. With `included` a part of the prices, not to be added. */
  readonly total: Money
  /** An entry for each line. */
  readonly lines: ReadonlyMap<string, Money>
  readonly shipping: Money
  readonly explanations: readonly TaxExplanation[]
}

/**
 * The tax on each line and on the shipping, each rounded once by the house's rule and then only added up, so
 * that the total is exactly the sum of what each line shows. Shipping is taxed by the standard rate where
 * that says so.
 */
export function computeTaxes({ rates, address, included, lines, shipping, currency }: TaxInput): TaxResult {
  if (!address) return untaxed({ lines, currency })
  const explanations: TaxExplanation[] = []
  const place = { country: address.countryCode, region: toRegion(address.region ?? '') }
  const taxOn = (amount: Money, lineId: string | null, taxed: Taxed): Money => {
    const tax = taxed.rate ? taxBy(taxed.rate, amount, included) : zero(currency)
    const message = taxed.rate ? rateText(taxed.rate, included) : taxed.why
    explanations.push({ kind: 'tax', lineId, rateId: taxed.rate?.id ?? null, amount: tax, message })
    return tax
  }
  const taxes = lines.map((line) => taxOn(line.amount, line.id, lineRate(rates, line, place)))
  const onShipping =
    shipping.amount === 0 ? zero(currency) : taxOn(shipping, null, shippingRate(rates, place))
  return {
    total: sum([...taxes, onShipping], currency),
    lines: new Map(lines.map((line, at) => [line.id, taxes[at] as Money])),
    shipping: onShipping,
    explanations,
  }
}

interface Place {
  readonly country: string
  /** Upper-case; empty when unknown. */
  readonly region: string
}

type Taxed =
  | { readonly rate: TaxRate; readonly why?: undefined }
  | { readonly rate?: undefined; readonly why: string }

/**
 * The rate for goods of a category. A rate for the category itself comes before the standard one, and a
 * region's before its country's. A category without any rate is taxed as standard: to owe tax is worse than
 * to charge it. Only `zero` never is.
 */
export function taxRateFor(
  rates: readonly TaxRate[],
  at: { region?: string | null | undefined; category: string },
): TaxRate | undefined {
  const region = toRegion(at.region ?? '')
  return findRate(rates, region, at.category)
}

function findRate(rates: readonly TaxRate[], region: string, category: string): TaxRate | undefined {
  const own = inPlace(rates, region, category)
  return own ?? (category === STANDARD || category === ZERO ? undefined : inPlace(rates, region, STANDARD))
}

function inPlace(rates: readonly TaxRate[], region: string, category: string): TaxRate | undefined {
  let ofCountry: TaxRate | undefined
  for (const rate of rates) {
    if (rate.category !== category) continue
    if (rate.region === null) ofCountry ??= rate
    else if (rate.region === region) return rate
  }
  return ofCountry
}

function lineRate(rates: readonly TaxRate[], line: TaxedLine, { country, region }: Place): Taxed {
  if (!line.taxable) return { why: 'Not taxed: the goods are free of tax' }
  const rate = findRate(rates, region, line.category)
  if (rate) return { rate }
  if (line.category === ZERO) return { why: 'Not taxed: the goods are zero-rated' }
  return { why: `No tax: there is no rate for ${country}` }
}

function shippingRate(rates: readonly TaxRate[], { country, region }: Place): Taxed {
  const rate = findRate(rates, region, STANDARD)
  if (!rate) return { why: `No tax on shipping: there is no rate for ${country}` }
  return rate.appliesToShipping ? { rate } : { why: `No tax on shipping: ${rate.name} is not due on it` }
}

const taxBy = ({ percent }: TaxRate, amount: Money, included: boolean): Money =>
  included ? includedPercent(amount, percent) : percentOf(amount, percent)

const rateText = ({ name, percent }: TaxRate, included: boolean): string =>
  included ? `${name} ${percent}%, included` : `${name} ${percent}%`

function untaxed({ lines, currency }: Pick<TaxInput, 'lines' | 'currency'>): TaxResult {
  const none = zero(currency)
  const message = 'Tax is known once the cart has a shipping address'
  return {
    total: none,
    lines: new Map(lines.map((line) => [line.id, none])),
    shipping: none,
    explanations: [{ kind: 'tax', lineId: null, rateId: null, amount: none, message }],
  }
}
