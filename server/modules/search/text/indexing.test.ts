import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createIndex, type Index, putDocument, removeDocument } from './indexing.ts'

const aProduct = (n: number, round: number) => ({
  id: `p${n}`,
  revision: round,
  title: `Blue shirt ${n} edition${round}`,
  keywords: [`SKU-${n}-${round}`, `tag${n % 7}`],
  body: `Comfortable cotton, made in round${round}, lot${n * 31}`.repeat(1 + (round % 3)),
  createdAt: n,
})

/** How much room each part has, whether in use or not. */
const roomOf = ({ documents, terms, titles }: Index) => ({
  slots: documents.ids.length,
  entries: documents.entries.length,
  words: terms.vocabulary.texts.length,
  table: terms.vocabulary.table.length,
  letters: terms.spelling.child.length,
  lists: terms.lists.length,
  crowds: terms.crowds.size,
  titles: titles.size,
})

test('putting the same documents again and again takes no more room', () => {
  const index = createIndex()
  const putAll = (round: number) => {
    for (let n = 0; n < 300; n += 1) putDocument(index, aProduct(n, round))
  }
  for (let round = 1; round <= 6; round += 1) putAll(round)
  const before = roomOf(index)
  for (let round = 7; round <= 60; round += 1) putAll(round)
  assert.deepEqual(roomOf(index), before)
})

test('the same document again changes nothing at all', () => {
  const index = createIndex()
  for (let n = 0; n < 100; n += 1) putDocument(index, aProduct(n, 1))
  const before = structuredClone({ ...index.terms, ...index.documents })
  for (let n = 0; n < 100; n += 1) putDocument(index, aProduct(n, 1))
  assert.deepEqual({ ...index.terms, ...index.documents }, before)
})

test('when everything is removed nothing is left but room', () => {
  const index = createIndex()
  for (let n = 0; n < 500; n += 1) putDocument(index, aProduct(n, 1))
  for (let n = 0; n < 500; n += 1) removeDocument(index, `p${n}`)
  const { documents, terms, titles } = index
  assert.equal(documents.slots.size, 0)
  assert.equal(documents.wasted, documents.used)
  assert.equal(terms.vocabulary.size, 0)
  assert.equal(terms.vocabulary.order, undefined)
  assert.equal(terms.crowds.size, 0)
  assert.equal(terms.bitmaps.size, 0)
  assert.equal(terms.spelling.child[0], 0)
  assert.ok(terms.lists.every((list) => list === undefined))
  assert.equal(titles.size, 0)
})
