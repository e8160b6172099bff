/** How text becomes words, the same way for documents and queries. */

export const QUERY_CHARS_MAX = 200
export const QUERY_WORDS_MAX = 8
/** Longer words are cut, in documents and queries alike. */
export const WORD_CHARS_MAX = 40

/** Letters that Unicode does not take apart but people type without. */
const PLAIN_LETTERS: { readonly [letter: string]: string } = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
}
const SPECIAL_LETTER = /[ßæœøłđðþıς]/g
const BEYOND_ASCII = /[\u0080-\uffff]/
/**
 * Accents and vowel points that may be left out when typing. The vowel signs of Indic scripts stay (they are
 * letters), and so do the voicing marks of kana.
 */
const OPTIONAL_MARK =
  /[[\p{Mn}&&[\p{sc=Inherited}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Cyrillic}]]--[\u3099\u309a]]/gv
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g

/**
 * Case, accents, width and ligatures removed: `Café` and `CAFE` become `cafe`, `Straße` becomes `strasse`.
 */
export function fold(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(INVISIBLE, '')
    .replace(OPTIONAL_MARK, '')
    .toLowerCase()
    .replace(SPECIAL_LETTER, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .normalize('NFC')
}

const RUN = /[\p{L}\p{N}][\p{L}\p{N}\p{Mn}\p{Mc}]*/gu
/** The same for most texts, several times faster. */
const ASCII_RUN = /[a-z0-9]+/g

const runsOf = (folded: string): readonly string[] =>
  folded.match(BEYOND_ASCII.test(folded) ? RUN : ASCII_RUN) ?? []

/**
 * Runs held together by one inner sign: `sku-00123`, `t-shirt`, `l'eau`. Signs and letters are disjoint:
 * linear.
 */
const JOINED_RUNS =
  /[\p{L}\p{N}][\p{L}\p{N}\p{Mn}\p{Mc}]*(?:[-_./:'’+&#‐–][\p{L}\p{N}][\p{L}\p{N}\p{Mn}\p{Mc}]*)*/gu
const JOINED_ASCII_RUNS = /[a-z0-9]+(?:[-_./:'+&#][a-z0-9]+)*/g

const joinedRunsOf = (folded: string): readonly string[] =>
  folded.match(BEYOND_ASCII.test(folded) ? JOINED_RUNS : JOINED_ASCII_RUNS) ?? []

const JOINT = /[-_./:'’+&#‐–]/
const JOINED_PARTS_MAX = 6

/** Scripts written without spaces between words. They are indexed by pairs of neighbouring characters. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const SEGMENT = new RegExp(`${UNSPACED.source}+|[^${UNSPACED.source.slice(1)}+`, 'gu')

/** Letters of the scripts most used with spaces are all below. */
const MAY_BE_UNSPACED = /[\u0e00-\uffff]/

export const isUnspaced = (word: string): boolean => MAY_BE_UNSPACED.test(word) && UNSPACED.test(word)

/**
 * The words of one run. Of an unspaced one: its pairs, and in documents also its last character, so that each
 * single character is the prefix of some word.
 */
function runWords(run: string, lastCharacter: boolean): string[] {
  if (!isUnspaced(run)) return [run.slice(0, WORD_CHARS_MAX)]
  return (run.match(SEGMENT) ?? []).flatMap((segment) => {
    if (!isUnspaced(segment)) return [segment.slice(0, WORD_CHARS_MAX)]
    const characters = Array.from(segment)
    const pairs = characters.slice(1).map((character, at) => `${characters[at]}${character}`)
    return lastCharacter || pairs.length === 0 ? [...pairs, characters.at(-1) ?? ''] : pairs
  })
}

/** Adds the words of a document's run. */
function addRun(words: string[], run: string): void {
  if (isUnspaced(run)) words.push(...runWords(run, true))
  else words.push(run.length > WORD_CHARS_MAX ? run.slice(0, WORD_CHARS_MAX) : run)
}

/** Parts and whole of something like `sku-00123`; the whole is undefined when there is nothing to join. */
function takeApart(chunk: string): { parts: string[]; whole: string | undefined } {
  if (!JOINT.test(chunk)) return { parts: [chunk], whole: undefined }
  const parts = chunk.split(JOINT)
  const joins = parts.length > 1 && parts.length <= JOINED_PARTS_MAX && !isUnspaced(chunk)
  return { parts, whole: joins ? parts.join('').slice(0, WORD_CHARS_MAX) : undefined }
}

/** The words of a document's title or keyword, `t-shirt` both as `t`, `shirt` and as `tshirt`. */
export function labelWords(text: string): string[] {
  const words: string[] = []
  for (const chunk of joinedRunsOf(fold(text))) {
    const { parts, whole } = takeApart(chunk)
    for (const part of parts) addRun(words, part)
    if (whole !== undefined) words.push(whole)
  }
  return words
}

/** The words of running text. */
export function proseWords(text: string): string[] {
  const words: string[] = []
  for (const run of runsOf(fold(text))) addRun(words, run)
  return words
}

/** What makes two titles the same to a reader: their runs in order. */
export const titleKey = (title: string): string => runsOf(fold(title)).join(' ')

export interface Query {
  readonly title: string
  /**
   * One or two ways to read it, the stricter first: `sku-00123` is one word, or else the two words `sku` and
   * `00123`.
   */
  readonly readings: readonly (readonly string[])[]
}

const limited = (words: readonly string[]): string[] => [...new Set(words)].slice(0, QUERY_WORDS_MAX)

export function readQuery(text: string): Query {
  const query = text.slice(0, QUERY_CHARS_MAX)
  const chunks = joinedRunsOf(fold(query)).map(takeApart)
  const partsOf = (chunk: { parts: string[] }) => chunk.parts.flatMap((part) => runWords(part, false))
  const apart = limited(chunks.flatMap(partsOf))
  const joined = limited(chunks.flatMap((chunk) => chunk.whole ?? partsOf(chunk)))
  const isSame = joined.join(' ') === apart.join(' ')
  return { title: titleKey(query), readings: isSame ? [apart] : [joined, apart] }
}

/**
 * `shirts` may mean `shirt`, `dresses` both `dresse` and `dress`. English only, on purpose: prefixes do the
 * rest.
 */
export function singularsOf(word: string): string[] {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss')) return []
  return word.endsWith('es') ? [word.slice(0, -1), word.slice(0, -2)] : [word.slice(0, -1)]
}
