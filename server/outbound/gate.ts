import { lookup } from 'node:dns/promises'
import { SECOND_MS } from '#kernel/clock.ts'
import { Fault } from '#kernel/fault.ts'
import { createReach } from './addresses.ts'
import { checkDestination, type Resolve, type Rules } from './destination.ts'
import { type Bounds, exchange, type Question } from './exchange.ts'
import { type Outbound, type OutboundInit, outboundFaults } from './port.ts'

export const REDIRECTS_MAX = 3
export const TIMEOUT_MS = 10 * SECOND_MS
export const BYTES_MAX = 1_048_576

export interface GateInit {
  /** Addresses and ranges of one's own: `127.0.0.1`, `10.1.0.0/16`. Only there does http:// do. */
  readonly allow: readonly string[]
  readonly resolve?: Resolve
}

const resolveByName: Resolve = (name) => lookup(name, { all: true, order: 'verbatim' })

/** With nothing but Node: a name is looked up once, and the connection goes to what was checked. */
export function createOutbound({ allow, resolve = resolveByName }: GateInit): Outbound {
  const rules: Rules = { reach: createReach(allow), resolve }
  return {
    async fetch(input, init = {}) {
      const limit = AbortSignal.timeout(init.timeoutMs ?? TIMEOUT_MS)
      const signal = init.signal ? AbortSignal.any([limit, init.signal]) : limit
      const bounds = { signal, bytesMax: init.bytesMax ?? BYTES_MAX }
      try {
        return await orAborted(walk(rules, { input, init, bounds }), signal)
      } catch (error) {
        throw toFault(error, { limit, asked: init.signal ?? undefined })
      }
    },
  }
}

interface Errand {
  readonly input: string | URL | Request
  readonly init: OutboundInit
  readonly bounds: Bounds
}

/** From redirect to redirect, each of them checked like the first address. */
async function walk(rules: Rules, { input, init, bounds }: Errand): Promise<Response> {
  let { url, question } = await toQuestion(input, init)
  const how = init.redirect ?? 'follow'
  for (let redirects = 0; ; redirects++) {
    const response = await exchange(await checkDestination(url, rules), question, bounds)
    const location = isRedirect(response.status) ? response.headers.get('location') : null
    if (location === null || how === 'manual') return response
    if (how === 'error' || redirects === REDIRECTS_MAX) {
      throw outboundFaults.failed({ message: `${url.host} sent the shop on once too often.` })
    }
    const next = URL.parse(location, url.href)
    if (!next) throw outboundFaults.failed({ message: `${url.host} sent the shop to no address at all.` })
    question = redirected(question, { from: url, to: next, status: response.status })
    url = next
  }
}

async function toQuestion(
  input: Errand['input'],
  init: OutboundInit,
): Promise<{ url: URL; question: Question }> {
  const text = input instanceof Request ? input.url : String(input)
  if (!URL.canParse(text))
    throw outboundFaults.refused({ message: 'This is no address such as https://shop.example.' })
  const url = new URL(text)
  const { method, headers, body } = init
  // What a `Request` makes of the many kinds of bodies is what everybody expects of `fetch`. It is not sent.
  const request = new Request(input instanceof Request ? input : 'https://unused.invalid', {
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && body !== null && { body, duplex: 'half' }),
  } as RequestInit)
  const bytes = Buffer.from(await request.arrayBuffer())
  return {
    url,
    question: {
      method: request.method,
      headers: request.headers,
      body: bytes.length > 0 ? bytes : undefined,
    },
  }
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status)

/** What may go along to another origin. Not `Authorization`, nor whatever else might open something. */
const HARMLESS = ['accept', 'accept-language', 'user-agent']

/** https://fetch.spec.whatwg.org/#http-redirect-fetch, but stricter where the origin changes. */
function redirected(question: Question, at: { from: URL; to: URL; status: number }): Question {
  const { from, to, status } = at
  const isElsewhere = from.origin !== to.origin
  const becomesGet = status === 303 ? question.method !== 'HEAD' : status < 303 && question.method === 'POST'
  const body = becomesGet ? undefined : question.body
  if (body && isElsewhere) {
    throw outboundFaults.refused({
      message: `${from.host} wanted to have what was sent to it sent to ${to.host}.`,
    })
  }
  const kept = [...question.headers].filter(([name]) =>
    isElsewhere ? HARMLESS.includes(name) : body !== undefined || !name.startsWith('content-'),
  )
  return { method: becomesGet ? 'GET' : question.method, headers: new Headers(kept), body }
}

/** A resolver that takes its time cannot be told to stop, but need not be waited for. */
function orAborted<R>(work: Promise<R>, signal: AbortSignal): Promise<R> {
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  work.catch(() => undefined)
  return Promise.race([work, aborted])
}

function toFault(
  error: unknown,
  { limit, asked }: { limit: AbortSignal; asked: AbortSignal | undefined },
): unknown {
  if (error instanceof Fault) return error
  if (asked?.aborted) return asked.reason
  if (limit.aborted) return outboundFaults.timeout({ cause: error })
  return outboundFaults.failed({ cause: error })
}
