import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTextIndex, type TextIndex } from '../text-index.ts'
import type { TextDocument } from './indexing.ts'
import { createModel } from './ranking.model.ts'

const WORDS = [
  ...'shirt shirts skirt short shorts shirtdress dress dresses red blue blues cotton cottons coton'.split(
    ' ',
  ),
  ...'headphones headphone headphnoes head t-shirt sku-001 sku-002 sku001 café straße 衬衫 棉衬衫 衫 a s 1'.split(
    ' ',
  ),
]
const word = fc.constantFrom(...WORDS)
/** A beginning of a word, or a word with two letters swapped, one left out or one put in. */
const typed = fc
  .tuple(word, fc.nat(8), fc.constantFrom('', 'begin', 'swap', 'drop', 'put'))
  .map(([text, at, how]) => {
    if (how === 'begin') return text.slice(0, at + 1)
    if (how === 'drop') return text.slice(0, at) + text.slice(at + 1)
    if (how === 'put') return `${text.slice(0, at)}o${text.slice(at)}`
    if (how === 'swap')
      return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)
    return text
  })
const query = fc.array(typed, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))

const some = (from: fc.Arbitrary<string>, maxLength: number) => fc.array(from, { maxLength })
const documentOf = (from: fc.Arbitrary<string>): fc.Arbitrary<TextDocument> =>
  fc.record({
    id: fc.constantFrom(...'abcdefghijklmnop'),
    revision: fc.constant(1),
    title: some(from, 4).map((words) => words.join(' ')),
    keywords: some(from, 3),
    body: some(from, 5).map((words) => words.join(' ')),
    createdAt: fc.nat(3),
  })

type Step = { readonly put: TextDocument } | { readonly remove: string }

function follow(steps: readonly Step[]) {
  const index = createTextIndex()
  const known = new Map<string, TextDocument>()
  for (const step of steps) {
    if ('put' in step) {
      index.put(step.put)
      known.set(step.put.id, step.put)
    } else {
      index.remove(step.remove)
      known.delete(step.remove)
    }
  }
  return { index, documents: [...known.values()] }
}

const stepsOf = (document: fc.Arbitrary<TextDocument>, maxLength: number): fc.Arbitrary<Step[]> => {
  const put = document.map((each) => ({ put: each }))
  const remove = fc.constantFrom(...'abcdefghijklmnop').map((id) => ({ remove: id }))
  return fc.array(fc.oneof({ arbitrary: put, weight: 4 }, { arbitrary: remove, weight: 1 }), { maxLength })
}

/** Compares a page of results with the model. */
function assertSame(
  index: TextIndex,
  ranked: readonly string[],
  text: string,
  { offset, limit }: { offset: number; limit: number },
) {
  const { ids, more } = index.search(text, { offset, limit })
  assert.deepEqual(ids, ranked.slice(offset, offset + limit), JSON.stringify(text))
  assert.equal(more, ranked.length > offset + limit, JSON.stringify(text))
}

const page = fc.constantFrom([0, 100], [0, 1], [0, 3], [1, 2], [3, 20])

test('whatever was put and removed before, results are those of a plain look at every word', () => {
  const queries = fc.array(fc.tuple(query, page), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(stepsOf(documentOf(word), 40), queries, (steps, wanted) => {
      const { index, documents } = follow(steps)
      const rank = createModel(documents)
      assert.equal(index.size, documents.length)
      for (const [text, [offset, limit]] of wanted) assertSame(index, rank(text), text, { offset, limit })
    }),
    { numRuns: 150 },
  )
})

test('it stays so when very many words begin alike', () => {
  const numbered = fc.nat(7).map((n) => `x${'yz'[n % 2]}${n}`)
  const steps = stepsOf(documentOf(fc.oneof(numbered, fc.constantFrom('red', 'a', 'shirt'))), 20)
  const crowdOf = (count: number) => ({
    put: {
      ...{ id: 'z', revision: 1, title: '', keywords: [], createdAt: 0 },
      body: Array.from({ length: count }, (_, n) => `x${'yz'[n % 2]}${n}`).join(' '),
    },
  })
  const beginning = fc.constantFrom(
    'x',
    'xy',
    'xz',
    'xz1',
    'x a',
    'xy shirt',
    'xz x',
    'xy1 shirts',
    'a x',
    'red xz',
  )
  const queries = fc.array(fc.tuple(beginning, page), { minLength: 3, maxLength: 6 })
  fc.assert(
    fc.property(
      steps,
      fc.tuple(fc.nat(160), fc.nat(160)),
      steps,
      queries,
      (before, [few, many], after, wanted) => {
        const { index, documents } = follow([...before, crowdOf(few), crowdOf(many), ...after])
        const rank = createModel(documents)
        for (const [text, [offset, limit]] of wanted) assertSame(index, rank(text), text, { offset, limit })
      },
    ),
    { numRuns: 100 },
  )
})

/** Enough documents that not all are scored at once. */
function createMany(seed: number, count: number): TextDocument[] {
  let state = seed
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const words = (most: number) =>
    Array.from({ length: below(most + 1) }, () => WORDS[below(WORDS.length)] ?? '')
  return Array.from({ length: count }, (_, n) => ({
    id: `d${n}`,
    revision: 1,
    title: words(4).join(' '),
    keywords: words(3),
    body: words(6).join(' '),
    createdAt: below(count / 2),
  }))
}

test('it stays so when there are more documents than are scored at once', () => {
  const queries = fc.array(fc.tuple(query, page), { minLength: 5, maxLength: 10 })
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 100, max: 350 }), queries, (seed, count, wanted) => {
      const documents = createMany(seed, count)
      const index = createTextIndex()
      for (const document of documents) index.put(document)
      const rank = createModel(documents)
      for (const [text, [offset, limit]] of wanted) assertSame(index, rank(text), text, { offset, limit })
    }),
    { numRuns: 25 },
  )
})

/** Words so common that they have bitmaps, with pairs that seldom meet in a title, though often elsewhere. */
function createLarge(count: number): TextDocument[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `p${String(n).padStart(6, '0')}`,
    revision: 1,
    title: `${n % 2 ? 'odd' : 'even'} ${n % 4_001 === 7 ? 'odd even' : ''} third${n % 3} thing`,
    keywords: [n % 5 === 0 ? 'five' : 'other', `n${n}`],
    body: `${n % 7 === 0 ? 'seven thirds of a thing' : 'a thing'} ${n % 4 < 2 ? 'odd even' : ''}`,
    createdAt: (n * 7_919) % count,
  }))
}

test('in a large index, too, the first pages are those of a plain look at every word', () => {
  const documents = createLarge(20_000)
  const index = createTextIndex()
  for (const document of documents) index.put(document)
  for (const document of documents.slice(3_000, 5_000)) index.remove(document.id)
  for (const document of documents.slice(4_000, 4_500)) index.put(document)
  const rank = createModel([
    ...documents.slice(0, 3_000),
    ...documents.slice(4_000, 4_500),
    ...documents.slice(5_000),
  ])
  const queries = [
    'odd',
    'thing',
    'odd even',
    'even five',
    'odd third1 five',
    'thi',
    'odd seven fiv',
    'n12',
    'oddly even',
  ]
  for (const text of queries) {
    const ranked = rank(text)
    assertSame(index, ranked, text, { offset: 0, limit: 60 })
    assertSame(index, ranked, text, { offset: 40, limit: 20 })
  }
})
