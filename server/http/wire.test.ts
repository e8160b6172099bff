import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'
import { URL_CHARS_MAX } from './wire.ts'

let app: ToyApp

before(async () => {
  const wire = {
    headersTimeout: 100,
    requestTimeout: 200,
    connectionsCheckingInterval: 20,
    connectionsMax: 10,
  }
  app = await createToyApp({ wire })
  await app.http.listen({ port: 0, host: '127.0.0.1' })
})
after(() => app.close())

async function open(): Promise<Socket> {
  const socket = connect((app.http.server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** What comes back until the server hangs up; that it does so in the middle of our words is no failure. */
async function hear(socket: Socket): Promise<string> {
  const heard: Buffer[] = []
  socket.on('data', (chunk) => heard.push(chunk))
  if (!socket.closed) await new Promise((closed) => socket.once('close', closed))
  return Buffer.concat(heard).toString()
}

/**
 * What somebody hears who says more every now and then. Who is hung up on while they write may see the reset
 * before the answer, so they try again.
 */
async function hearWhileSaying(first: string, more: string, tries = 5): Promise<string> {
  const socket = await open()
  socket.write(first)
  const timer = setInterval(() => socket.writable && socket.write(more), 30)
  const answer = await hear(socket).finally(() => clearInterval(timer))
  return answer === '' && tries > 1 ? hearWhileSaying(first, more, tries - 1) : answer
}

/** Says it all at once. */
async function say(...words: string[]): Promise<string> {
  const socket = await open()
  socket.write(words.join(''))
  return hear(socket)
}

const statuses = (answer: string) =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))

const GET = 'GET /healthz HTTP/1.1\r\nhost: shop\r\n'
const POST = 'POST /api/notes HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\n'
const CLOSE = 'connection: close\r\n\r\n'
const SMUGGLED = 'DELETE /api/notes/note_01ARZ3NDEKTSV4RRFFQ69G5FAV HTTP/1.1\r\nhost: shop\r\n\r\n'

suite('who takes their time', () => {
  test('with the headers is hung up on', async () => {
    const answer = await hearWhileSaying('GET /healthz HTTP/1.1\r\n', 'x: y\r\n')
    assert.deepEqual(statuses(answer), [408])
    assert.match(answer, /"code":"http\.timeout"/)
  })

  test('with the body is hung up on', async () => {
    const answer = await hearWhileSaying(`${POST}content-length: 1000\r\n\r\n{`, ' ')
    assert.deepEqual(statuses(answer), [408])
  })

  test('without saying anything is hung up on', async () => {
    assert.deepEqual(statuses(await hear(await open())), [408])
  })

  test('does not keep others from being answered', async () => {
    const slow = await Promise.all(Array.from({ length: 8 }, open))
    assert.deepEqual(statuses(await say(GET, CLOSE)), [200])
    for (const socket of slow) socket.destroy()
  })
})

test('more connections than there may be are hung up on, and those that are open go on', async () => {
  const held = await Promise.all(Array.from({ length: 10 }, open))
  assert.equal(await hear(await open()), '')
  const [first] = held
  first?.write(`${GET}${CLOSE}`)
  assert.deepEqual(statuses(await hear(first as Socket)), [200])
  for (const socket of held) socket.destroy()
  await Promise.all(held.map((socket) => socket.destroyed || once(socket, 'close')))
})

suite('a request that two servers could read differently is refused, and nothing after it is read', () => {
  const cases: Record<string, string> = {
    'both lengths': `${POST}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    'both lengths, the other way round': `${POST}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    'two lengths': `${POST}content-length: 2\r\ncontent-length: 50\r\n\r\n{}${SMUGGLED}`,
    'the same length twice': `${POST}content-length: 2\r\ncontent-length: 2\r\n\r\n{}${SMUGGLED}`,
    'two lengths in one header': `${POST}content-length: 2, 50\r\n\r\n{}${SMUGGLED}`,
    'a length with a sign': `${POST}content-length: +2\r\n\r\n{}${SMUGGLED}`,
    'a negative length': `${POST}content-length: -2\r\n\r\n{}${SMUGGLED}`,
    'a hexadecimal length': `${POST}content-length: 0x2\r\n\r\n{}${SMUGGLED}`,
    'a length past all numbers': `${POST}content-length: 99999999999999999999999\r\n\r\n{}${SMUGGLED}`,
    'a blank before the colon': `${POST}content-length : 2\r\n\r\n{}${SMUGGLED}`,
    'another coding last': `${POST}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    'a coding that is none': `${POST}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    'a coding with a control character': `${POST}transfer-encoding: \x0bchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    'chunked twice': `${POST}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    'a folded header': `${POST}x: a\r\n b: c\r\ntransfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    'a chunk size that is none': `${POST}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n${SMUGGLED}`,
    'a chunk longer than it says': `${POST}transfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n${SMUGGLED}`,
    'a chunk size past all numbers': `${POST}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n${SMUGGLED}`,
    'lines that end with LF alone': `${POST.replaceAll('\r\n', '\n')}content-length: 2\n\n{}${SMUGGLED}`,
    'a CR alone in a header': `${POST}x: a\rcontent-length: 2\r\n\r\n{}${SMUGGLED}`,
    'NUL in a header': `${POST}x: a\0b\r\ncontent-length: 2\r\n\r\n{}${SMUGGLED}`,
    'no host': 'GET /healthz HTTP/1.1\r\n\r\n',
    'a version that is none': 'GET /healthz HTTP/9.9\r\nhost: shop\r\n\r\n',
    'a name with a blank': `${GET}a b: c\r\n\r\n`,
    'a body that is longer than its last chunk': `${POST}transfer-encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n${SMUGGLED}`,
  }
  for (const [name, words] of Object.entries(cases)) {
    test(name, async () => {
      const answer = await say(words)
      const [status, ...others] = statuses(answer)
      assert.ok(status === 400 || status === 413, answer.slice(0, 300))
      assert.deepEqual(others, [], answer.slice(0, 600))
      assert.match(answer, /connection: close/i)
    })
  }
})

suite('headers', () => {
  test('that are too large, one or many, are refused', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => `x-${at}: y\r\n`).join('')
    for (const headers of [`x: ${'y'.repeat(17_000)}\r\n`, many, `${'x'.repeat(17_000)}: y\r\n`]) {
      assert.deepEqual(statuses(await say(GET, headers, CLOSE)), [431])
    }
  })

  test('with an address that is too long are refused', async () => {
    const path = `/api/notes?after=${'a'.repeat(URL_CHARS_MAX)}`
    const answer = await app.ask('GET', path)
    assert.deepEqual([answer.status, answer.body.code], [414, 'http.address_too_long'])
    assert.deepEqual(statuses(await say(`GET ${path} HTTP/1.1\r\nhost: shop\r\n`, CLOSE)), [414])
  })

  test('cannot bring a line into the log or into an answer', async () => {
    const count = app.log.length
    const forged = 'a%0d%0aset-cookie:%20a=b%0d%0a'
    const answer = await say(
      `GET /api/${forged}?x=${forged} HTTP/1.1\r\nhost: shop\r\nuser-agent: a\\r\\n{"level":50}\r\n`,
      CLOSE,
    )
    const [head = ''] = answer.split('\r\n\r\n')
    assert.doesNotMatch(head, /set-cookie/i)
    assert.deepEqual(statuses(answer), [404])
    assert.equal(app.log.length, count)
    await app.ask('POST', '/api/bugs', {
      headers: { 'x-request-id': 'a\u00a0{"level":50}', 'user-agent': 'evil' },
    })
    assert.match(String(app.log.at(-1)?.reqId), /^req_[0-9A-Z]{26}$/)
    assert.doesNotMatch(JSON.stringify(app.log.at(-1)), /evil/)
  })
})

test('requests in a row on one connection are answered in a row, each for itself', async () => {
  const body = '{"text":"first"}'
  const answer = await say(
    GET,
    '\r\n',
    `${POST}content-length: ${body.length}\r\n\r\n${body}`,
    'GET /api/nothing HTTP/1.1\r\nhost: shop\r\n',
    CLOSE,
  )
  assert.deepEqual(statuses(answer), [200, 201, 404])
})

suite('a body that was compressed', () => {
  for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip', 'x-gzip', 'GZIP', '']) {
    test(`as "${encoding}" is refused before it is read`, async () => {
      const bomb = gzipSync(Buffer.alloc(1_000_000)).toString('latin1')
      const { status, body, headers } = await app.ask('POST', '/api/notes', {
        body: bomb,
        type: 'application/json',
        headers: { 'content-encoding': encoding },
      })
      assert.deepEqual([status, body.code], [415, 'http.unsupported_type'])
      assert.equal(headers['accept-encoding'], 'identity')
    })
  }

  test('as a file is refused, too', async () => {
    const headers = { 'content-encoding': 'gzip' }
    const { status } = await app.ask('POST', '/api/files', { body: 'a', type: 'text/csv', headers })
    assert.equal(status, 415)
  })

  test('by nothing is taken', async () => {
    const headers = { 'content-encoding': 'identity' }
    const { status } = await app.ask('POST', '/api/notes', { body: { text: 'plain' }, headers })
    assert.equal(status, 201)
  })
})
