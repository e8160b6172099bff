import { newKey } from '../../new-key.ts'
import { blankVariant, type OptionWish, type VariantWish } from './product-wish.ts'

export const VARIANTS_MAX = 250

interface Plan {
  readonly variants: VariantWish[]
  /** Those that the options have no place for any more. */
  readonly removed: VariantWish[]
}

type Chosen = Readonly<Record<string, string>>

/**
 * The variants as other options make them: those that are there keep what is theirs, new values bring new
 * ones. Combinations that were taken out before stay out. Undefined where there would be too many.
 */
export function planVariants(
  rows: readonly VariantWish[],
  before: readonly OptionWish[],
  after: readonly OptionWish[],
): Plan | undefined {
  const options = withValues(after)
  if (countOf(options) > VARIANTS_MAX * 4) return undefined
  const known = new Map(withValues(before).map(({ key, values }) => [key, new Set(values)]))
  const { placed, removed } = place(rows, options, known)
  const all = combinationsOf(options)
  const wanted = all.filter((chosen) => placed.has(placeOf(options, chosen)) || isNew(chosen, options, known))
  const shown = wanted.length > 0 ? wanted : all
  if (shown.length > VARIANTS_MAX) return undefined
  return {
    variants: shown.map((chosen) => placed.get(placeOf(options, chosen)) ?? like(rows[0], chosen)),
    removed,
  }
}

/** How many combinations there could be, for those who took some out. */
export const countOf = (options: readonly OptionWish[]): number =>
  withValues(options).reduce((count, { values }) => count * values.length, 1)

/** All combinations, with those again that were taken out. */
export function completeVariants(
  rows: readonly VariantWish[],
  options: readonly OptionWish[],
): VariantWish[] {
  const used = withValues(options)
  const placed = new Map(rows.map((row) => [placeOf(used, row.chosen), row]))
  return combinationsOf(used).map((chosen) => placed.get(placeOf(used, chosen)) ?? like(rows[0], chosen))
}

const withValues = (options: readonly OptionWish[]) => options.filter(({ values }) => values.length > 0)

const placeOf = (options: readonly OptionWish[], chosen: Chosen) =>
  JSON.stringify(options.map(({ key }) => chosen[key]))

function place(
  rows: readonly VariantWish[],
  options: readonly OptionWish[],
  known: ReadonlyMap<string, ReadonlySet<string>>,
) {
  const placed = new Map<string, VariantWish>()
  const removed: VariantWish[] = []
  for (const row of rows) {
    // What was there before an option came is of the option's first value.
    const chosen = Object.fromEntries(
      options.map(({ key, values }) => [key, (known.has(key) ? row.chosen[key] : values[0]) ?? '']),
    )
    const at = placeOf(options, chosen)
    const fits = options.every(({ key, values }) => values.includes(chosen[key] ?? ''))
    if (fits && !placed.has(at)) placed.set(at, { ...row, chosen })
    else removed.push(row)
  }
  return { placed, removed }
}

const isNew = (
  chosen: Chosen,
  options: readonly OptionWish[],
  known: ReadonlyMap<string, ReadonlySet<string>>,
) =>
  options.some(({ key, values }) => {
    const value = chosen[key] ?? ''
    const before = known.get(key)
    return before ? !before.has(value) : value !== values[0]
  })

const combinationsOf = (options: readonly OptionWish[]): Chosen[] =>
  options.reduce<Chosen[]>(
    (found, { key, values }) =>
      found.flatMap((chosen) => values.map((value) => ({ ...chosen, [key]: value }))),
    [{}],
  )

/** What most likely is the same for all variants of a product. */
const like = (row: VariantWish | undefined, chosen: Chosen): VariantWish => ({
  ...blankVariant(),
  ...(row && {
    price: row.price,
    compareAtPrice: row.compareAtPrice,
    weightGrams: row.weightGrams,
    requiresShipping: row.requiresShipping,
    taxable: row.taxable,
  }),
  key: newKey(),
  chosen: { ...chosen },
})
