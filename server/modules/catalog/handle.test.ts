import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HANDLE_PATTERN, toHandle } from './handle.ts'

test('a handle is the title in lower case, without accents and signs', () => {
  for (const [title, handle] of [
    ['Crème brûlée, 4 pieces', 'creme-brulee-4-pieces'],
    ["Men's  T-Shirt!", 'mens-t-shirt'],
    ['Große Tasse', 'grosse-tasse'],
    ['ÅNGSTRÖM', 'angstrom'],
    ['  -- ½ kg --', '1-2-kg'],
    ['Søren & Łukasz', 'soren-lukasz'],
  ] as const) {
    assert.equal(toHandle(title), handle)
  }
})

test('letters that Latin has no like of stay', () => {
  assert.equal(toHandle('青い カップ'), '青い-カップ')
  assert.equal(toHandle('Синяя Чашка'), 'синяя-чашка')
})

test('a title without any letter still gets a handle', () => {
  assert.equal(toHandle('!!!'), 'untitled')
})

test('a long title is cut between words', () => {
  const handle = toHandle('word '.repeat(40))
  assert.equal(handle, Array(40).fill('word').join('-'))
  assert.ok(toHandle('word '.repeat(400)).endsWith('-word'))
  assert.ok(toHandle('x'.repeat(300)).length <= 200)
})

test('every title makes a handle that the API takes, short enough for an address', () => {
  const pattern = new RegExp(HANDLE_PATTERN, 'u')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (title) => {
      const handle = toHandle(title)
      assert.match(handle, pattern)
      assert.ok(encodeURIComponent(handle).length <= 200)
    }),
  )
})
