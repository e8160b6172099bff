import type { Instant } from '#kernel/clock.ts'
import { newId } from '#kernel/id.ts'
import type { Money } from '#kernel/money.ts'
import type { StockInit } from '#modules/inventory/index.ts'
import { catalogFaults } from './faults.ts'
import { combinationOf, refuseRepeated } from './options.ts'
import type { Option, Variant } from './product.ts'
import type { VariantPatch } from './product-input.ts'

/** The stock that a new variant starts with. */
export interface Opening {
  readonly variantId: string
  readonly init: StockInit
}

export interface VariantChange {
  readonly variants: readonly Variant[]
  readonly opened: readonly Opening[]
  readonly closedIds: readonly string[]
}

/** The whole list of variants as it is to be: matched by id, with what is new and what is gone. */
export function changeVariants(
  before: readonly Variant[],
  inputs: readonly VariantPatch[],
  at: { currency: string; now: Instant },
): VariantChange {
  const opened: Opening[] = []
  const variants = inputs.map((input) => {
    const kept = input.id === undefined ? undefined : needVariant(before, input)
    const variant = toVariant(kept ?? blankVariant(input, at.now), input)
    checkPrices(variant, at.currency)
    if (!kept) opened.push({ variantId: variant.id, init: stockOf(input) })
    return variant
  })
  const ids = variants.map(({ id }) => id)
  refuseRepeated(ids, 'The variant')
  refuseRepeated(
    variants.flatMap(({ sku }) => (sku === null ? [] : [sku])),
    'The SKU',
  )
  const staying = new Set(ids)
  return { variants, opened, closedIds: before.map(({ id }) => id).filter((id) => !staying.has(id)) }
}

function needVariant(before: readonly Variant[], input: VariantPatch): Variant {
  const kept = before.find(({ id }) => id === input.id)
  if (!kept) {
    throw catalogFaults.badVariant({
      message: `This product has no variant ${input.id}. Leave the id out to add a new one.`,
      details: { variantId: input.id },
    })
  }
  if (input.stock === undefined && input.onHand === undefined) return kept
  throw catalogFaults.badVariant({
    message: `${input.id} has stock already. Set it with PUT /api/admin/variants/${input.id}/stock.`,
    details: { variantId: input.id },
  })
}

function blankVariant({ price, ...input }: VariantPatch, now: Instant): Variant {
  if (!price) {
    const options = Object.entries(input.options ?? {}).map(([name, value]) => `${name}: ${value}`)
    throw catalogFaults.badVariant({
      message: `A new variant (${options.join(', ') || input.sku || 'without options'}) needs a price.`,
    })
  }
  return {
    id: newId('var', { now: () => now }),
    sku: null,
    options: {},
    price,
    compareAtPrice: null,
    weightGrams: 0,
    requiresShipping: true,
    taxable: true,
  }
}

function toVariant({ barcode, image, ...before }: Variant, input: VariantPatch): Variant {
  const barcodeNow = input.barcode === undefined ? barcode : input.barcode?.trim()
  const imageNow = input.image === undefined ? image : input.image
  return {
    id: before.id,
    sku: input.sku === undefined ? before.sku : (input.sku?.trim() ?? null),
    options: input.options ?? before.options,
    price: input.price ?? before.price,
    compareAtPrice: input.compareAtPrice === undefined ? before.compareAtPrice : input.compareAtPrice,
    weightGrams: input.weightGrams ?? before.weightGrams,
    requiresShipping: input.requiresShipping ?? before.requiresShipping,
    taxable: input.taxable ?? before.taxable,
    ...(barcodeNow && { barcode: barcodeNow }),
    ...(imageNow && { image: imageNow }),
  }
}

const stockOf = ({ stock, onHand }: VariantPatch): StockInit => ({
  ...stock,
  onHand: stock?.onHand ?? onHand,
})

function checkPrices({ price, compareAtPrice }: Variant, currency: string): void {
  const wrong = [price, compareAtPrice].find((each): each is Money => !!each && each.currency !== currency)
  if (!wrong) return
  throw catalogFaults.wrongCurrency({
    message: `The shop's prices are in ${currency}; this one is in ${wrong.currency}.`,
    details: { currency: wrong.currency, expected: currency },
  })
}

/**
 * Finds for each variant of a draft the one that it stands for: the same choice of options, else the
 * same SKU. So an import that is run again keeps ids, and with them stock and carts.
 */
export function matchVariants<T extends VariantPatch>(
  before: readonly Variant[],
  drafts: readonly T[],
  options: readonly Option[],
): T[] {
  const byChoice = new Map(before.map((variant) => [combinationOf(options, variant), variant.id]))
  const bySku = new Map(before.flatMap(({ sku, id }) => (sku === null ? [] : [[sku, id] as const])))
  const chosen = drafts.map((draft) => byChoice.get(combinationOf(options, { options: draft.options ?? {} })))
  const taken = new Set(chosen)
  return drafts.map(({ stock, onHand, ...draft }, at) => {
    const same = draft.sku ? bySku.get(draft.sku) : undefined
    const id = chosen[at] ?? (same !== undefined && !taken.has(same) ? same : undefined)
    if (id === undefined) return { ...draft, stock, onHand } as T
    taken.add(id)
    return { ...draft, id } as unknown as T
  })
}
