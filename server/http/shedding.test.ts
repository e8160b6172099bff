import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { after, before, test } from 'node:test'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'

let app: ToyApp

before(async () => {
  app = await createToyApp({ concurrencyMax: 2 })
})
after(() => app.close())

async function shedCount(): Promise<number> {
  const { body } = await app.ask('GET', '/metrics')
  return Number(/^http_requests_shed_total (\d+)$/m.exec(body)?.[1])
}

/** Two requests that wait, which is all that this app takes. */
async function fill() {
  const [one, two] = [app.hold('slow'), app.ask('GET', '/api/slow')]
  await one.reached
  const [three, four] = [app.hold('slow'), app.ask('GET', '/api/slow')]
  await three.reached
  return async () => {
    one.open()
    three.open()
    assert.deepEqual([(await two).status, (await four).status], [200, 200])
  }
}

test('one request too many is told to come back, at once', async () => {
  const finish = await fill()
  const { status, body, headers } = await app.ask('GET', '/api/notes')
  assert.deepEqual([status, body.code, headers['retry-after']], [503, 'http.busy', '1'])
  assert.equal(headers['content-type'], 'application/problem+json; charset=utf-8')
  await finish()
  assert.equal((await app.ask('GET', '/api/notes')).status, 200)
})

test('those who watch the process are always answered', async () => {
  const finish = await fill()
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    assert.equal((await app.ask('GET', path)).status, 200, path)
  }
  await finish()
})

test('what was shed is counted, and does not fill the log', async () => {
  const lines = app.log.length
  const before = await shedCount()
  const finish = await fill()
  await app.ask('GET', '/api/notes')
  await app.ask('GET', '/api/nothing')
  await finish()
  assert.equal(await shedCount(), before + 2)
  assert.equal(app.log.length, lines)
})

test('a client that goes away makes room', async () => {
  const server = await createToyApp({ concurrencyMax: 1 })
  try {
    await server.http.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.http.server.address() as AddressInfo
    const gate = server.hold('slow')
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write('GET /api/slow HTTP/1.1\r\nhost: x\r\n\r\n')
    await gate.reached
    assert.equal((await server.ask('GET', '/api/notes')).status, 503)
    socket.destroy()
    while ((await server.ask('GET', '/api/notes')).status !== 200) await new Promise(setImmediate)
    gate.open()
  } finally {
    await server.close()
  }
})
