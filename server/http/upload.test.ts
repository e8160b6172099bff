import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { toFault } from './problem.ts'
import { acceptUploads } from './upload.ts'

let app: FastifyInstance
let port: number
const broken: string[] = []

before(async () => {
  app = Fastify({ forceCloseConnections: true })
  app.setErrorHandler((error, _request, reply) => {
    const { status, code } = toFault(error)
    return reply.code(status).send({ code })
  })
  app.register(async (scope) => {
    await acceptUploads(scope, { contentTypes: ['text/csv'], bytesMax: 1_000 })
    scope.post('/stream', async ({ body }) => {
      const read = await text(body as Readable).catch((error) => {
        broken.push(error.code)
        throw error
      })
      return { chars: read.length }
    })
  })
  app.register(async (scope) => {
    await acceptUploads(scope, { contentTypes: ['text/csv'], bytesMax: 1_000, whole: true })
    scope.post('/whole', async ({ body }) => ({ isBuffer: Buffer.isBuffer(body) }))
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
after(() => app.close())

const post = async (path: string, body: string | ReadableStream, type = 'text/csv') => {
  const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: body as string,
    ...({ duplex: 'half' } as object),
  })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}

test('a file arrives as a stream, or whole', async () => {
  assert.deepEqual((await post('/stream', 'a,b\n1,2')).body, { chars: 7 })
  assert.deepEqual((await post('/whole', 'a,b')).body, { isBuffer: true })
})

test('a file that says that it is too large is not read', async () => {
  for (const path of ['/stream', '/whole']) {
    const { status, body } = await post(path, 'x'.repeat(1_001))
    assert.equal(status, 413)
    assert.equal(body.code, 'http.too_large')
  }
})

test('a stream that turns out to be too large ends there', async () => {
  const chunks = ReadableStream.from(Array.from({ length: 20 }, () => Buffer.alloc(100)))
  const { status, body } = await post('/stream', chunks)
  assert.equal(status, 413)
  assert.equal(body.code, 'http.too_large')
})

test('other types are refused with those that would do', async () => {
  for (const type of ['application/json', 'image/png']) {
    assert.equal((await post('/stream', '{}', type)).body.code, 'http.unsupported_type')
  }
})

test('a client that goes away in the middle does not leave its reader waiting', async () => {
  broken.length = 0
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(
    'POST /stream HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\ncontent-length: 900\r\n\r\nhalf',
  )
  setTimeout(() => socket.destroy(), 50)
  while (broken.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.deepEqual(broken, ['http.malformed'])
})
