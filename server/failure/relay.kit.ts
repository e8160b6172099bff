import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A way to a server on this machine that can be cut. */
export interface Relay {
  /** The same address, by this way. */
  readonly url: string
  /** Whoever is connected is thrown out, and nobody gets through for so long. */
  cut(ms: number): Promise<void>
  /** Connections stay, and nothing that is said comes through for so long. */
  stall(ms: number): Promise<void>
  close(): Promise<void>
}

export async function openRelay(url: string): Promise<Relay> {
  const target = new URL(url)
  const pairs = new Set<readonly [Socket, Socket]>()
  let isCut = false
  let isStalled = false
  const server = createServer((client) => {
    if (isCut) return void client.destroy()
    const upstream = connect({ host: target.hostname, port: Number(target.port) })
    const pair = [client, upstream] as const
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    pass(client, upstream)
    pass(upstream, client)
    if (isStalled) for (const socket of pair) socket.pause()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const here = new URL(url)
  here.port = String((server.address() as { port: number }).port)
  const each = (act: (socket: Socket) => void) => {
    for (const pair of pairs) pair.forEach(act)
  }
  return {
    url: here.href,
    async cut(ms) {
      isCut = true
      each((socket) => void socket.destroy())
      await pause(ms)
      isCut = false
    },
    async stall(ms) {
      isStalled = true
      each((socket) => void socket.pause())
      await pause(ms)
      isStalled = false
      each((socket) => void socket.resume())
    },
    async close() {
      each((socket) => void socket.destroy())
      server.close()
      await once(server, 'close')
    },
  }
}

/** As much as is written is read: what is paused here holds up the sender. */
function pass(from: Socket, to: Socket): void {
  from.on('data', (chunk) => void to.write(chunk))
}
