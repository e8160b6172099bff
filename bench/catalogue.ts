import { createRandom, indexBelow, pickFrom, zipfBelow } from './random.ts'
import { CATEGORIES, COLOURS, COMMON, MAKERS, MATERIALS, QUALITIES, rareWord, THINGS } from './words.ts'

/** Raise it when what is made here changes: a store that was built before is then built again. */
export const CATALOGUE_FORMAT = 1

export const SIZES = ['S', 'M', 'L', 'XL'] as const

export interface MadeVariant {
  readonly sku: string
  readonly size: string
  /** US cents. */
  readonly price: number
  readonly weightGrams: number
}

export interface MadeProduct {
  readonly handle: string
  readonly title: string
  readonly description: string
  readonly vendor: string
  readonly tags: readonly string[]
  /** Which of `CATEGORIES`. */
  readonly category: number
  readonly variants: readonly MadeVariant[]
}

const RARE_WORDS = 20_000
const DESCRIPTION_WORDS = 60

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** Every `n` has its own seed, so that a product is the same whatever was made before it. */
const randomFor = (n: number) => createRandom(Math.imul(n + 1, 0x9e3779b1))

function titleFor(random: () => number): string {
  const zipf = (words: readonly string[]) => pickFrom(words, zipfBelow(words.length, random))
  const words = [zipf(QUALITIES), zipf(COLOURS), zipf(MATERIALS), zipf(THINGS)]
  // Two to four words; the thing itself is always among them.
  return words.slice(indexBelow(3, random)).map(capital).join(' ')
}

export const titleOf = (n: number): string => titleFor(randomFor(n))

const slug = (title: string) => title.toLowerCase().replaceAll(' ', '-')

export const handleOf = (n: number): string => `${slug(titleOf(n))}-${n}`

/** The n-th product of the made-up catalogue: always the same one. */
export function productAt(n: number): MadeProduct {
  const random = randomFor(n)
  const title = titleFor(random)
  const word = (): string => {
    const kind = random()
    if (kind < 0.5) return pickFrom(COMMON, zipfBelow(COMMON.length, random))
    if (kind < 0.8) return pickFrom(THINGS, zipfBelow(THINGS.length, random))
    return rareWord(zipfBelow(RARE_WORDS, random))
  }
  const description = Array.from({ length: DESCRIPTION_WORDS }, word).join(' ')
  return {
    handle: `${slug(title)}-${n}`,
    title,
    description: `${capital(description)}.`,
    vendor: pickFrom(MAKERS, zipfBelow(MAKERS.length, random)),
    tags: [pickFrom(MATERIALS, indexBelow(MATERIALS.length, random)), rareWord(indexBelow(500, random))],
    category: indexBelow(CATEGORIES.length, random),
    variants: variantsAt(n),
  }
}

/** Prices and weights by arithmetic alone, so that a client knows them without asking the shop. */
export const variantsAt = (n: number): readonly MadeVariant[] =>
  SIZES.map((size, at) => ({
    sku: `SKU-${n}-${size}`,
    size,
    price: 499 + ((n * 37) % 8_000) + at * 150,
    weightGrams: 40 + ((n * 53) % 2_400) + at * 20,
  }))
