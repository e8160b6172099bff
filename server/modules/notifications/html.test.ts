import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Html, html, oneLine, webAddress } from './html.ts'

test('values are escaped, literals and finished pieces are not', () => {
  const piece = html`<i>${'<&>'}</i>`
  assert.equal(
    html`<b title="${`"'`}">${piece}${2}</b>`.text,
    '<b title="&quot;&#39;"><i>&lt;&amp;&gt;</i>2</b>',
  )
  assert.equal(html`${[new Html('<br>'), html`${'&'}`]}`.text, '<br>&amp;')
})

test('no value ever opens a tag or ends an attribute', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const inner = html`${value}`.text
      assert.doesNotMatch(inner, /[<>"']/)
    }),
  )
})

test('text for a header is on one line, whatever it holds', () => {
  assert.equal(oneLine('Shop\r\nBcc: all@example.com\u2028x\u0000y'), 'Shop Bcc: all@example.com x y')
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ' ', '\r', '\n', '\0', '\u0085', '\u2028', '\u2029') }),
      (value) => !/[\r\n\u0085\u2028\u2029]/.test(oneLine(value)),
    ),
  )
})

test('only addresses on the web are linked to', () => {
  assert.equal(webAddress('https://track.example/1?x=2'), 'https://track.example/1?x=2')
  for (const url of [null, '', 'javascript:alert(1)', ' https://x', 'https://a b', 'data:text/html,x']) {
    assert.equal(webAddress(url), undefined)
  }
})
