import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, suite, test } from 'node:test'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'

let app: ToyApp

before(async () => {
  app = await createToyApp()
})
after(() => app.close())

const PREFLIGHT = {
  origin: 'https://shop.example',
  'access-control-request-method': 'PATCH',
  'access-control-request-headers': 'authorization, idempotency-key, if-match',
}

suite('a browser elsewhere', () => {
  test('may ask for everything, with the headers that the API knows', async () => {
    const { status, headers } = await app.ask('OPTIONS', '/api/notes', { headers: PREFLIGHT })
    assert.equal(status, 204)
    assert.equal(headers['access-control-allow-origin'], '*')
    assert.equal(headers['access-control-allow-credentials'], undefined)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      assert.match(headers['access-control-allow-methods'] ?? '', new RegExp(method))
    }
    for (const name of ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match']) {
      assert.match(headers['access-control-allow-headers'] ?? '', new RegExp(name, 'i'))
    }
  })

  test('may read what it needs of the reply, also of a refusal', async () => {
    for (const path of ['/api/notes', '/api/nothing', '/api/whoami']) {
      const { headers } = await app.ask('GET', path, { headers: { origin: PREFLIGHT.origin } })
      assert.equal(headers['access-control-allow-origin'], '*', path)
      for (const name of ['etag', 'retry-after', 'x-request-id', 'idempotent-replayed', 'location']) {
        assert.match(headers['access-control-expose-headers'] ?? '', new RegExp(name), path)
      }
    }
  })

  test('is let in by its name alone where names are given', async () => {
    const named = await createToyApp({ corsOrigins: ['https://shop.example'] })
    try {
      const from = async (origin: string) =>
        (await named.ask('GET', '/api/notes', { headers: { origin } })).headers['access-control-allow-origin']
      assert.equal(await from('https://shop.example'), 'https://shop.example')
      assert.equal(await from('https://evil.example'), undefined)
      assert.equal(await from('null'), undefined)
    } finally {
      await named.close()
    }
  })

  test('is not let in at all where that is switched off', async () => {
    const closed = await createToyApp({ corsOrigins: null })
    try {
      const { headers } = await closed.ask('GET', '/api/notes', {
        headers: { origin: 'https://shop.example' },
      })
      assert.equal(headers['access-control-allow-origin'], undefined)
      assert.equal((await closed.ask('OPTIONS', '/api/notes', { headers: PREFLIGHT })).status, 404)
    } finally {
      await closed.close()
    }
  })
})

test('every reply says that it is data, not to be framed, sniffed or referred from', async () => {
  for (const path of [
    '/api/notes',
    '/api/nothing',
    '/api/notes/%',
    '/healthz',
    '/openapi.json',
    '/api/bugs',
  ]) {
    const { headers } = await app.ask('GET', path)
    assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'", path)
    assert.equal(headers['x-content-type-options'], 'nosniff', path)
    assert.equal(headers['referrer-policy'], 'no-referrer', path)
    assert.equal(headers['x-powered-by'], undefined, path)
  }
})

test('every request has an id of its own, whatever the client calls it', async () => {
  const ids = new Set<string>()
  for (const path of ['/api/notes', '/api/nothing', '/api/notes/%', '/api/notes']) {
    const { headers } = await app.ask('GET', path, {
      headers: { 'x-request-id': 'mine', 'request-id': 'mine' },
    })
    assert.match(headers['x-request-id'] ?? '', /^req_[0-9A-Z]{26}$/)
    ids.add(headers['x-request-id'] ?? '')
  }
  assert.equal(ids.size, 4)
})

test('HEAD is GET without the body', async () => {
  for (const path of ['/api/notes', '/api/file', '/api/rendered', '/healthz']) {
    const get = await app.ask('GET', path)
    const head = await app.ask('HEAD', path)
    assert.deepEqual([head.status, head.body], [get.status, ''], path)
    assert.equal(head.headers['content-type'], get.headers['content-type'], path)
  }
  assert.equal((await app.ask('HEAD', '/api/whoami')).status, 401)
})

test('a slash at the end of an address makes no difference', async () => {
  assert.equal((await app.ask('GET', '/api/notes/')).status, 200)
})

test('a file goes out with its type and length', async () => {
  const { status, body, headers } = await app.ask('GET', '/api/file')
  assert.deepEqual([status, body], [200, 'file'])
  assert.deepEqual([headers['content-type'], headers['content-length']], ['image/png', '4'])
})

suite('what is hardly HTTP', () => {
  async function say(words: string): Promise<string> {
    if (!app.http.server.listening) await app.http.listen({ port: 0, host: '127.0.0.1' })
    const socket = connect((app.http.server.address() as AddressInfo).port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(words)
    return text(socket)
  }

  test('is answered like everything else, and hung up on', async () => {
    for (const [words, status, code] of [
      [
        `GET /api/notes HTTP/1.1\r\nhost: shop\r\ncookie: ${'x'.repeat(20_000)}\r\n\r\n`,
        431,
        'http.headers_too_large',
      ],
      ['HELLO\r\n\r\n', 400, 'http.malformed'],
      [
        'GET /api/notes HTTP/1.1\r\nhost: shop\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n',
        400,
        'http.malformed',
      ],
    ] as const) {
      const answer = await say(words)
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `))
      assert.match(answer, /content-type: application\/problem\+json/)
      const body = JSON.parse(answer.split('\r\n\r\n')[1] ?? '')
      assert.deepEqual([body.code, body.status], [code, status])
    }
    assert.match(
      await say('GET /healthz HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n\r\n'),
      /^HTTP\/1\.1 200/,
    )
  })
})
