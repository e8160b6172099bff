import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distance } from './ranking.model.ts'
import { corrections, isSpellable } from './spelling.ts'
import { addToTrie, createTrie, dropFromTrie } from './trie.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'д'), minLength: 1, maxLength: 7 })

test('the beginnings of known words at distance one are found, and no others', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 30 }), word, (words, typed) => {
      const trie = createTrie()
      for (const each of words) addToTrie(trie, each)
      const beginnings = new Set(words.flatMap((each) => Array.from(each, (_, at) => each.slice(0, at + 1))))
      const expected = [...beginnings].filter((each) => distance(each, typed) === 1)
      // A letter left out at the very end is a plain prefix match, which the caller has anyway.
      const wanted = expected.filter((each) => !(each.length > typed.length && each.startsWith(typed)))
      assert.deepEqual(
        corrections(trie, typed)
          .texts.filter((each) => each !== '')
          .sort(),
        wanted.sort(),
      )
    }),
  )
})

test('a trie is empty again when all words are dropped, and uses the room again', () => {
  const trie = createTrie()
  for (let round = 0; round < 20; round += 1) {
    const words = Array.from(
      { length: 200 },
      (_, n) => `${'abcdefghij'[n % 10]}word${round}${'xyz'[n % 3]}${n}`,
    )
    for (const each of words) addToTrie(trie, each)
    for (const each of words) dropFromTrie(trie, each)
    assert.equal(trie.child[0], 0)
  }
  assert.ok(trie.used < 4_000, `${trie.used} nodes`)
})

test('one look-up is bounded, however many letters a script has', () => {
  const trie = createTrie()
  for (let n = 0; n < 11_000; n += 1) addToTrie(trie, `${String.fromCharCode(0xac00 + n)}가나다라`)
  assert.ok(corrections(trie, '마가나다라').steps < 60_000)
})

test('article numbers are not spelt', () => {
  assert.equal(isSpellable('shirt'), true)
  assert.equal(isSpellable('рубашка'), true)
  assert.equal(isSpellable('sku00123'), false)
  assert.equal(isSpellable('abc'), false)
})
