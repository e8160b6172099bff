import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filtersOf, isNarrowed, sortOf, toSearch, without } from './listing.ts'

test('an address becomes a search of the shop', () => {
  const listing = { q: 'pot', sort: '-price', min: '500', max: '2000', available: 'true', vendor: 'Ada' }
  assert.deepEqual(toSearch(listing, 'cups'), {
    q: 'pot',
    category: 'cups',
    sort: '-price',
    minPrice: 500,
    maxPrice: 2000,
    available: true,
    vendor: 'Ada',
  })
})

test('what is not said is not asked', () => {
  assert.deepEqual(toSearch({}), { q: '', sort: 'newest' })
  assert.deepEqual(toSearch({ q: '', vendor: '', available: 'false' }), { q: '', sort: 'newest' })
})

test('nonsense in an address is passed over', () => {
  assert.deepEqual(toSearch({ sort: 'magic', min: '-1', max: '1e9' }), { q: '', sort: 'newest' })
  assert.deepEqual(filtersOf({ min: 'abc', available: 'perhaps' }), [])
})

test('words are ordered by how well they match, everything else by age', () => {
  assert.equal(sortOf({ q: 'pot' }), 'relevance')
  assert.equal(sortOf({ q: 'pot', sort: 'newest' }), 'newest')
  assert.equal(sortOf({ sort: 'relevance' }), 'newest')
})

test('a category as it is needs no search', () => {
  assert.equal(isNarrowed({}), false)
  assert.equal(isNarrowed({ sort: 'newest' }), false)
  assert.equal(isNarrowed({ sort: 'price' }), true)
  assert.equal(isNarrowed({ max: '100' }), true)
})

test('taking a filter away leaves the others and the order', () => {
  const listing = { q: 'pot', sort: 'price', min: '1', max: '2', vendor: 'Ada' }
  assert.deepEqual(filtersOf(listing), ['price', 'vendor'])
  assert.deepEqual(without(listing, ['price']), { q: 'pot', sort: 'price', vendor: 'Ada' })
  assert.deepEqual(without(listing, filtersOf(listing)), { q: 'pot', sort: 'price' })
})
