/**
 * Measures the text index on made-up catalogues of several sizes: build, memory, and each kind of query.
 *
 *   node bench/search-index.ts [--documents=1000,100000] [--against=path/to/minisearch/dist/es/index.js]
 *   [--json]
 *
 * With `--against`, the same documents and queries go through MiniSearch, which is not a dependency of the
 * project.
 */
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTextIndex, type TextDocument } from '../server/modules/search/text-index.ts'

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000,100000' },
    against: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Mulberry32: the same numbers in every run. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const COLOURS =
  'blue black white red green grey brown navy beige pink yellow purple orange cream olive teal'.split(' ')
const MATERIALS =
  'cotton wool leather linen denim silk canvas velvet bamboo cashmere fleece suede nylon ceramic oak steel'.split(
    ' ',
  )
const NOUNS = `shirt dress jacket trousers sweater blanket sneakers backpack necklace bracelet cushion lantern
  candle teapot kettle notebook scarf gloves umbrella wallet sandals raincoat hoodie leggings pyjamas apron basket
  mirror carpet curtain armchair bookshelf flowerpot headphones keyboard speaker tripod lamp vase stool`.split(
  /\s+/,
)
const SYLLABLES =
  'ba de fi go lu ma ne pi ro su ta ve wi zo ka le mi no pu ra se ti vo xa cha dri flo gre sto'.split(' ')

/** The n-th made-up word: `bade`, `fibade` … */
function tailWord(n: number): string {
  let word = ''
  for (let left = n + SYLLABLES.length; left > 0; left = Math.floor(left / SYLLABLES.length)) {
    word += SYLLABLES[left % SYLLABLES.length]
  }
  return word
}

const TAIL_WORDS = 30_000
const VENDORS = 2_000

function createCatalogue() {
  const random = createRandom(42)
  /** Zipf's law with exponent one: rank r comes up with a chance of about 1/r. */
  const zipf = (count: number) => Math.floor((count + 1) ** random()) - 1
  const pick = (words: readonly string[]) => words[zipf(words.length)] ?? ''
  const many = <T>(count: number, make: () => T) => Array.from({ length: count }, make)
  return (n: number): TextDocument => {
    const title = [pick(COLOURS), pick(MATERIALS), pick(NOUNS)].map(
      (w) => w.charAt(0).toUpperCase() + w.slice(1),
    )
    const sku = `SKU-${String(n).padStart(5, '0')}`
    return {
      id: `prod_${String(n).padStart(8, '0')}${Math.floor(random() * 2 ** 48)
        .toString(36)
        .padStart(10, '0')}`,
      revision: 1,
      title: `${title.join(' ')} ${1 + zipf(1_000)}`,
      keywords: [
        `${tailWord(VENDORS + zipf(VENDORS))} Company`,
        ...many(2, () => pick(NOUNS)),
        ...many(3, () => tailWord(zipf(TAIL_WORDS))),
        ...['S', 'M', 'L', 'XL'].flatMap((size) => [size, `${sku}-${size}`]),
      ],
      body: many(30, () => (random() < 0.1 ? pick(NOUNS) : tailWord(zipf(TAIL_WORDS)))).join(' '),
      createdAt: 1_700_000_000_000 + n * 1_000,
    }
  }
}

const QUERIES_OF_A_KIND = 20

/** The same queries for each size of catalogue, about words that are common in all of them. */
function toQueries(): { readonly [kind: string]: readonly string[] } {
  const nouns = NOUNS.slice(0, QUERIES_OF_A_KIND)
  const colour = (at: number) => COLOURS[at % 8] ?? ''
  const swapped = (word: string) => word.slice(0, 2) + word[3] + word[2] + word.slice(4)
  return {
    'one common word': nouns,
    'two words': nouns.map((noun, at) => `${colour(at)} ${noun}`),
    'three words': nouns.map((noun, at) => `${colour(at)} ${MATERIALS[at % 8]} ${noun}`),
    'prefix of three': nouns.map((noun) => noun.slice(0, 3)),
    'one letter': [...'bcdfghklmnprstuvw'],
    'two, one unfinished': nouns.map((noun, at) => `${colour(at)} ${noun.slice(0, 2)}`),
    typo: nouns.map(swapped),
    'two, one with a typo': nouns.map((noun, at) => `${colour(at)} ${swapped(noun)}`),
    'two that rarely meet': nouns.map((noun, at) => `${noun} ${NOUNS[(at + 7) % NOUNS.length]} lamp`),
    SKU: nouns.map((_, at) => `SKU-${String(at * 37).padStart(5, '0')}-M`),
    'SKU prefix': nouns.map((_, at) => `sku-${String(at).padStart(4, '0')}`),
    'no match': nouns.map((_, at) => `qzwx${String.fromCharCode(97 + at)}vq`),
  }
}

interface Subject {
  put(document: TextDocument): void
  search(query: string): number
  replace(document: TextDocument): void
}

function createOwn(): Subject {
  const index = createTextIndex()
  return {
    put: (document) => index.put(document),
    replace: (document) => index.put({ ...document, revision: 2, title: `${document.title} anew` }),
    search: (query) => index.search(query, { offset: 0, limit: 20 }).ids.length,
  }
}

/** As much of MiniSearch as is used. */
interface MiniSearch {
  add(document: object): void
  replace(document: object): void
  search(query: string): { id: string }[]
}

async function createTheirs(path: string): Promise<Subject> {
  const module = (await import(path)) as { default: new (options: object) => MiniSearch }
  const index = new module.default({
    fields: ['title', 'keywords', 'body'],
    searchOptions: {
      boost: { title: 10, keywords: 3 },
      combineWith: 'AND',
      prefix: true,
      fuzzy: (term: string) => (term.length >= 5 ? 1 : false),
    },
  })
  const flat = (document: TextDocument) => ({ ...document, keywords: document.keywords.join(' ') })
  return {
    put: (document) => index.add(flat(document)),
    replace: (document) => index.replace({ ...flat(document), title: `${document.title} anew` }),
    search: (query) => index.search(query).slice(0, 20).length,
  }
}

function memoryMb(): number {
  collectGarbage()
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Durations of `run` in microseconds, sorted. Stops after `budgetMs`. */
function timesOf(count: number, run: (at: number) => void, budgetMs = 4_000): number[] {
  const times: number[] = []
  const until = performance.now() + budgetMs
  for (let at = 0; at < count && performance.now() < until; at += 1) {
    const start = performance.now()
    run(at)
    times.push((performance.now() - start) * 1_000)
  }
  return times.sort((a, b) => a - b)
}

const ROUNDS = 7
const RUNS = 1_000

/** Of several rounds the least disturbed one: other processes slow some down, none makes one faster. */
function measureQueries(subject: Subject) {
  return Object.entries(toQueries()).map(([kind, queries]) => {
    let results = 0
    let runs = 0
    const run = (at: number) => {
      results += subject.search(queries[at % queries.length] ?? '')
      runs += 1
    }
    const rounds = Array.from({ length: ROUNDS }, () => {
      const times = timesOf(RUNS, run, 1_000)
      return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
    })
    const [best] = rounds.sort((a, b) => a.p50 + a.p99 - b.p50 - b.p99)
    return { kind, p50: best?.p50 ?? 0, p99: best?.p99 ?? 0, results: results / runs }
  })
}

async function measure(name: string, subject: Subject, count: number) {
  const before = memoryMb()
  const documentOf = createCatalogue()
  let ownMs = 0
  const putTimes: number[] = []
  for (let n = 0; n < count; n += 1) {
    const document = documentOf(n)
    const start = performance.now()
    subject.put(document)
    const took = performance.now() - start
    ownMs += took
    putTimes.push(took * 1_000)
  }
  const sorted = Float64Array.from(putTimes).sort()
  const put = [0.5, 0.99, 1].map((share) => sorted[Math.min(count - 1, Math.floor(count * share))] ?? 0)
  putTimes.length = 0
  const memory = memoryMb() - before
  const queries = measureQueries(subject)
  const again = createCatalogue()
  const replaced = timesOf(1_000, (at) => subject.replace(again(at)))
  return { name, count, buildMs: ownMs, put, memory, queries, replaceP50: quantile(replaced, 0.5) }
}

type Measured = Awaited<ReturnType<typeof measure>>

function print({ name, count, buildMs, put, memory, queries, replaceP50 }: Measured): void {
  const us = (value: number) => value.toFixed(value < 100 ? 1 : 0).padStart(10)
  console.log(`\n${name}, ${count} documents: built in ${buildMs.toFixed(0)} ms, ${memory.toFixed(0)} MB`)
  console.log(
    `put p50, p99, max: ${put.map((each) => us(each).trim()).join(', ')} µs; replace p50 ${us(replaceP50).trim()} µs`,
  )
  console.log(
    `${'query'.padEnd(24)}${'p50 µs'.padStart(10)}${'p99 µs'.padStart(10)}${'results'.padStart(10)}`,
  )
  for (const { kind, p50, p99, results } of queries)
    console.log(kind.padEnd(24) + us(p50) + us(p99) + results.toFixed(1).padStart(10))
}

const measured: Measured[] = []
for (const count of options.documents.split(',').map(Number)) {
  measured.push(await measure('text index', createOwn(), count))
  if (options.against) measured.push(await measure('MiniSearch', await createTheirs(options.against), count))
}
if (options.json) console.log(JSON.stringify(measured))
else for (const each of measured) print(each)
