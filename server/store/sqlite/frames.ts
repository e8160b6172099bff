import type { Socket } from 'node:net'
import { deserialize, serialize } from 'node:v8'

const LENGTH_BYTES = 4

/** Sends a message: its length, then what V8 makes of it, which reads strings faster than JSON. */
export function sendFrame(socket: Socket, message: unknown): void {
  const body = serialize(message)
  const head = Buffer.allocUnsafe(LENGTH_BYTES)
  head.writeUInt32LE(body.length)
  socket.cork()
  socket.write(head)
  socket.write(body)
  socket.uncork()
}

/** Calls back with each whole message that comes in. */
export function readFrames(socket: Socket, onMessage: (message: never) => void): void {
  let chunks: Buffer[] = []
  let bytes = 0
  /** How much must be there before it is worth a look. */
  let wanted = LENGTH_BYTES

  function take(): void {
    let rest = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    wanted = LENGTH_BYTES
    while (rest.length >= LENGTH_BYTES) {
      wanted = LENGTH_BYTES + rest.readUInt32LE()
      if (rest.length < wanted) break
      onMessage(deserialize(rest.subarray(LENGTH_BYTES, wanted)) as never)
      rest = rest.subarray(wanted)
      wanted = LENGTH_BYTES
    }
    chunks = rest.length > 0 ? [rest] : []
    bytes = rest.length
  }

  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= wanted) take()
  })
}
