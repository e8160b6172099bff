import { connect } from 'node:net'

export interface Reply {
  readonly status: number
  /** Good until the connection sends its next request: it may lie in the buffer that is read into. */
  readonly body: Buffer
}

export interface Ask {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One kept-alive connection with one request under way at a time. */
export interface Connection {
  send(request: string): Promise<Reply>
  close(): void
}

/**
 * A request as it goes over the wire. ASCII alone, which a request with another character is refused for.
 */
export function toRequest({ method, path, body, headers = {} }: Ask): string {
  const text = body === undefined ? '' : JSON.stringify(body)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  if (text) lines.push(`content-type: application/json\r\ncontent-length: ${text.length}\r\n`)
  const request = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}\r\n${text}`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them
  if (!/^[\x00-\x7f]*$/.test(request)) throw new TypeError(`Not ASCII: ${request}`)
  return request
}

const CHUNK_BYTES = 64 * 1024
const HEAD_END = '\r\n\r\n'

/**
 * A client that costs far less than the servers it loads: it reads a status and a length, and nothing
 * else of HTTP. The same one measures the shop and the yardstick.
 */
export async function openConnection(port: number): Promise<Connection> {
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | undefined
  let lost: Error | undefined
  const reader = createReplyReader((reply) => {
    const asked = waiting
    waiting = undefined
    asked?.resolve(reply)
  })
  function fail(error: Error): void {
    lost ??= error
    waiting?.reject(lost)
    waiting = undefined
  }
  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: Buffer.allocUnsafeSlow(CHUNK_BYTES),
      callback(bytes, buffer) {
        try {
          reader((buffer as Buffer).subarray(0, bytes))
        } catch (error) {
          fail(error as Error)
        }
        return true
      },
    },
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject)
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The server closed the connection.')))
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(lost)
        waiting = { resolve, reject }
        socket.write(request, 'latin1')
      }),
    close: () => void socket.destroy(),
  }
}

/** Puts replies together from the pieces they come in; nearly always there is one. */
export function createReplyReader(onReply: (reply: Reply) => void): (chunk: Buffer) => void {
  let head: Buffer | undefined
  let status = 0
  let body: Buffer | undefined
  let filled = 0

  function begin(bytes: Buffer): void {
    const end = bytes.indexOf(HEAD_END)
    if (end === -1) {
      head = Buffer.from(bytes)
      return
    }
    const text = bytes.toString('latin1', 0, end)
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
    if (!text.startsWith('HTTP/1.1 ') || length === undefined)
      throw new Error(`Not a reply to count on: ${text}`)
    status = Number(text.slice(9, 12))
    head = undefined
    const rest = bytes.subarray(end + HEAD_END.length)
    if (rest.length === Number(length)) onReply({ status, body: rest })
    else {
      body = Buffer.allocUnsafe(Number(length))
      filled = 0
      proceed(body, rest)
    }
  }

  function proceed(into: Buffer, bytes: Buffer): void {
    if (filled + bytes.length > into.length) throw new Error('More came than the reply was said to have.')
    bytes.copy(into, filled)
    filled += bytes.length
    if (filled < into.length) return
    body = undefined
    onReply({ status, body: into })
  }

  return (chunk) => {
    if (body) proceed(body, chunk)
    else begin(head ? Buffer.concat([head, chunk]) : chunk)
  }
}
