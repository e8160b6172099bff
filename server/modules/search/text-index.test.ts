import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTextIndex, RESULTS_MAX, type TextDocument, type TextIndex } from './text-index.ts'

const aDocument = (id: string, more: Partial<TextDocument> = {}): TextDocument => ({
  id,
  revision: 1,
  title: '',
  keywords: [],
  body: '',
  createdAt: 0,
  ...more,
})

function indexOf(...documents: readonly TextDocument[]): TextIndex {
  const index = createTextIndex()
  for (const document of documents) index.put(document)
  return index
}

/** Documents with these titles, the first the newest, whose ids are the titles. */
const titled = (...titles: readonly string[]): TextIndex =>
  indexOf(...titles.map((title, at) => aDocument(title, { title, createdAt: -at })))

const idsOf = (index: TextIndex, query: string, limit = 100): string[] =>
  index.search(query, { offset: 0, limit }).ids

test('a title word beats its beginning, then come keywords, text, and words with a typo', () => {
  const index = indexOf(
    aDocument('typo', { title: 'Red skirt', createdAt: 9 }),
    aDocument('body', { title: 'Red thing', body: 'goes with a shirt', createdAt: 8 }),
    aDocument('keyword', { title: 'Red thing', keywords: ['Shirt'], createdAt: 7 }),
    aDocument('prefix', { title: 'Red shirtdress', createdAt: 6 }),
    aDocument('title', { title: 'Red shirt', createdAt: 5 }),
    aDocument('whole', { title: 'Shirt', createdAt: 4 }),
    aDocument('none', { title: 'Red shoe', createdAt: 10 }),
  )
  assert.deepEqual(idsOf(index, 'shirt'), ['whole', 'title', 'prefix', 'keyword', 'body', 'typo'])
})

test('the more words of a query are in the title, the better', () => {
  const index = indexOf(
    aDocument('one', { title: 'Blue hat', keywords: ['cotton', 'shirt'], createdAt: 3 }),
    aDocument('two', { title: 'Blue cotton hat', keywords: ['shirt'], createdAt: 2 }),
    aDocument('three', { title: 'Shirt of blue cotton', createdAt: 1 }),
  )
  assert.deepEqual(idsOf(index, 'blue cotton shirt'), ['three', 'two', 'one'])
})

test('equally good results come newest first, then by id', () => {
  const at = (id: string, createdAt: number) => aDocument(id, { title: `Shirt ${id}`, createdAt })
  const index = indexOf(at('b', 5), at('d', 1), at('a', 5), at('c', 9))
  assert.deepEqual(idsOf(index, 'shirt'), ['c', 'a', 'b', 'd'])
})

test('every word has to be found somewhere; only if that fails, most of them', () => {
  const index = indexOf(
    aDocument('both', { title: 'Blue shirt' }),
    aDocument('blue', { title: 'Blue hat' }),
    aDocument('all', { title: 'Shirt', body: 'comes in blue and green' }),
  )
  assert.deepEqual(idsOf(index, 'blue shirt'), ['both', 'all'])
  assert.deepEqual(idsOf(index, 'blue shirt zebra'), ['both', 'all', 'blue'])
  assert.deepEqual(idsOf(index, 'zebra'), [])
})

test('words match by their beginning, the last from its first letter', () => {
  const index = titled('Shirt', 'Umbrella')
  for (const typed of ['s', 'sh', 'shir', 'shirt', 'SHIR']) assert.deepEqual(idsOf(index, typed), ['Shirt'])
  const blue = titled('Blue shirt', 'Blue umbrella')
  assert.deepEqual(idsOf(blue, 'bl s'), ['Blue shirt'])
  assert.deepEqual(idsOf(blue, 'blue shi'), ['Blue shirt'])
})

test('one typo is forgiven in words of five letters or more', () => {
  const index = titled('Shirt')
  for (const typed of ['shrit', 'shiirt', 'shrt', 'xhirt', 'shirr', 'hirt', 'hsirt'])
    assert.deepEqual(idsOf(index, typed), ['Shirt'], typed)
  for (const typed of ['shrti', 'sxixt', 'trihs']) assert.deepEqual(idsOf(index, typed), [], typed)
  assert.deepEqual(idsOf(titled('Blue'), 'blux'), [])
})

test('a typo is also forgiven in the beginning of a long word, and in a plural', () => {
  assert.deepEqual(idsOf(titled('Headphones'), 'haedphon'), ['Headphones'])
  assert.deepEqual(idsOf(titled('Shirts'), 'shrit'), ['Shirts'])
  assert.deepEqual(idsOf(titled('Shirt'), 'shrits'), ['Shirt'])
  assert.deepEqual(idsOf(titled('Backpack'), 'black'), [])
})

test('a plural finds its singular, and the other way round', () => {
  const index = titled('Shirt', 'Shirts', 'Box', 'Dress')
  assert.deepEqual(idsOf(index, 'shirts'), ['Shirts', 'Shirt'])
  assert.deepEqual(idsOf(index, 'shirt'), ['Shirt', 'Shirts'])
  assert.deepEqual(idsOf(index, 'boxes'), ['Box'])
  assert.deepEqual(idsOf(index, 'dresses'), ['Dress'])
})

test('article numbers are found as they are, by their beginning, in parts and without signs, never by typo', () => {
  const index = indexOf(
    aDocument('123', { title: 'Hat', keywords: ['SKU-00123'] }),
    aDocument('124', { title: 'Hat', keywords: ['SKU-00124'] }),
    aDocument('999', { title: 'Hat', keywords: ['AB/99.9'] }),
  )
  for (const typed of ['SKU-00123', 'sku-00123', 'sku 00123', 'SKU00123', '00123', 'sku_00123'])
    assert.deepEqual(idsOf(index, typed), ['123'], typed)
  for (const typed of ['SKU-0012', 'sku-00', 'sku001', '0012'])
    assert.deepEqual(idsOf(index, typed), ['123', '124'], typed)
  assert.deepEqual(idsOf(index, 'ab/99.9'), ['999'])
  assert.deepEqual(idsOf(index, 'ab999'), ['999'])
})

test('accents, case and script make no difference where people expect none', () => {
  const index = titled(
    'Café au lait',
    'Großer Straßenmantel',
    '蓝色棉衬衫',
    'デニムシャツ',
    '면 셔츠',
    'Рубашка',
  )
  const expected = {
    cafe: 'Café au lait',
    CAFÉ: 'Café au lait',
    strassenmantel: 'Großer Straßenmantel',
    GROSSER: 'Großer Straßenmantel',
    衬衫: '蓝色棉衬衫',
    棉: '蓝色棉衬衫',
    衫: '蓝色棉衬衫',
    シャツ: 'デニムシャツ',
    셔츠: '면 셔츠',
    рубашак: 'Рубашка',
  }
  for (const [typed, found] of Object.entries(expected)) assert.deepEqual(idsOf(index, typed), [found], typed)
  assert.deepEqual(idsOf(index, '👕 cafe 👕'), ['Café au lait'])
  assert.deepEqual(idsOf(index, '👕'), [])
})

test('a search sees what was put just before, and nothing of what was replaced or removed', () => {
  const index = indexOf(aDocument('a', { title: 'Shirt', keywords: ['linen'] }))
  index.put(aDocument('a', { title: 'Jacket', keywords: ['linen'], createdAt: 5, revision: 2 }))
  assert.deepEqual(idsOf(index, 'shirt'), [])
  assert.deepEqual(idsOf(index, 'jacket'), ['a'])
  assert.deepEqual(idsOf(index, 'linen'), ['a'])
  index.remove('a')
  index.remove('a')
  assert.deepEqual(idsOf(index, 'jacket'), [])
  assert.equal(index.size, 0)
})

test('an older revision does not replace a newer one', () => {
  const index = indexOf(aDocument('a', { title: 'New', revision: 3 }))
  index.put(aDocument('a', { title: 'Old', revision: 2 }))
  assert.deepEqual(idsOf(index, 'new'), ['a'])
  index.put(aDocument('a', { title: 'Same', revision: 3 }))
  assert.deepEqual(idsOf(index, 'same'), ['a'])
})

test('text past its limit is not indexed', () => {
  const index = indexOf(aDocument('a', { body: `${'x'.repeat(1_990)} inside outside` }))
  assert.deepEqual(idsOf(index, 'inside'), ['a'])
  assert.deepEqual(idsOf(index, 'outside'), [])
})

test('pages follow each other without gap or repetition, up to a thousand results', () => {
  const titles = Array.from({ length: 1_500 }, (_, n) =>
    aDocument(`p${n}`, { title: `Blue shirt ${n}`, createdAt: n }),
  )
  const index = indexOf(...titles)
  for (const query of ['shirt', 'blue shirt', 'shirt b']) {
    const seen: string[] = []
    for (let offset = 0; offset < RESULTS_MAX; offset += 40) {
      const { ids, more } = index.search(query, { offset, limit: 40 })
      seen.push(...ids)
      assert.equal(more, offset + 40 < RESULTS_MAX)
    }
    assert.equal(seen.length, RESULTS_MAX)
    assert.equal(new Set(seen).size, RESULTS_MAX)
    assert.equal(seen[0], 'p1499')
    assert.deepEqual(index.search(query, { offset: RESULTS_MAX, limit: 40 }), { ids: [], more: false })
    assert.equal(index.search(query, { offset: 990, limit: 40 }).ids.length, 10)
  }
})

const letters = fc.string({ unit: fc.constantFrom(...'abcdefghé'), minLength: 2, maxLength: 9 })
const titles = fc.array(fc.array(letters, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 })

/** All strings that one slip of the fingers makes of a word. */
function slipsOf(word: string): string[] {
  const slips: string[] = []
  for (let at = 0; at <= word.length; at += 1) {
    const [start, end] = [word.slice(0, at), word.slice(at)]
    if (end) slips.push(start + end.slice(1), `${start}q${end.slice(1)}`)
    if (end.length > 1) slips.push(start + end.charAt(1) + end.charAt(0) + end.slice(2))
    slips.push(`${start}q${end}`)
  }
  return slips
}

test('a document is found by each word of its title, by each beginning of two letters, and by each slip', () => {
  fc.assert(
    fc.property(titles, (all) => {
      const index = indexOf(...all.map((words, at) => aDocument(`p${at}`, { title: words.join(' ') })))
      for (const [at, words] of all.entries()) {
        for (const word of words) {
          const begun = Array.from(word, (_, letter) => word.slice(0, letter + 1)).slice(1)
          const slips = word.length >= 5 ? slipsOf(word) : []
          for (const typed of [...begun, ...slips])
            assert.ok(idsOf(index, typed).includes(`p${at}`), `${typed} for ${word}`)
        }
      }
    }),
    { numRuns: 60 },
  )
})

/** Products whose words are about as common as in a shop. */
function createShop(count: number): TextIndex {
  const index = createTextIndex()
  for (let n = 0; n < count; n += 1) {
    const noun = ['shirt', 'dress', 'jacket', 'blanket', 'lamp', 'basket'][n % 6]
    const colour = ['blue', 'black', 'white', 'green', 'olive'][n % 5]
    const sku = `SKU-${String(n).padStart(6, '0')}`
    const body = `The ${noun} that goes with word${n % 701} and word${n % 83}`
    index.put(
      aDocument(`p${n}`, {
        title: `${colour} ${noun} ${n % 97}`,
        keywords: [sku, 'S', 'M'],
        body,
        createdAt: n,
      }),
    )
  }
  return index
}

test('a search takes no more steps than its bounds, however many documents there are', () => {
  const [small, large] = [createShop(1_000), createShop(20_000)]
  const stepsOf = (index: TextIndex, query: string): number => {
    const before = index.steps
    index.search(query, { offset: 0, limit: 20 })
    return index.steps - before
  }
  for (const query of ['shirt', 's', 'sh', 'bl', 'word', 'SKU-000', 'shrit', 'sku-000123', 'nothing'])
    assert.ok(stepsOf(large, query) <= stepsOf(small, query) * 1.3 + 200, query)
  for (const query of [
    'blue shirt',
    'blue s',
    'green lamp 12',
    'shirt dress',
    'olive s m l',
    'blue shrit',
    'a b c d e',
  ])
    assert.ok(stepsOf(large, query) <= 60_000, `${query}: ${stepsOf(large, query)}`)
})

test('no text that anyone types is refused, or takes more than its share', () => {
  const index = createShop(3_000)
  const unit = fc.oneof(
    fc.nat(0xffff).map((code) => String.fromCharCode(code)),
    fc.constantFrom('shirt', 'blue', 'sku-0', 's', 'word1', ' ', '-', '👕', '衫', '\u0301', '\0'),
  )
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 80 }), fc.nat(1_200), fc.nat(200), (query, offset, limit) => {
      const before = index.steps
      const { ids } = index.search(query, { offset, limit })
      assert.ok(ids.length <= limit)
      assert.ok(index.steps - before < 500_000)
    }),
    { numRuns: 300 },
  )
  assert.deepEqual(index.search('shirt', { offset: -1, limit: 10 }), { ids: [], more: false })
  assert.deepEqual(index.search('shirt', { offset: Number.NaN, limit: 10 }), { ids: [], more: false })
  assert.deepEqual(idsOf(index, 'shirt '.repeat(100_000), 1).length, 1)
})
