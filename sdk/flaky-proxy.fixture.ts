import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/**
 * What becomes of the next request: it passes; the connection breaks before the shop hears of it, with half
 * of the request there, after the shop has answered, or within the answer; nothing comes back at all; or
 * something in between answers in the shop's place.
 */
export type Fate = 'pass' | 'unheard' | 'half-sent' | 'unanswered' | 'half-answered' | 'silence' | Canned

export interface Canned {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
}

export interface FlakyProxy {
  readonly url: string
  /** Every request that came by since the last call. */
  taken(): Seen[]
  /** The fates of the next requests, in order; what comes after them passes. */
  next(...fates: readonly Fate[]): void
  close(): Promise<void>
}

/** Stands between a client and the shop, and breaks what it is told to. */
export async function createFlakyProxy(shopUrl: string): Promise<FlakyProxy> {
  const fates: Fate[] = []
  const seen: Seen[] = []
  const server = createServer(async (incoming, reply) => {
    const { method = 'GET', url = '/', headers } = incoming
    seen.push({ method, url, headers })
    const fate = fates.shift() ?? 'pass'
    const body = await buffer(incoming)
    if (fate === 'silence') return
    if (fate === 'unheard') return void reply.destroy()
    if (typeof fate === 'object') return void reply.writeHead(fate.status, fate.headers).end(fate.body ?? '')
    forward(new URL(url, shopUrl), { method, headers, body, reply, fate })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => seen.splice(0),
    next: (...more) => void fates.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Passage {
  readonly method: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  readonly reply: ServerResponse
  readonly fate: 'pass' | 'half-sent' | 'unanswered' | 'half-answered'
}

function forward(to: URL, { method, headers, body, reply, fate }: Passage): void {
  const onward = request(to, { method, headers, agent: false }, async (answer) => {
    const whole = await buffer(answer)
    if (fate === 'unanswered') return void reply.destroy()
    reply.writeHead(answer.statusCode ?? 500, answer.headers)
    if (fate === 'pass') return void reply.end(whole)
    reply.write(whole.subarray(0, whole.length / 2), () => reply.destroy())
  })
  onward.on('error', () => reply.destroy())
  if (fate !== 'half-sent') onward.end(body)
  else onward.write(body.subarray(0, body.length / 2), () => onward.destroy())
}
