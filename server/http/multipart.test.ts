import assert from 'node:assert/strict'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { toFault } from './problem.ts'
import { acceptUploads } from './upload.ts'

const BYTES_MAX = 20_000
let app: FastifyInstance
let port: number

before(async () => {
  app = Fastify({ forceCloseConnections: true })
  app.setErrorHandler((error, _request, reply) => {
    const { status, code, message } = toFault(error)
    return reply.code(status).send({ code, message })
  })
  app.register(async (scope) => {
    await acceptUploads(scope, { contentTypes: ['image/png'], bytesMax: BYTES_MAX, whole: true, form: true })
    scope.put('/file', async ({ body }) => ({ bytes: (body as Buffer).length }))
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
after(() => app.close())

const aFile = (bytes: number) => new Blob([Buffer.alloc(bytes, 'x')], { type: 'image/png' })

function formOf(parts: Record<string, Blob | string>): FormData {
  const form = new FormData()
  for (const [name, part] of Object.entries(parts)) form.append(name, part as string)
  return form
}

async function put(body: FormData | Buffer | ReadableStream, type?: string) {
  const reply = await fetch(`http://127.0.0.1:${port}/file`, {
    method: 'PUT',
    ...(type && { headers: { 'content-type': type } }),
    body: body as FormData,
    ...({ duplex: 'half' } as object),
  })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}

test('the only file of a form is the body, whatever its field is called', async () => {
  assert.deepEqual(await put(formOf({ picture: aFile(100) })), { status: 200, body: { bytes: 100 } })
  assert.deepEqual(await put(formOf({ f: aFile(BYTES_MAX) })), { status: 200, body: { bytes: BYTES_MAX } })
  assert.deepEqual(await put(Buffer.alloc(7), 'image/png'), { status: 200, body: { bytes: 7 } })
})

test('a form without a file, or with more than that, is refused', async () => {
  const forms = [
    formOf({}),
    formOf({ picture: 'x' }),
    formOf({ a: aFile(10), b: aFile(10) }),
    formOf({ a: aFile(10), name: 'Ada' }),
    formOf({ name: 'Ada', a: aFile(10) }),
    formOf({ ['__proto__']: aFile(10) }),
  ]
  for (const form of forms) {
    const { status, body } = await put(form)
    assert.deepEqual([status, body.code], [400, 'http.malformed'], JSON.stringify(body))
  }
})

test('a file that is too large is refused, whether or not it says so before', async () => {
  assert.equal((await put(formOf({ picture: aFile(BYTES_MAX + 1) }))).status, 413)
  assert.equal((await put(formOf({ picture: aFile(10 * BYTES_MAX) }))).status, 413)
  const head = '--b\r\ncontent-disposition: form-data; name="a"; filename="a"\r\n\r\n'
  const chunks = ReadableStream.from([
    Buffer.from(head),
    ...Array(30).fill(Buffer.alloc(1_000)),
    Buffer.from('\r\n--b--'),
  ])
  assert.equal((await put(chunks, 'multipart/form-data; boundary=b')).status, 413)
})

test('what is no form is refused', async () => {
  const head = '--b\r\ncontent-disposition: form-data; name="a"; filename="a"\r\n\r\nhalf'
  const bodies: [string, string][] = [
    ['hello', 'multipart/form-data'],
    ['hello', 'multipart/form-data; boundary=b'],
    ['', 'multipart/form-data; boundary=b'],
    [head, 'multipart/form-data; boundary=b'],
    ['--b\r\nnonsense\r\n\r\nx\r\n--b--', 'multipart/form-data; boundary=b'],
  ]
  for (const [body, type] of bodies) {
    const { status, body: said } = await put(Buffer.from(body), type)
    assert.deepEqual([status, said.code], [400, 'http.malformed'], `${type}: ${body}`)
  }
})

test('other types are refused with those that would do', async () => {
  const { status, body } = await put(Buffer.from('{}'), 'application/json')
  assert.equal(status, 415)
  assert.match(String(body.message), /image\/png.*multipart\/form-data/)
})

test('a form that breaks off leaves nobody waiting', async () => {
  const socket = connect(port, '127.0.0.1')
  const head = 'PUT /file HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n'
  const part = '--b\r\ncontent-disposition: form-data; name="a"; filename="a"\r\n\r\nhalf'
  socket.write(`${head}content-type: multipart/form-data; boundary=b\r\n\r\n${part}`)
  setTimeout(() => socket.end(), 50)
  await text(socket)
  assert.deepEqual((await put(formOf({ picture: aFile(1) }))).body, { bytes: 1 })
})
