import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'

const SLOW = 'GET /api/slow HTTP/1.1\r\nhost: shop\r\n\r\n'
const QUICK = 'GET /healthz HTTP/1.1\r\nhost: shop\r\n\r\n'

interface Line {
  readonly socket: Socket
  send(text: string): void
  /** Everything that came, once the other side has closed. */
  readonly whole: Promise<string>
  /** Resolves when what came contains this. */
  until(text: string): Promise<void>
}

async function open(port: number): Promise<Line> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let came = ''
  socket.on('data', (chunk) => {
    came += chunk
    socket.emit('came')
  })
  return {
    socket,
    send: (text) => void socket.write(text),
    whole: once(socket, 'close').then(() => came),
    async until(text) {
      while (!came.includes(text)) await once(socket, 'came')
    },
  }
}

async function withServer(work: (app: ToyApp, port: number) => Promise<void>) {
  const app = await createToyApp()
  await app.http.listen({ port: 0, host: '127.0.0.1' })
  try {
    await work(app, (app.http.server.address() as AddressInfo).port)
  } finally {
    await app.close()
  }
}

test('stopping finishes what was begun, closes what idles and lets nobody in', async () => {
  await withServer(async (app, port) => {
    const gate = app.hold('slow')
    const idle = await open(port)
    idle.send(QUICK)
    await idle.until('"ok"')
    const busy = await open(port)
    busy.send(SLOW)
    await gate.reached

    const closed = app.http.close()
    assert.match(await idle.whole, /200 OK/)
    const refused = connect(port, '127.0.0.1')
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException]
    assert.equal(error.code, 'ECONNREFUSED')

    gate.open()
    const answer = await busy.whole
    assert.match(answer, /^HTTP\/1\.1 200 OK/)
    assert.match(answer, /\{"done":true\}$/)
    await closed
  })
})

test('a request that comes in late, on a connection that was open, is sent to the next process', async () => {
  await withServer(async (app, port) => {
    const arrived = once(app.http.server, 'connection') as Promise<[Socket]>
    const line = await open(port)
    line.send('GET /api/notes HTTP/1.1\r\n')
    const [socket] = await arrived
    while (socket.bytesRead === 0) await new Promise(setImmediate)

    const closed = app.http.close()
    while (app.http.server.listening) await new Promise(setImmediate)
    line.send('host: shop\r\n\r\n')
    const answer = await line.whole
    assert.match(answer, /^HTTP\/1\.1 503/)
    assert.match(answer, /"code":"http\.stopping"/)
    assert.match(answer, /\r\nconnection: close\r\n/i)
    assert.match(answer, /\r\nretry-after: 1\r\n/i)
    await closed
  })
})

test('a reply that was promised is in the store before the process ends', async () => {
  await withServer(async (app, port) => {
    const gate = app.hold('before write')
    const body = JSON.stringify({ text: 'last words' })
    const line = await open(port)
    line.send(
      'POST /api/notes HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\n' +
        `content-length: ${body.length}\r\n\r\n${body}`,
    )
    await gate.reached
    const closed = app.http.close()
    gate.open()
    assert.match(await line.whole, /^HTTP\/1\.1 201/)
    await closed
    assert.equal(await app.count(), 1)
  })
})
