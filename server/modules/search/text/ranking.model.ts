import type { TextDocument } from './indexing.ts'
import { isSpellable } from './spelling.ts'
import { isUnspaced, labelWords, proseWords, readQuery, singularsOf, titleKey } from './words.ts'

/** Damerau-Levenshtein distance by the book, where no part is edited twice. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i += 1) {
    const [above, row] = [rows[i - 1] as number[], [i]]
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(isSwap ? Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1) : best)
    }
    rows.push(row)
  }
  return rows.at(-1)?.at(-1) ?? 0
}

/** The words of a document with their best field: 0 title, 1 keyword, 2 body. */
function fieldsOf(document: TextDocument): Map<string, number> {
  const fields = new Map<string, number>()
  const add = (words: readonly string[], field: number) => {
    for (const word of words) if (!fields.has(word)) fields.set(word, field)
  }
  add(labelWords(document.title), 0)
  add(document.keywords.flatMap(labelWords), 1)
  add(proseWords(document.body), 2)
  return fields
}

const beginningsOf = (word: string): string[] => Array.from(word, (_, at) => word.slice(0, at + 1))

const EXACT = [108, 7, 5]
const PREFIX = [107, 6, 4]
const TYPO = [3, 2, 1]
const CROWD_WORDS = 64

/** Documents ranked by looking at every word of each: slow, and plain enough to be believed. */
export function createModel(documents: readonly TextDocument[]) {
  const all = documents.map((document) => ({ document, fields: fieldsOf(document) }))
  const vocabulary = new Set(all.flatMap(({ fields }) => [...fields.keys()]))
  const spelt = [...new Set([...vocabulary].filter(isSpellable).flatMap(beginningsOf))]

  const typosOf = (word: string): ((other: string) => boolean) => {
    const bases = [word, ...singularsOf(word)].filter(isSpellable)
    const mended = bases.flatMap((base) =>
      spelt
        .filter((each) => Math.abs(each.length - base.length) < 2 && distance(each, base) === 1)
        .filter((each) => base.length >= 7 || Math.max(each.length, base.length) >= 5)
        .map((text) => ({ text, isLong: base.length >= 7 })),
    )
    return (other) =>
      mended.some(({ text, isLong }) =>
        isLong ? other.startsWith(text) : other === text || other === `${text}s`,
      )
  }

  const pointsBy = (word: string, isLast: boolean, typos: boolean) => {
    const isPrefix = isLast || word.length > 1 || isUnspaced(word)
    const isCrowd = [...vocabulary].filter((each) => each.startsWith(word)).length > CROWD_WORDS
    const singulars = singularsOf(word)
    const isTypo = typos ? typosOf(word) : () => false
    return (other: string, field: number): number => {
      if (other === word) return EXACT[field] ?? 0
      if (singulars.includes(other)) return PREFIX[field] ?? 0
      if (isPrefix && other.startsWith(word) && !(isCrowd && field === 2)) return PREFIX[field] ?? 0
      return isTypo(other) ? (TYPO[field] ?? 0) : 0
    }
  }

  const rankBy = (words: readonly string[], typos: boolean, atLeast: number): string[] => {
    const judges = words.map((word, at) => pointsBy(word, at === words.length - 1, typos))
    const scored = all.map(({ document, fields }) => {
      const each = judges.map((judge) =>
        Math.max(0, ...[...fields].map(([other, field]) => judge(other, field))),
      )
      const matched = each.filter((points) => points > 0).length
      return { document, matched, points: matched * 1_000 + each.reduce((sum, one) => sum + one, 0) }
    })
    const kept = scored.filter(({ matched }) => matched > 0 && matched >= atLeast)
    return sorted(kept).map(({ document }) => document.id)
  }

  return (query: string): string[] => {
    const { title, readings } = readQuery(query)
    const same = all.filter(({ document }) => title !== '' && titleKey(document.title) === title)
    const whole = sorted(same.map((each) => ({ ...each, points: 0 }))).map(({ document }) => document.id)
    const strict = readings.flatMap((words) => rankBy(words, false, words.length))
    const lenient = readings.flatMap((words) => rankBy(words, true, words.length))
    const found = [...new Set([...whole, ...strict, ...lenient])]
    return found.length > 0 ? found : rankBy(readings.at(-1) ?? [], true, 1)
  }
}

function sorted<T extends { readonly document: TextDocument; readonly points: number }>(items: T[]): T[] {
  return items.sort(
    (a, b) =>
      b.points - a.points ||
      b.document.createdAt - a.document.createdAt ||
      (a.document.id < b.document.id ? -1 : 1),
  )
}
