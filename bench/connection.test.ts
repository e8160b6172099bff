import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { createReplyReader, openConnection, type Reply, toRequest } from './connection.ts'
import { drive } from './load.ts'
import { quantile } from './statistics.ts'

const REPLY = 'HTTP/1.1 201 Created\r\ncontent-type: text/plain\r\nContent-Length: 5\r\n\r\nhello'

test('a reply is put together from whatever pieces it comes in', () => {
  for (let size = 1; size <= REPLY.length; size++) {
    const replies: [number, string][] = []
    const read = createReplyReader(({ status, body }: Reply) => replies.push([status, body.toString()]))
    for (let n = 0; n < 2; n++) {
      for (let at = 0; at < REPLY.length; at += size) read(Buffer.from(REPLY.slice(at, at + size)))
    }
    assert.deepEqual(replies, [
      [201, 'hello'],
      [201, 'hello'],
    ])
  }
})

test('a reply that does not say how long it is, or is longer than it says, is refused', () => {
  const read = (text: string) => createReplyReader(() => {})(Buffer.from(text))
  assert.throws(
    () => read('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'),
    /Not a reply to count on/,
  )
  assert.throws(() => read(`${REPLY}!`), /More came/)
})

test('a request is written as HTTP wants it, and only in ASCII', () => {
  const request = toRequest({ method: 'POST', path: '/a', body: { b: 1 }, headers: { 'x-c': 'd' } })
  assert.equal(
    request,
    'POST /a HTTP/1.1\r\nhost: 127.0.0.1\r\nx-c: d\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n{"b":1}',
  )
  assert.throws(() => toRequest({ method: 'GET', path: '/ä' }), TypeError)
})

test('clients ask over connections that stay open, each one thing after the other', async () => {
  const server = createServer((request, reply) => {
    let body = ''
    request.on('data', (text) => (body += text)).on('end', () => reply.end(`${request.method} ${body}`))
  })
  let connections = 0
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const request = toRequest({ method: 'PUT', path: '/', body: [1] })
  try {
    const { count, timesMs } = await drive({
      port,
      concurrency: 3,
      seconds: 0.05,
      step: async (connection) => {
        const { status, body } = await connection.send(request)
        assert.deepEqual([status, body.toString()], [200, 'PUT [1]'])
      },
    })
    assert.equal(connections, 3)
    assert.equal(timesMs.length, count)
    assert.ok(count >= 3 && quantile(timesMs, 1) >= quantile(timesMs, 0.5))
    const wrong = drive({ port, concurrency: 2, seconds: 5, step: () => Promise.reject(new Error('wrong')) })
    await assert.rejects(wrong, /wrong/)
    const connection = await openConnection(port)
    await connection.send(request)
    server.closeAllConnections()
    await assert.rejects(connection.send(request), /closed|reset/i)
  } finally {
    server.close()
  }
})
