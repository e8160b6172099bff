import type { Picture } from './artwork.ts'
import type { CategoryHandle } from './categories.ts'

export interface DemoVariant {
  readonly sku: string
  /** A value for each of the product's options, by the option's name. */
  readonly options: Readonly<Record<string, string>>
  /** US cents. */
  readonly price: number
  /** US cents: what it cost before, shown struck through. */
  readonly compareAtPrice?: number
  readonly weightGrams: number
  readonly requiresShipping: boolean
  /** Pieces in stock; null where stock is not counted. */
  readonly onHand: number | null
}

export interface DemoProduct {
  readonly handle: string
  readonly title: string
  readonly description: string
  readonly vendor: string
  readonly category: CategoryHandle
  readonly tags: readonly string[]
  readonly status: 'published' | 'draft'
  readonly taxCategory: 'standard' | 'reduced' | 'zero'
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly variants: readonly DemoVariant[]
  readonly art: Picture
}

/**
 * A variant as a line of the price list: dollars, grams, pieces in stock (or not counted), dollars before.
 */
export type Row = readonly [
  sku: string,
  values: readonly string[],
  price: number,
  weightGrams: number,
  onHand: number | null,
  was?: number,
]

interface Entry extends Pick<DemoProduct, 'title' | 'description' | 'vendor' | 'category' | 'tags' | 'art'> {
  readonly status?: DemoProduct['status']
  readonly taxCategory?: DemoProduct['taxCategory']
  readonly delivery?: 'parcel' | 'download'
  /** The names of the options, in the order of the values in each row. */
  readonly options?: readonly string[]
  readonly rows: readonly Row[]
}

/** A product from its entry: the handle follows from the title, and each option's values from the rows. */
export function product({ rows, options = [], delivery = 'parcel', ...entry }: Entry): DemoProduct {
  return {
    status: 'published',
    taxCategory: 'standard',
    ...entry,
    handle: toHandle(entry.title),
    options: options.map((name, at) => ({
      name,
      values: [...new Set(rows.map(([, values]) => values[at] ?? ''))],
    })),
    variants: rows.map((row) => toVariant(row, options, delivery === 'parcel')),
  }
}

function toVariant(row: Row, names: readonly string[], requiresShipping: boolean): DemoVariant {
  const [sku, values, price, weightGrams, onHand, was] = row
  return {
    sku: `MS-${sku}`,
    options: Object.fromEntries(names.map((name, at) => [name, values[at] ?? ''])),
    price: toCents(price),
    ...(was === undefined ? {} : { compareAtPrice: toCents(was) }),
    weightGrams,
    requiresShipping,
    onHand,
  }
}

const toCents = (dollars: number): number => Math.round(dollars * 100)

const toHandle = (title: string): string =>
  title
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('’', '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
