import { byOf, type Caller, createCtx, type Log } from '#context'
import { createSerializerCompiler } from '#http/compilers.ts'
import { RawJson, type Route } from '#http/route.ts'
import { Fault } from '#kernel/fault.ts'
import type { Ports } from '#kernel/port.ts'
import type { Store } from '#store/store.ts'

export interface Question {
  /** As the route declares it, below `/api`. */
  readonly path: string
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
}

/** What a route of the API answers, or why there is no answer. */
export type Answer = { readonly json: string; readonly etag: string | undefined } | 'missing' | 'failed'

export type AskRoute = (question: Question, caller: Caller) => Promise<Answer>

export interface AskInit {
  readonly routes: readonly Route[]
  readonly store: Store
  readonly ports: Ports
  readonly log: Log
}

/**
 * Asks the API from within: the same gate, the same handler, the same fields as over HTTP, but no request of
 * a client's, so nothing is counted, limited or logged as one. A failure is an answer, too: a page is shown
 * without the data that could not be had.
 */
export function createAskRoute({ routes, store, ports, log }: AskInit): AskRoute {
  const byPath = new Map(routes.filter(({ method }) => method === 'GET').map((each) => [each.path, each]))
  const writerOf = createWriters()

  async function answer(route: Route, question: Question, caller: Caller): Promise<Answer> {
    const { params = {}, query = {} } = question
    const input = { params, query, body: undefined, headers: {} }
    route.access.gate?.(caller)
    const known = route.cached?.(ports, input)
    if (known) return fromRaw(known)
    const result = await store.run(byOf(caller), async (unit) => {
      const ctx = createCtx(unit, { caller, log, ports })
      await route.access.check?.(ctx, params, query as Record<string, string>)
      return route.handle(ctx, input, await route.ahead?.(ctx, input))
    })
    if (result instanceof RawJson) return fromRaw(result)
    return { json: writerOf(route)(result), etag: undefined }
  }

  return async (question, caller) => {
    const route = byPath.get(question.path)
    if (!route) return 'failed'
    try {
      return await answer(route, question, caller)
    } catch (err) {
      if (err instanceof Fault && err.status === 404) return 'missing'
      if (!(err instanceof Fault) || err.status === 500)
        log.error({ err, of: question }, 'A page lacks this.')
      return 'failed'
    }
  }
}

const fromRaw = ({ json, etag }: RawJson): Answer => ({ json: json.toString(), etag })

type Writer = (value: unknown) => string

/** Writes what the schema of a reply names, as Fastify would. */
function createWriters(): (route: Route) => Writer {
  const made = new Map<Route, Writer>()
  let compile: ReturnType<typeof createSerializerCompiler> | undefined
  return (route) => {
    const known = made.get(route)
    if (known) return known
    compile ??= createSerializerCompiler()
    const schema = route.replies[200]
    if (!schema) throw new Error(`${route.path} replies with nothing that a page could have.`)
    const write = compile({ schema, method: route.method, url: route.path, httpStatus: '200' }) as Writer
    made.set(route, write)
    return write
  }
}
