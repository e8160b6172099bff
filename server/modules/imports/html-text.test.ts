import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { decodeEntities } from './html-entities.ts'
import { htmlToText } from './html-text.ts'

test('paragraphs, line breaks and lists keep their shape', () => {
  const html = `<h2>About</h2><p>One <b>bold</b>  word,<br>
    next line.</p>\n<ul>\n<li>first</li>\n<li> second<ul><li>inner</li></ul></li></ul>After
    <div>a</div><div><br></div><div>b</div>`
  assert.equal(
    htmlToText(html),
    'About\n\nOne bold word,\nnext line.\n\n• first\n• second\n\n• inner\n\nAfter\na\n\nb',
  )
})

test('a table becomes a line for each row', () => {
  assert.equal(
    htmlToText('<table><tr><th>Size</th><td>10&nbsp;cm</td></tr><tr><td>a<td>b</table>'),
    'Size 10 cm\na b',
  )
})

test('scripts, styles, comments and declarations leave no trace', () => {
  const html = `<!doctype html><style>p{}</style>a<!-- <b>x</b> --><SCRIPT type="x">if (1 < 2) "</p>"</SCRIPT >b<?xml y?>`
  assert.equal(htmlToText(html), 'ab')
})

test('what is no tag is text', () => {
  assert.equal(htmlToText('1 < 2, <3, a <- b, x </ y, & z'), '1 < 2, <3, a <- b, x </ y, & z')
})

test('a > within a quoted attribute does not end the tag', () => {
  assert.equal(htmlToText(`<a title="a > b" href='>'>link</a> <i title=5">x</i>`), 'link x')
})

test('entities are decoded once, after the tags are gone', () => {
  assert.equal(
    htmlToText('&lt;b&gt; &amp;lt; &eacute;&#233;&#xE9; &#146; &bogus; &hellip;'),
    '<b> &lt; ééé ’ &bogus; …',
  )
  assert.equal(
    decodeEntities('&Eacute;&eacute;&#0;&#xD800;&#x110000;&#99999999;'),
    'Éé\uFFFD\uFFFD\uFFFD&#99999999;',
  )
})

test('line breaks are spaces in HTML and line breaks in WordPress', () => {
  const text = 'one\ntwo\n\n\nthree'
  assert.equal(htmlToText(text), 'one two three')
  assert.equal(htmlToText(text, 'break'), 'one\ntwo\n\nthree')
  assert.equal(htmlToText('<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n', 'break'), '• a\n• b')
})

test('any text gives a tidy text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PARTS)), (parts) => {
      const text = htmlToText(parts.join(''))
      assert.equal(text, text.trim())
      assert.doesNotMatch(text, /\n{3}|[^\S\n ]| \n|\n |[^\P{Cc}\n]/u)
    }),
  )
})

test('text without markup only loses superfluous white space', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zé0-9 .,;:!?\n\t-]*$/), (text) => {
      assert.equal(htmlToText(text), text.trim().replace(/\s+/g, ' '))
    }),
  )
})

test('hostile input is read in one pass', () => {
  for (const part of [
    '<',
    '<!--',
    '<a',
    '<a "',
    '</',
    '<script',
    '<script></',
    '&',
    '&#',
    '<p ',
    '<!',
    '"',
    "<a b='",
  ]) {
    assert.equal(typeof htmlToText(part.repeat(200_000)), 'string')
  }
})

const PARTS = [
  ...[
    '<',
    '>',
    '<p>',
    '</p>',
    '<br/>',
    '<li>',
    '</ul>',
    '<script>',
    '</script>',
    '<!--',
    '-->',
    '"',
    "'",
    '=',
  ],
  ...[
    'a',
    'word',
    ' ',
    '  ',
    '\n',
    '\t',
    '\u00a0',
    '\u0000',
    '\u009d',
    '&amp;',
    '&nbsp;',
    '&#7;',
    '&',
    ';',
    '/',
  ],
]
