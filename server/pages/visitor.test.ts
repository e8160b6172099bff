import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributesOf, looksOf, preferred } from './visitor.ts'

test('the language is the one that the browser puts first among ours, else English', () => {
  const cases: [string | undefined, string][] = [
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['en;q=0.5, de;q=0.7', 'de'],
    ['fr-FR,fr;q=0.9', 'en'],
    ['fr,de;q=0.2,en;q=0.1', 'de'],
    ['de;q=0, en', 'en'],
    ['de;q=0', 'en'],
    ['*', 'en'],
    [';q=;q=,,', 'en'],
  ]
  for (const [header, language] of cases) assert.equal(preferred(header), language, header)
})

test('what was chosen on the page goes before what the browser says', () => {
  const headers = {
    cookie: 'a=b; marketsquare_language=en; marketsquare_colours=dark',
    'accept-language': 'de',
  }
  const looks = looksOf({ headers })
  assert.deepEqual(looks, { language: 'en', colours: 'dark' })
  assert.equal(attributesOf(looks), 'lang="en" data-mantine-color-scheme="dark"')
})

test('a cookie that says anything else says nothing', () => {
  const headers = { cookie: 'marketsquare_language=de"><script>; marketsquare_colours=auto' }
  assert.equal(attributesOf(looksOf({ headers })), 'lang="en"')
})
