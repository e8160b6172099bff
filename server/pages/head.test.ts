import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { toHtml, toScriptJson } from './escape.ts'
import { DESCRIPTION_CHARS_MAX, excerpt, type Head, renderHead, titleOf } from './head.ts'

const PLACE = { origin: 'https://shop.example', shop: 'Corner Shop', language: 'de' } as const
const EVIL = '</script><script>alert(1)</script><!--" onload=\''
const page = (head: Partial<Head>) =>
  renderHead({ title: 'Cups', isIndexed: true, path: '/c', ...head }, PLACE)

test('JSON for a script says the same, and can neither end it nor begin a comment', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const safe = toScriptJson(json)
      assert.deepEqual(JSON.parse(safe), JSON.parse(json))
      assert.doesNotMatch(safe, /[<\u2028\u2029]/)
    }),
  )
  assert.equal(toScriptJson('"</script>\u2028"'), '"\\u003c/script>\\u2028"')
})

test('no text ends the attribute or the element that it stands in', () => {
  fc.assert(fc.property(fc.string(), (text) => assert.doesNotMatch(toHtml(text), /[<>"']/)))
})

test('a page is told by its title, the shop, an address of its own and a picture', () => {
  const html = page({ description: 'To drink of.', image: { url: '/api/media/1.webp', alt: 'A cup' } })
  assert.deepEqual(html.split('\n'), [
    '<meta name="description" content="To drink of.">',
    '<link rel="canonical" href="https://shop.example/c">',
    '<meta property="og:title" content="Cups">',
    '<meta property="og:description" content="To drink of.">',
    '<meta property="og:type" content="website">',
    '<meta property="og:url" content="https://shop.example/c">',
    '<meta property="og:site_name" content="Corner Shop">',
    '<meta property="og:locale" content="de_DE">',
    '<meta property="og:image" content="https://shop.example/api/media/1.webp">',
    '<meta property="og:image:alt" content="A cup">',
    '<meta name="twitter:card" content="summary_large_image">',
  ])
})

test('a page that is nobody’s to find says so, and no more', () => {
  assert.equal(page({ isIndexed: false }), '<meta name="robots" content="noindex">')
})

test('whatever a title, a description, a picture or data say, they stay what they are', () => {
  const html = page({
    title: EVIL,
    description: EVIL,
    image: { url: `/${EVIL}`, alt: EVIL },
    preload: `/x.png?${EVIL}`,
    data: [{ name: EVIL }],
  })
  assert.equal(html.match(/<script/g)?.length, 1)
  assert.equal(html.match(/<\/script/g)?.length, 1)
  assert.doesNotMatch(html, /alert\(1\)<|onload='>|<!--/)
  const [, data = ''] = /<script type="application\/ld\+json">(.*)<\/script>/.exec(html) ?? []
  assert.deepEqual(JSON.parse(data), { name: EVIL })
})

test('a picture whose address is none is not shown to others', () => {
  assert.doesNotMatch(page({ image: { url: 'http://[', alt: '' } }), /og:image/)
})

test('the title of the first page is the shop’s name, once', () => {
  const titles = ['Corner Shop', 'Cups'].map((title) => titleOf({ title, isIndexed: true }, PLACE))
  assert.deepEqual(titles, ['Corner Shop', 'Cups · Corner Shop'])
})

test('a description is one line, cut between words', () => {
  assert.equal(excerpt(' Two\n\nlines. '), 'Two lines.')
  const cut = excerpt('A word, '.repeat(40))
  assert.ok(cut.length <= DESCRIPTION_CHARS_MAX)
  assert.match(cut, /(word|A)…$/)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      assert.ok(excerpt(text).isWellFormed() || !text.isWellFormed())
      assert.ok(excerpt(text).length <= DESCRIPTION_CHARS_MAX + 1)
    }),
  )
})
