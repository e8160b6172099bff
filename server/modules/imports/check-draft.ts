import { type Problem, quoted } from './cells.ts'
import {
  CATEGORIES_MAX,
  CATEGORY_DEPTH_MAX,
  DESCRIPTION_CHARS_MAX,
  IMAGES_MAX,
  OPTIONS_MAX,
  type ProductDraft,
  TAGS_MAX,
  VARIANTS_MAX,
  type VariantDraft,
} from './product-draft.ts'

/** A variant with the line that it comes from. */
export interface PlacedVariant {
  readonly line: number
  readonly variant: VariantDraft
}

/** Names what a product has too much of or twice. `line` is where the product begins. */
export function checkDraft(draft: ProductDraft, placed: readonly PlacedVariant[], line: number): Problem[] {
  const tooMany = (what: string, has: number, max: number): Problem[] =>
    has > max ? [{ line, reason: `This product has ${has} ${what}; at most ${max} are possible.` }] : []
  return [
    ...tooMany('variants', placed.length, VARIANTS_MAX),
    ...tooMany('options', draft.options.length, OPTIONS_MAX),
    ...tooMany('images', draft.images.length, IMAGES_MAX),
    ...tooMany('tags', draft.tags.length, TAGS_MAX),
    ...tooMany('categories', draft.categories.length, CATEGORIES_MAX),
    ...tooMany(
      'levels of categories',
      draft.categories.reduce((deepest, path) => Math.max(deepest, path.length), 0),
      CATEGORY_DEPTH_MAX,
    ),
    ...tooMany('characters of description', draft.description.length, DESCRIPTION_CHARS_MAX),
    ...sameNames(draft, line),
    ...sameChoices(draft, placed),
  ]
}

function sameNames({ options }: ProductDraft, line: number): Problem[] {
  if (options.length > OPTIONS_MAX) return []
  const names = options.map(({ name }) => name.toLowerCase())
  const twice = options.find((_, at) => names.indexOf(names[at] as string) !== at)
  return twice ? [{ line, reason: `This product has two options named ${quoted(twice.name)}.` }] : []
}

function sameChoices({ options }: ProductDraft, placed: readonly PlacedVariant[]): Problem[] {
  const lines = new Map<string, number>()
  return placed.flatMap(({ line, variant }) => {
    const values = options.map(({ name }) => variant.options[name] ?? '')
    const key = JSON.stringify(values)
    const other = lines.get(key)
    if (other === undefined) {
      lines.set(key, line)
      return []
    }
    const which =
      values.length === 0 ? 'no options to tell it from' : `the same options (${values.join(', ')}) as`
    return [{ line, reason: `This variant has ${which} the one on line ${other}.` }]
  })
}

/** What a draft's `options` are, given each variant's values: those in use, in their order of appearance. */
export function toOptions(
  names: readonly string[],
  variants: readonly VariantDraft[],
): { name: string; values: string[] }[] {
  return names.map((name) => ({
    name,
    values: [...new Set(variants.map((variant) => variant.options[name] as string))],
  }))
}
