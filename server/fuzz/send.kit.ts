import { request as connect } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import type { Operation } from './api.kit.ts'
import type { Draft } from './draft.kit.ts'
import { fillIn, type Things } from './things.kit.ts'

/** What really goes out. */
export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string | undefined
  /** Whether it goes where it was meant for: a `..` or a slash in an address leads elsewhere. */
  readonly isAsMeant: boolean
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  readonly text: string
}

export interface Post {
  readonly http: FastifyInstance
  /** Where it listens, too. */
  readonly port: number
}

/** With marks filled in. A browser's token goes into its cookie, any other into `Authorization`. */
export function toSent(
  operation: Operation,
  draft: Draft,
  { things, token }: { things: Pick<Things, 'fill'>; token: string | undefined },
): Sent {
  const path = operation.path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => things.fill(draft.params[name] ?? '') || '-',
  )
  const query = draft.query.map(([name, value]) => `${name}=${things.fill(value)}`).join('&')
  const { payload, contentType, who } = draft
  const url = sendable(query ? `${path}?${query}` : path)
  return {
    method: draft.method,
    url,
    isAsMeant: draft.method === operation.method && leadsTo(url, operation),
    headers: {
      ...(token &&
        who === 'browser' && { cookie: `__Host-session=${token}`, 'sec-fetch-site': 'same-origin' }),
      ...(token && who !== 'browser' && { authorization: `Bearer ${token}` }),
      ...(payload && contentType !== undefined && { 'content-type': contentType }),
      ...draft.headers,
    },
    payload: payload && toText(payload, things),
  }
}

function leadsTo(url: string, { path }: Operation): boolean {
  const address = URL.parse(url, 'http://127.0.0.1')
  const steps = address?.pathname.split('/').slice(1) ?? []
  return steps.length === path.split('/').length - 1 && steps.every((step) => step !== '')
}

/** A request line has no room for what is not visible ASCII; a client would have encoded it. */
const sendable = (url: string): string =>
  url.replace(/[^\x21-\x7e]|#/g, (sign) => encodeURIComponent(sign.toWellFormed()))

function toText(payload: NonNullable<Draft['payload']>, things: Pick<Things, 'fill'>): string | undefined {
  return 'raw' in payload ? things.fill(payload.raw) : JSON.stringify(fillIn(payload.json, things))
}

const PATIENCE_MS = 20_000

/** Asks, in this process or over a connection. Whoever gets no answer in time gets status 0. */
export async function send(post: Post, sent: Sent, isOverSocket: boolean): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>()
  const timer = setTimeout(() => resolve({ status: 0, headers: {}, text: 'no answer' }), PATIENCE_MS)
  try {
    return await Promise.race([
      promise,
      isOverSocket ? overSocket(post.port, sent) : inProcess(post.http, sent),
    ])
  } finally {
    clearTimeout(timer)
  }
}

async function inProcess(http: FastifyInstance, { method, url, headers, payload }: Sent): Promise<Answer> {
  const reply = await http.inject({
    method: method as 'GET',
    url,
    headers,
    ...(payload !== undefined && { payload }),
  })
  return { status: reply.statusCode, headers: reply.headers, text: reply.payload }
}

function overSocket(port: number, { method, url, headers, payload }: Sent): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const length = payload === undefined ? {} : { 'content-length': String(Buffer.byteLength(payload)) }
  const asked = connect({ host: '127.0.0.1', port, method, path: url, headers: { ...headers, ...length } })
  asked.on('response', (reply) => {
    const done = (text: string) => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text })
    textOf(reply).then(done, reject)
  })
  asked.on('error', reject)
  asked.end(payload)
  return promise
}
