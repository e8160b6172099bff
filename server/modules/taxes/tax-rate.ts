import { type Change, change } from '#kernel/change.ts'
import { eventType } from '#kernel/event.ts'
import { rateOf } from '#kernel/money.ts'
import type { Document } from '#store/collection.ts'
import { taxFaults } from './faults.ts'
import type { NewTaxRate, TaxRatePatch } from './schema.ts'

export interface TaxRate extends Document {
  /** As people know it: VAT, GST, sales tax. */
  readonly name: string
  readonly countryCode: string
  /** Upper-case; null for the whole country. */
  readonly region: string | null
  /** `standard`, `reduced`, `zero` or a word of the shop. */
  readonly category: string
  readonly percent: number
  readonly appliesToShipping: boolean
  /** Place and category as one text, for the index that lets no two rates stand for the same. */
  readonly slot: string
  readonly createdAt: number
  readonly updatedAt: number
}

export const STANDARD = 'standard'
/** Goods that no tax is due on: never taxed by the standard rate for want of their own. */
export const ZERO = 'zero'

export const taxRateChanged = eventType<{ change: 'created' | 'updated' | 'deleted'; name: string }>(
  'tax-rate.changed',
)

/** The one spelling of a region: `' ca '` is `CA`. */
export const toRegion = (text: string): string => text.trim().toUpperCase()

export function newTaxRate(body: NewTaxRate, at: { id: string; now: number }): Change<TaxRate> {
  const rate = settled({
    id: at.id,
    revision: 0,
    region: null,
    category: STANDARD,
    appliesToShipping: false,
    slot: '',
    createdAt: at.now,
    updatedAt: at.now,
    ...body,
  })
  return change(rate, taxRateChanged(rate.id, { change: 'created', name: rate.name }))
}

export function changedTaxRate(from: TaxRate, patch: TaxRatePatch, now: number): Change<TaxRate> {
  const rate = settled({ ...from, ...patch, updatedAt: now })
  return change(rate, taxRateChanged(rate.id, { change: 'updated', name: rate.name }))
}

/** Spelled in the one way, checked, and with its slot. */
function settled(rate: TaxRate): TaxRate {
  const { countryCode, category, percent } = rate
  if (rateOf(percent) / 10_000 !== percent) throw invalid('percent', 'may have four decimals at most')
  if (category === ZERO && percent !== 0) throw invalid('percent', 'must be 0 for the category "zero"')
  const region = rate.region && toRegion(rate.region)
  return { ...rate, name: rate.name.trim(), region, slot: `${countryCode}/${region ?? ''}/${category}` }
}

const invalid = (field: string, reason: string) =>
  taxFaults.invalid({
    message: `Not accepted — ${field}: ${reason}.`,
    details: { errors: [{ field, reason }] },
  })
