/** A module's name in every form that its files need: for `gift-cards`, what stands in the comments. */
export interface Names {
  /** `gift-cards` */
  readonly folder: string
  /** `giftCards` */
  readonly all: string
  /** `gift-card` */
  readonly file: string
  /** `giftCard` */
  readonly one: string
  /** `GiftCard` */
  readonly type: string
  /** `gift card` */
  readonly words: string
  /** `a gift card` */
  readonly aWords: string
  /** `gift cards` */
  readonly allWords: string
  /** `giftcard`, as in the id `giftcard_…` */
  readonly prefix: string
}

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

export function namesOf(folder: string, one = singularOf(folder)): Names {
  for (const name of [folder, one]) {
    if (!KEBAB.test(name)) throw new Error(`"${name}" is not a name like gift-cards.`)
  }
  if (one === folder) {
    throw new Error(`What is one of the ${folder} called? Say it: npm run new module ${folder} ONE`)
  }
  const words = one.replaceAll('-', ' ')
  const camel = toCamel(one)
  return {
    folder,
    all: toCamel(folder),
    file: one,
    one: camel,
    type: camel.charAt(0).toUpperCase() + camel.slice(1),
    words,
    aWords: `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`,
    allWords: folder.replaceAll('-', ' '),
    prefix: one.replaceAll('-', ''),
  }
}

/** Right for most nouns; for the others the singular is given. */
function singularOf(plural: string): string {
  if (plural.endsWith('ies')) return `${plural.slice(0, -3)}y`
  if (/(s|x|z|ch|sh)es$/.test(plural)) return plural.slice(0, -2)
  return /[^s]s$/.test(plural) ? plural.slice(0, -1) : plural
}

const toCamel = (kebab: string) => kebab.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
