import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'

let app: ToyApp

before(async () => {
  app = await createToyApp({ trustProxy: true })
})
after(() => app.close())

const COOKIE = { cookie: 'theme=dark; __Host-session=bob-token; a=b' }

const write = (headers: Record<string, string>) =>
  app.ask('POST', '/api/notes', { body: { text: crypto.randomUUID() }, headers: { ...COOKIE, ...headers } })

suite('a session in a cookie', () => {
  test('stands for its holder where something is read, whoever asks', async () => {
    for (const site of [undefined, 'same-origin', 'none', 'same-site', 'cross-site']) {
      const headers = { ...COOKIE, ...(site && { 'sec-fetch-site': site }) }
      const { status, body } = await app.ask('GET', '/api/whoami', { headers })
      assert.deepEqual([status, body.id], [200, 'user_bob'], site)
    }
  })

  test('is kept from caches, and from pages of other sites', async () => {
    const { headers } = await app.ask('GET', '/api/whoami', { headers: COOKIE })
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
    assert.equal(headers['access-control-allow-credentials'], undefined)
    const bearer = await app.ask('GET', '/api/whoami', { token: 'bob-token' })
    assert.equal(bearer.headers['cross-origin-resource-policy'], 'cross-origin')
  })

  test('changes something only for the shop’s own page', async () => {
    const own: Record<string, string>[] = [
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      { origin: 'http://localhost:80', host: 'localhost:80' },
      { origin: 'https://shop.example', host: 'shop.example', 'x-forwarded-proto': 'https' },
      { origin: 'https://shop.example', 'x-forwarded-host': 'shop.example', 'x-forwarded-proto': 'https' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ]
    for (const headers of own) assert.equal((await write(headers)).status, 201, JSON.stringify(headers))
    const others: Record<string, string>[] = [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': '' },
      { 'sec-fetch-site': 'Same-Origin' },
      { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:80', host: 'localhost:80' },
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: 'http://shop.example', host: 'shop.example', 'x-forwarded-proto': 'https' },
      { origin: 'https://shop.example.evil.example', host: 'shop.example', 'x-forwarded-proto': 'https' },
      { origin: 'https://sub.shop.example', host: 'shop.example', 'x-forwarded-proto': 'https' },
      { referer: 'http://localhost:80/', host: 'localhost:80' },
    ]
    const count = await app.count()
    for (const headers of others) {
      const { status, body } = await write(headers)
      assert.deepEqual([status, body.code], [403, 'access.cross_site'], JSON.stringify(headers))
    }
    assert.equal(await app.count(), count)
  })

  test('is refused from another site for every method that changes something, also where anyone may', async () => {
    for (const [method, path] of [
      ['POST', '/api/notes'],
      ['PUT', '/api/notes/note_01ARZ3NDEKTSV4RRFFQ69G5FAV'],
      ['PATCH', '/api/notes/note_01ARZ3NDEKTSV4RRFFQ69G5FAV'],
      ['DELETE', '/api/notes/note_01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ] as const) {
      const headers = { ...COOKIE, 'sec-fetch-site': 'cross-site' }
      const { body } = await app.ask(method, path, { headers })
      assert.equal(body.code, 'access.cross_site', method)
    }
  })

  test('does not count beside a token that was set on purpose, right or wrong', async () => {
    const both = { ...COOKIE, 'sec-fetch-site': 'cross-site' }
    const { body } = await app.ask('GET', '/api/whoami', { token: 'alice-token', headers: both })
    assert.equal(body.id, 'user_alice')
    assert.equal((await app.ask('GET', '/api/whoami', { token: 'nobody', headers: both })).status, 401)
    const sent = await app.ask('POST', '/api/notes', {
      token: 'bob-token',
      headers: both,
      body: { text: 'mine' },
    })
    assert.equal(sent.status, 201)
  })

  test('that nobody holds, or under another name, is none', async () => {
    for (const cookie of [
      '__Host-session=nobody',
      '__Host-session=',
      '__Host-session',
      'session=bob-token',
      '__host-session=bob-token',
      'x__Host-session=bob-token',
      'a="__Host-session=bob-token',
      ';;;=;',
    ]) {
      assert.equal((await app.ask('GET', '/api/whoami', { headers: { cookie } })).status, 401, cookie)
    }
  })

  test('leaves a guest with other cookies a guest', async () => {
    const headers = { cookie: 'theme=dark', 'sec-fetch-site': 'cross-site' }
    const { status } = await app.ask('POST', '/api/notes', { body: { text: 'a guest’s' }, headers })
    assert.equal(status, 201)
  })
})

test('a page elsewhere can never send cookies along and read the answer', async () => {
  for (const corsOrigins of ['*', ['https://other.example'], null] as const) {
    const toy = await createToyApp({ corsOrigins })
    try {
      const headers = { origin: 'https://other.example', 'access-control-request-method': 'POST' }
      for (const method of ['OPTIONS', 'GET']) {
        const answer = await toy.ask(method, '/api/notes', { headers })
        assert.equal(answer.headers['access-control-allow-credentials'], undefined)
      }
    } finally {
      await toy.close()
    }
  }
})

test('whoever came by TLS is told to keep to it, as far as the proxy is believed', async () => {
  const byTls = { 'x-forwarded-proto': 'https' }
  for (const path of ['/api/notes', '/api/nothing', '/docs/errors']) {
    const { headers } = await app.ask('GET', path, { headers: byTls })
    assert.equal(headers['strict-transport-security'], 'max-age=31536000', path)
  }
  assert.equal((await app.ask('GET', '/api/notes')).headers['strict-transport-security'], undefined)
  const direct = await createToyApp()
  try {
    const { headers } = await direct.ask('GET', '/api/notes', { headers: byTls })
    assert.equal(headers['strict-transport-security'], undefined)
  } finally {
    await direct.close()
  }
})
