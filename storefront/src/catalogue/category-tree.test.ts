import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Category, childrenOf, mostExact, pathTo } from './category-tree.ts'

const aCategory = (id: string, parentId: string | null): Category => ({
  id,
  handle: id,
  title: id,
  description: '',
  image: null,
  parentId,
  position: 0,
  version: 1,
})

const kitchen = aCategory('kitchen', null)
const cups = aCategory('cups', 'kitchen')
const mugs = aCategory('mugs', 'cups')
const garden = aCategory('garden', null)
const all = [kitchen, cups, mugs, garden]

test('a path leads from the top to the category', () => {
  assert.deepEqual(pathTo(all, mugs), [kitchen, cups, mugs])
  assert.deepEqual(pathTo(all, garden), [garden])
})

test('a path begins where the list ends', () => {
  assert.deepEqual(pathTo([mugs], mugs), [mugs])
})

test('a circle does not hold anybody up', () => {
  const a = aCategory('a', 'b')
  const b = aCategory('b', 'a')
  assert.deepEqual(pathTo([a, b], a), [b, a])
})

test('children are those directly within', () => {
  assert.deepEqual(childrenOf(all, 'kitchen'), [cups])
  assert.deepEqual(childrenOf(all, null), [kitchen, garden])
})

test('the deepest of a product’s categories stands for it', () => {
  assert.equal(mostExact(all, ['garden', 'mugs']), mugs)
  assert.equal(mostExact(all, ['unknown']), undefined)
})
