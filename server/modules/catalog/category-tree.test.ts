import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heightOf } from './category-tree.ts'

const tree = [
  { id: 'home', parentId: null },
  { id: 'kitchen', parentId: 'home' },
  { id: 'cups', parentId: 'kitchen' },
  { id: 'garden', parentId: 'home' },
]

test('the height of a category counts the levels within it', () => {
  assert.equal(heightOf(tree, 'home'), 3)
  assert.equal(heightOf(tree, 'garden'), 1)
})

test('a loop, should there ever be one, does not hold anyone up', () => {
  const loop = [
    { id: 'a', parentId: 'b' },
    { id: 'b', parentId: 'a' },
  ]
  assert.equal(heightOf(loop, 'a'), 2)
})
