import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Fault } from '#kernel/fault.ts'
import { checkReturnPath } from './return-path.ts'

const ORIGIN = 'https://shop.example'

const refused = (text: string) =>
  assert.throws(
    () => checkReturnPath(text, ORIGIN),
    (error) => error instanceof Fault,
    text,
  )

test('paths of the shop are kept as they are', () => {
  for (const path of ['/', '/cart', '/account?tab=orders&page=2', '/products/mug#reviews', '/a%20b']) {
    assert.equal(checkReturnPath(path, ORIGIN), path)
  }
})

test('whatever a browser would take for another house is refused', () => {
  const tries = [
    ...['https://evil.example', '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example'],
    ...['/\t/evil.example', '/\n/evil.example', ' //evil.example', '/..//evil.example', '/.//evil.example'],
    ...[
      'javascript:alert(1)',
      'data:text/html,x',
      'evil.example',
      '',
      '?x',
      '#x',
      '/a\\b',
      '/ä',
      '/%2e%2e//evil',
    ],
  ]
  for (const text of tries) refused(text)
})

test('whatever is let through stays on the shop’s own pages', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '@',
    ':',
    '?',
    '#',
    '%2f',
    '%5c',
    'evil.example',
    '\t',
    'a',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      let path: string
      try {
        path = checkReturnPath(text, ORIGIN)
      } catch {
        return
      }
      assert.equal(new URL(path, ORIGIN).origin, ORIGIN)
      assert.equal(new URL(path, 'https://other.example').origin, 'https://other.example')
    }),
  )
})
