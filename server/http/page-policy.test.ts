import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { pageHeaders } from './page-policy.ts'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'

let app: ToyApp

before(async () => {
  app = await createToyApp()
})
after(() => app.close())

const policyOf = (html: string) => pageHeaders(html)['content-security-policy'] ?? ''
const sourcesOf = (policy: string, name: string) =>
  policy
    .split('; ')
    .find((each) => each.startsWith(`${name} `))
    ?.split(' ')
    .slice(1)

test('of inline scripts a page runs those that it was made with, each by its hash', () => {
  const scripts = ['go()', '\n  if (1 < 2) go("</b>")\n']
  const html = `<script src="a.js"></script><script>${scripts[0]}</script><script type="module">${scripts[1]}</script>`
  const hashes = scripts.map((script) => `'sha256-${hash('sha256', script, 'base64')}'`)
  assert.deepEqual(sourcesOf(policyOf(html), 'script-src'), ["'self'", ...hashes])
  assert.deepEqual(sourcesOf(policyOf('<p>no script</p>'), 'script-src'), ["'self'"])
})

test('every page that is served runs its own scripts alone, is framed by nobody and needs no device', async () => {
  for (const path of ['/docs/', '/docs/errors']) {
    const { status, headers, body } = await app.ask('GET', path)
    assert.equal(status, 200, path)
    const policy = headers['content-security-policy'] ?? ''
    const scripts = sourcesOf(policy, 'script-src') ?? []
    assert.ok(!scripts.some((source) => /unsafe|\*|http/.test(source)), policy)
    const inline = [...String(body).matchAll(/<script(?! src)[^>]*>([\s\S]+?)<\/script>/g)].map(
      ([, script]) => script ?? '',
    )
    for (const script of inline)
      assert.ok(scripts.includes(`'sha256-${hash('sha256', script, 'base64')}'`), script)
    assert.equal(inline.length, scripts.length - 1)
    assert.doesNotMatch(String(body), /<[^>]+\son\w+=|javascript:|https?:\/\/(?!www\.w3\.org)/)
    for (const [name, source] of [
      ['frame-ancestors', "'none'"],
      ['base-uri', "'none'"],
      ['object-src', "'none'"],
      ['form-action', "'none'"],
    ] as const) {
      assert.deepEqual(sourcesOf(policy, name), [source], path)
    }
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
    assert.match(headers['permissions-policy'] ?? '', /camera=\(\).*geolocation=\(\).*payment=\(\)/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
  }
})

test('no address leads elsewhere, and none out of the folder that is served', async () => {
  for (const path of [
    '/docs?x=//evil.example',
    '/docs//evil.example',
    '/docs/\\evil.example',
    '/docs/%2F%2Fevil.example',
    '//evil.example/docs',
    '/docs/..%2f..%2fetc%2fpasswd',
    '/docs/%2e%2e/%2e%2e/etc/passwd',
    '/docs/../../etc/passwd',
    '/docs/js/..%2f..%2fpackage.json',
    '/docs/js/%00',
  ]) {
    const { status, headers, body } = await app.ask('GET', path)
    assert.ok([301, 400, 404].includes(status), `${path}: ${status}`)
    assert.match(headers.location ?? '/docs/', /^\/docs\/$/, path)
    assert.doesNotMatch(JSON.stringify(body), /root:|"name"/)
  }
})
