import { cell, complain, quoted } from './cells.ts'
import type { PlacedVariant } from './check-draft.ts'
import { type ProductDraft, SKU_CHARS_MAX, VARIANTS_MAX, type VariantDraft } from './product-draft.ts'
import type { Reading } from './reader.ts'
import { slugify } from './slug.ts'
import {
  type Attribute,
  attributesOf,
  attributeTexts,
  checkAttribute,
  refuseUnknownNames,
  toKey,
  toOption,
  valueIn,
} from './woo-attributes.ts'
import type { WooRow } from './woo-columns.ts'
import { sharesStock, toWooVariant } from './woo-variant.ts'

/** A variation and its value for each option; undefined where it stands for any of them. */
interface Choice {
  readonly row: WooRow
  readonly values: readonly (string | undefined)[]
}

/**
 * The options and variants of a variable product. Attributes that no variation names are descriptions, not
 * options. A variation that leaves an option open ("any size") becomes a variant for each value that no more
 * exact one has.
 */
export function toVariations(
  parent: WooRow,
  rows: readonly WooRow[],
  reading: Reading,
): { options: ProductDraft['options']; placed: readonly PlacedVariant[] } {
  const enabled = rows.filter((row) => cell(row, 'published') !== '0')
  if (enabled.length === 0)
    complain(parent, 'type', 'a variable product needs a variation that can be bought.')
  if (enabled.length > VARIANTS_MAX) {
    const reason = `This product has ${enabled.length} variations; at most ${VARIANTS_MAX} are possible.`
    parent.problems.push({ line: parent.line, reason })
    return { options: [], placed: [] }
  }
  const offered = attributesOf(parent)
  const chosen = enabled.map((row) => ({ row, named: attributeTexts(row) }))
  for (const each of chosen) refuseUnknownNames(each, { parent, offered })
  const attributes = [...offered]
    .filter(([key]) => chosen.some(({ named }) => named.has(key)))
    .map(([, attribute]) => attribute)
  for (const attribute of attributes) checkAttribute(parent, attribute)
  const choices = chosen.map(({ row, named }) => ({
    row,
    values: attributes.map((attribute) => valueIn(row, named.get(toKey(attribute.name)) ?? '', attribute)),
  }))
  const placed = place(choices, attributes, { parent, reading })
  return { options: attributes.map((attribute) => toOption(attribute, placed)), placed }
}

/** The exact variations take their places first, then the open ones, each what is left of it. */
function place(
  choices: readonly Choice[],
  attributes: readonly Attribute[],
  of: { parent: WooRow; reading: Reading },
): PlacedVariant[] {
  const taken = new Set(choices.filter(isExact).map(({ values }) => JSON.stringify(values)))
  return choices.flatMap((choice) => {
    const variant = toWooVariant(choice.row, of.reading, of.parent)
    refuseSharedStock(choice, choices)
    if (isExact(choice))
      return [{ line: choice.row.line, variant: withOptions(variant, attributes, choice.values) }]
    const all = combinations(choice, attributes)
    const free = all.filter((values) => !taken.has(JSON.stringify(values)))
    for (const values of free) taken.add(JSON.stringify(values))
    if (all.length > 0) refuseUnclear(choice.row, free.length)
    return free.map((values) => ({
      line: choice.row.line,
      variant: spelledOut(withOptions(variant, attributes, values), choice, of.reading),
    }))
  })
}

const isExact = ({ values }: Choice) => !values.includes(undefined)

function withOptions(
  variant: VariantDraft,
  attributes: readonly Attribute[],
  values: readonly (string | undefined)[],
): VariantDraft {
  return {
    ...variant,
    options: Object.fromEntries(attributes.map(({ name }, at) => [name, values[at] ?? ''])),
  }
}

/** All that an open variation stands for; nothing, and a problem, where that is too much. */
function combinations({ row, values }: Choice, attributes: readonly Attribute[]): string[][] {
  const each = values.map((value, at) =>
    value === undefined ? [...(attributes[at]?.values.values() ?? [])] : [value],
  )
  const count = each.reduce((product, list) => product * list.length, 1)
  if (count > VARIANTS_MAX) {
    complain(
      row,
      'parent',
      `this variation stands for ${count} variants; at most ${VARIANTS_MAX} are possible.`,
    )
  }
  if (count === 0) complain(row, 'parent', 'the product lists no values for what this variation leaves open.')
  if (count === 0 || count > VARIANTS_MAX) return []
  return each.reduce<string[][]>(
    (done, list) => done.flatMap((head) => list.map((value) => [...head, value])),
    [[]],
  )
}

function refuseUnclear(row: WooRow, count: number): void {
  if (count === 0) complain(row, 'parent', 'all that this variation offers is offered by others already.')
  if (count > 1 && cell(row, 'stock') !== '') {
    const why = `this variation stands for ${count} variants, which cannot share one counted stock.`
    complain(row, 'stock', `${why} Give each a variation of its own.`)
  }
}

function refuseSharedStock({ row }: Choice, choices: readonly Choice[]): void {
  if (choices.length === 1 || !sharesStock(row)) return
  complain(
    row,
    'stock',
    'variations that share the stock of their product are not supported; count each by itself.',
  )
}

/** Each needs a SKU of its own: the variation's with the chosen values behind it. */
function spelledOut(variant: VariantDraft, { row, values }: Choice, { skus }: Reading): VariantDraft {
  if (variant.sku === undefined) return variant
  const chosen = Object.values(variant.options).filter((_, at) => values[at] === undefined)
  const sku = `${variant.sku}-${slugify(chosen.join('-'))}`
  if (sku.length > SKU_CHARS_MAX)
    complain(row, 'sku', `${quoted(sku)} is longer than ${SKU_CHARS_MAX} characters.`)
  const taken = skus.claim(sku, row.line)
  if (taken) row.problems.push({ line: row.line, reason: taken })
  return { ...variant, sku }
}
