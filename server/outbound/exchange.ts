import { type IncomingMessage, request as requestPlainly } from 'node:http'
import { request as requestByTls } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Address, Destination } from './destination.ts'
import { outboundFaults } from './port.ts'

export interface Question {
  readonly method: string
  readonly headers: Headers
  readonly body: Buffer | undefined
}

export interface Bounds {
  readonly signal: AbortSignal
  readonly bytesMax: number
}

const HEADER_BYTES_MAX = 16 * 1_024

/** One request and its whole answer, over a connection to the address that was checked. */
export function exchange(
  { url, addresses }: Destination,
  question: Question,
  bounds: Bounds,
): Promise<Response> {
  const { method, body } = question
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  const open = url.protocol === 'https:' ? requestByTls : requestPlainly
  const request = open(url, {
    method,
    headers: headersOf(question),
    // Not shared: a connection that is kept may lead to where nobody looked this time.
    agent: false,
    lookup: alwaysTo(addresses),
    signal: bounds.signal,
    maxHeaderSize: HEADER_BYTES_MAX,
    insecureHTTPParser: false,
  })
  request.on('error', reject)
  request.on('response', (message) => {
    const fail = (error: Error) => {
      reject(error)
      request.destroy()
    }
    readBody(message, bounds.bytesMax, fail).then((bytes) => resolve(toResponse(message, bytes)), fail)
  })
  request.end(body)
  return promise
}

const headersOf = ({ method, headers, body }: Question): Record<string, string | number> => ({
  ...Object.fromEntries(headers),
  'accept-encoding': 'identity',
  ...((body || method === 'POST' || method === 'PUT') && { 'content-length': body?.length ?? 0 }),
})

const alwaysTo =
  (addresses: readonly Address[]): LookupFunction =>
  (_name, options, done) => {
    const [first = { address: '', family: 4 }] = addresses
    if (options.all) done(null, [...addresses])
    else done(null, first.address, first.family)
  }

async function readBody(
  message: IncomingMessage,
  bytesMax: number,
  fail: (error: Error) => void,
): Promise<Buffer> {
  const tooLarge = () => outboundFaults.tooLarge({ message: `The answer is larger than ${bytesMax} bytes.` })
  const { 'content-encoding': coding = 'identity', 'content-length': length = 0 } = message.headers
  if (Number(length) > bytesMax) fail(tooLarge())
  // It was not asked for; a few bytes could unfold into gigabytes.
  if (coding !== 'identity') fail(outboundFaults.failed({ message: 'The answer is compressed, unasked.' }))
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const BODILESS = [204, 205, 304]

function toResponse({ statusCode = 502, rawHeaders }: IncomingMessage, bytes: Buffer): Response {
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  const body = BODILESS.includes(statusCode) ? null : new Uint8Array(bytes)
  return new Response(body, { status: statusCode, headers })
}
