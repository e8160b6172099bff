import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  fold,
  labelWords,
  proseWords,
  QUERY_WORDS_MAX,
  readQuery,
  singularsOf,
  titleKey,
  WORD_CHARS_MAX,
} from './words.ts'

test('case, accents, width and ligatures make no difference', () => {
  const pairs = [
    ['Café', 'cafe'],
    ['CRÈME BRÛLÉE', 'creme brulee'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['GROẞ', 'gross'],
    ['İstanbul', 'istanbul'],
    ['Ｔシャツ', 'tシャツ'],
    ['ﬁne', 'fine'],
    ['Łódź', 'lodz'],
    ['smørrebrød', 'smorrebrod'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['cafe\u0301', 'cafe'],
    ['soft\u00adware', 'software'],
  ] as const
  for (const [text, folded] of pairs) assert.equal(fold(text), folded)
})

test('marks that are letters of their script stay', () => {
  assert.equal(fold('किताब'), 'किताब')
  assert.equal(fold('がか'), 'がか')
  assert.equal(fold('셔츠'), '셔츠')
  assert.equal(fold('שָׁלוֹם'), 'שלום')
  assert.equal(fold('Москва́'), 'москва')
})

test('text becomes words; signs and emoji do not', () => {
  assert.deepEqual(proseWords('A fine, 100 % cotton shirt 👕 (blue)!'), [
    'a',
    'fine',
    '100',
    'cotton',
    'shirt',
    'blue',
  ])
  assert.deepEqual(proseWords('👩‍👩‍👧‍👦 🎧️ … —'), [])
  assert.deepEqual(proseWords(''), [])
})

test('what inner signs hold together is found in parts and as a whole', () => {
  assert.deepEqual(labelWords('SKU-00123'), ['sku', '00123', 'sku00123'])
  assert.deepEqual(labelWords('T-Shirt blue'), ['t', 'shirt', 'tshirt', 'blue'])
  assert.deepEqual(labelWords("men's"), ['men', 's', 'mens'])
  assert.deepEqual(labelWords('a-b-c-d-e-f-g'), ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  assert.deepEqual(labelWords('cotton, wool'), ['cotton', 'wool'])
})

test('scripts without spaces are cut into pairs of neighbours', () => {
  assert.deepEqual(labelWords('蓝色衬衫'), ['蓝色', '色衬', '衬衫', '衫'])
  assert.deepEqual(labelWords('iPhone手机'), ['iphone', '手机', '机'])
  assert.deepEqual(readQuery('衬衫').readings, [['衬衫']])
  assert.deepEqual(readQuery('衫').readings, [['衫']])
  assert.deepEqual(proseWords('𠮷野家'), ['𠮷野', '野家', '家'])
})

test('a query with inner signs is read as a whole first, then in parts', () => {
  assert.deepEqual(readQuery('blue SKU-00123').readings, [
    ['blue', 'sku00123'],
    ['blue', 'sku', '00123'],
  ])
  assert.deepEqual(readQuery('blue blue shirt').readings, [['blue', 'shirt']])
})

test('a query has a bounded number of bounded words', () => {
  assert.equal(readQuery('a b c d e f g h i j k').readings[0]?.length, QUERY_WORDS_MAX)
  assert.equal(readQuery('x'.repeat(10_000)).readings[0]?.[0]?.length, WORD_CHARS_MAX)
})

test('titles are the same when their words are, in order', () => {
  assert.equal(titleKey(' Blue  T-Shirt! '), titleKey('blue t shirt'))
  assert.notEqual(titleKey('shirt blue'), titleKey('blue shirt'))
})

test('a plural may mean its singular', () => {
  assert.deepEqual(singularsOf('shirts'), ['shirt'])
  assert.deepEqual(singularsOf('dresses'), ['dresse', 'dress'])
  assert.deepEqual(singularsOf('dress'), [])
  assert.deepEqual(singularsOf('gas'), [])
})

test('any text is read, and a document has every word that the same text as a query asks for', () => {
  const unit = fc.oneof(
    fc.nat(0xffff).map((code) => String.fromCharCode(code)),
    fc.constantFrom(...'aZ0 -.\u0301衫が👕é'),
  )
  const text = fc.string({ unit, maxLength: 60 })
  fc.assert(
    fc.property(text, (any) => {
      const label = new Set(labelWords(any))
      for (const word of readQuery(any).readings[0] ?? []) assert.ok(label.has(word), word)
      const prose = new Set(proseWords(any))
      for (const word of readQuery(any).readings.at(-1) ?? []) assert.ok(prose.has(word), word)
    }),
  )
})

test('long runs of one kind are read in one go', () => {
  for (const unit of ['a', 'a-', '-', '-a', "a'", '衫', '\u0301', 'a\u0301', ' ', '.a-', '\u{1f600}']) {
    const text = `${unit.repeat(20_000)}!`
    assert.ok(labelWords(text).length <= text.length)
    assert.ok(proseWords(text).length <= text.length)
  }
})
