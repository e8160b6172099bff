import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { byOf, type Caller, type Ctx, createCtx } from '#context'
import type { Fault } from '#kernel/fault.ts'
import type { Ports } from '#kernel/port.ts'
import type { Store } from '#store/store.ts'
import { headersOf } from './error-replies.ts'
import { isKnown, isMatch } from './etag.ts'
import {
  findReply,
  idempotencyFaults,
  type KeptReply,
  type KeyedRequest,
  keepReply,
  keyedRequest,
} from './idempotency.ts'
import { httpFaults, PROBLEM_TYPE, toFault, toProblem } from './problem.ts'
import { logOf } from './request-log.ts'
import { Binary, type Input, RawJson, Refusal, Reply, type Route } from './route.ts'
import { isStaffAct, type OnStaffAct, valueIn } from './staff-act.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
  }
}

/** A reply that is ready to go out. */
interface Outcome {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Buffer | (() => Readable)
}

type Texts = Readonly<Record<string, string | undefined>>

/** A request on its way, with what its handler gets of it. */
interface Asked {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly input: Input<Texts>
}

const JSON_TYPE = 'application/json; charset=utf-8'

/**
 * Keys whose first request is under way in this process. (Across processes the commit's unique id decides.)
 */
const createInFlight = () => new Set<string>()

export interface HandlerInit {
  readonly store: Store
  readonly ports: Ports
  /** Told of everything that is done by permission, in the unit of work that does it. */
  readonly onStaffAct?: OnStaffAct | undefined
}

/**
 * The way of a request after validation: what is known already, or else idempotency → precondition →
 * handler → one commit → reply.
 */
export function createHandlers({ store, ports, onStaffAct }: HandlerInit) {
  const inFlight = createInFlight()

  function answer(route: Route, { request, reply, input }: Asked): Promise<Outcome> {
    const key = keyOf(route, request)
    // What is not there is not awaited: each wait is a turn of the queue, and most requests need only one.
    const work = async (ctx: Ctx): Promise<Outcome> => {
      const ahead = route.ahead?.(ctx, input)
      ahead?.catch(ignore)
      const stored = await admit(route, ctx, { input, key })
      if (stored) {
        const headers = { ...stored.headers, 'idempotent-replayed': 'true' }
        return { status: stored.status, headers, body: stored.body }
      }
      if (request.headers['if-match'] !== undefined) await checkPrecondition(route, ctx, request)
      const result = await route.handle(ctx, input, ahead && (await ahead))
      const outcome = toOutcome(route, result, { request, reply })
      if (onStaffAct && outcome.status < 300 && isStaffAct(route)) {
        const { params, body } = input
        onStaffAct(ctx, { route, params, body, status: outcome.status, value: valueIn(result) })
      }
      if (key) keepReply(ctx, key, { ...outcome, body: outcome.body.toString() }, route.keptReply)
      return outcome
    }
    const run = () => {
      const init = { caller: callerOf(request, key), log: logOf(request), ports }
      return store.run(byOf(init.caller), (unit) => work(createCtx(unit, init)))
    }
    return key ? once(inFlight, key, run) : run()
  }

  return (route: Route) => {
    if (route.cached && route.access.check) {
      throw new TypeError(`${route.method} ${route.path}: "cached" answers before "access" has been checked.`)
    }
    return (request: FastifyRequest, reply: FastifyReply): void => {
      const { params, query, body, headers } = request
      const input = { params: (params ?? {}) as Texts, query: query ?? {}, body, headers }
      const asked = { request, reply, input }
      const known = route.cached?.(ports, input)
      if (known) send(route, asked, toOutcome(route, known, asked))
      else {
        answer(route, asked)
          .then((outcome) => send(route, asked, outcome))
          .catch((error: unknown) => reply.send(toFault(error)))
      }
    }
  }
}

const ignore = () => undefined

/**
 * Whether the caller may, and what was answered to the same key: read together, and refused in this order.
 */
async function admit(
  { access: { check } }: Route,
  ctx: Ctx,
  { input, key }: { input: Input<Texts>; key: KeyedRequest | undefined },
): Promise<KeptReply | undefined> {
  const stored = key && findReply(ctx, key)
  stored?.catch(ignore)
  if (check) await check(ctx, input.params, input.query as Texts)
  return stored
}

function send(route: Route, { request, reply }: Asked, { status, headers, body }: Outcome): void {
  reply.code(status).headers(headers)
  const { etag } = headers
  if (etag && route.method === 'GET' && isKnown(request.headers['if-none-match'], etag)) {
    reply.code(304).send()
  } else {
    reply.send(typeof body === 'function' ? body() : body)
  }
}

function keyOf(route: Route, request: FastifyRequest): KeyedRequest | undefined {
  if (route.method !== 'POST') return undefined
  return keyedRequest(request.headers['idempotency-key'], {
    caller: request.caller,
    method: route.method,
    url: request.url,
    hasParams: route.path.includes(':'),
    body: route.upload ? null : request.body,
  })
}

function callerOf({ caller, id }: FastifyRequest, key: KeyedRequest | undefined): Caller {
  const operationId = key?.id ?? id
  return caller.operationId === operationId ? caller : { ...caller, operationId }
}

async function once<R>(inFlight: Set<string>, { id }: KeyedRequest, run: () => Promise<R>): Promise<R> {
  if (inFlight.has(id)) throw idempotencyFaults.inFlight()
  inFlight.add(id)
  try {
    return await run()
  } finally {
    inFlight.delete(id)
  }
}

async function checkPrecondition(route: Route, ctx: Ctx, request: FastifyRequest): Promise<void> {
  const wanted = request.headers['if-match']
  if (wanted === undefined || route.method === 'GET') return
  if (!route.revision) throw httpFaults.noPrecondition()
  const revision = await route.revision(ctx, request.params as Record<string, string>)
  if (revision === undefined || isMatch(wanted, `"${revision}"`)) return
  throw httpFaults.preconditionFailed({
    message: `You sent If-Match ${wanted.slice(0, 80)}, but this is at version "${revision}" now. Read it again.`,
    details: { version: revision },
  })
}

function toOutcome(
  route: Route,
  result: unknown,
  at: { request: FastifyRequest; reply: FastifyReply },
): Outcome {
  if (result instanceof RawJson) {
    const headers: Record<string, string> = { 'content-type': JSON_TYPE }
    if (result.etag) headers.etag = result.etag
    return { status: 200, headers, body: result.json }
  }
  if (result instanceof Binary) {
    const { contentType, bytes } = result
    const about = {
      'content-type': contentType,
      ...(bytes !== null && { 'content-length': String(bytes) }),
    }
    return { status: 200, headers: { ...about, ...result.headers }, body: result.open }
  }
  if (result instanceof Refusal) return toRefusal(result.fault, at.request.id)
  const plain = result instanceof Reply ? result : undefined
  const status = plain?.status ?? Number(Object.keys(route.replies)[0])
  const value = plain ? plain.value : result
  if (route.replies[status] === null) return { status, headers: { ...plain?.headers }, body: '' }
  const serialise = at.reply.getSerializationFunction(String(status))
  if (!serialise) throw new Error(`${route.method} ${route.path} has no reply schema for ${status}.`)
  const headers: Record<string, string> = { 'content-type': JSON_TYPE, ...plain?.headers }
  const version = (value as { version?: unknown } | undefined)?.version
  if (typeof version === 'number') headers.etag = `"${version}"`
  return { status, headers, body: serialise(value as Record<string, unknown>) as string }
}

const toRefusal = (fault: Fault, requestId: string): Outcome => ({
  status: fault.status,
  headers: { ...headersOf(fault), 'content-type': PROBLEM_TYPE },
  body: JSON.stringify(toProblem(fault, requestId)),
})
