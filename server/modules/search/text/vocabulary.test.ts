import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addWord, createVocabulary, dropWord, hasMoreThan, idOf, wordsFrom } from './vocabulary.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '衫'), minLength: 1, maxLength: 5 })

test('words are found by themselves and by their beginnings, until they are dropped', () => {
  const steps = fc.array(fc.tuple(word, fc.boolean()), { maxLength: 300 })
  fc.assert(
    fc.property(steps, word, (changes, prefix) => {
      const vocabulary = createVocabulary()
      const model = new Set<string>()
      for (const [text, isAdded] of changes) {
        if (isAdded && !model.has(text)) addWord(vocabulary, text)
        if (!isAdded && model.has(text)) dropWord(vocabulary, idOf(vocabulary, text))
        if (isAdded) model.add(text)
        else model.delete(text)
      }
      for (const [text] of changes) assert.equal(idOf(vocabulary, text) !== -1, model.has(text))
      const expected = [...model].filter((each) => each.startsWith(prefix)).sort((a, b) => (a < b ? -1 : 1))
      const found = wordsFrom(vocabulary, prefix, 20).map((id) => vocabulary.texts[id])
      assert.deepEqual(found, expected.slice(0, 20))
      for (const count of [0, 2, expected.length - 1, expected.length])
        assert.equal(
          hasMoreThan(vocabulary, Math.max(0, count), prefix),
          expected.length > Math.max(0, count),
        )
    }),
    { numRuns: 100 },
  )
})

test('numbers of dropped words are used again, and the table does not fill up with their traces', () => {
  const vocabulary = createVocabulary()
  for (let round = 0; round < 50; round += 1) {
    for (let n = 0; n < 500; n += 1) addWord(vocabulary, `word${round}x${n}`)
    for (let n = 0; n < 500; n += 1) dropWord(vocabulary, idOf(vocabulary, `word${round}x${n}`))
  }
  assert.equal(vocabulary.size, 0)
  assert.equal(vocabulary.texts.length, 500)
  assert.equal(vocabulary.table.length, 2_048)
  assert.ok(vocabulary.table.every((each) => each === 0))
})

test('ten thousand words stay apart', () => {
  const vocabulary = createVocabulary()
  const ids = Array.from({ length: 10_000 }, (_, n) => addWord(vocabulary, `article${n * 37}`))
  assert.equal(new Set(ids).size, 10_000)
  ids.forEach((id, n) => {
    assert.equal(idOf(vocabulary, `article${n * 37}`), id)
  })
  assert.equal(idOf(vocabulary, 'article1'), -1)
})
