import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Caller } from '#context'
import { newId } from '#kernel/id.ts'
import type { Ports } from '#kernel/port.ts'
import type { Store } from '#store/store.ts'
import { createCompilers } from './compilers.ts'
import { OPEN_CORS_HEADERS, registerCors } from './cors.ts'
import { answerOnSocket, answerWithoutRoute, registerReplies } from './error-replies.ts'
import { createHandlers } from './handler.ts'
import type { HttpConfig } from './http-config.ts'
import { createMetrics, type Gauges } from './metrics.ts'
import { registerRateLimits } from './rate-limits.ts'
import type { Route } from './route.ts'
import { registerShedding, registerStopping } from './shedding.ts'
import { acceptUploads } from './upload.ts'

/** Finds who a bearer token stands for; undefined where nobody does. */
export type Authenticate = (token: string, address: string) => Promise<Caller | undefined>

export interface HttpInit {
  readonly config: HttpConfig
  readonly logger: FastifyBaseLogger
  readonly store: Store
  readonly ports: Ports
  readonly routes: readonly Route[]
  readonly authenticate: Authenticate
  /** Further figures for `/metrics`. */
  readonly gauges?: Gauges
}

export const BODY_BYTES_MAX = 256 * 1024
const REQUEST_TIMEOUT_MS = 30_000
const NO_PERMISSIONS: ReadonlySet<string> = new Set()

const guest = ({ ip, id }: FastifyRequest): Caller => ({
  kind: 'guest',
  id: null,
  permissions: NO_PERMISSIONS,
  address: ip,
  operationId: id,
})

/** Everything between the socket and the handlers. Knows routes, callers and faults; no word of the shop. */
export async function createHttp(init: HttpInit): Promise<FastifyInstance> {
  const { config } = init
  const app = Fastify({
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: config.trustProxy,
    genReqId: () => newId('req'),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 250, ignoreTrailingSlash: true },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    exposeHeadRoutes: true,
    // Not as `loggerInstance`: Fastify then listens for the end of each reply, though it has nothing to log.
    // And no child for each request, which costs more than most of them log: whoever logs names the request.
    childLoggerFactory: () => init.logger,
    return503OnClosing: false,
    frameworkErrors: answerWithoutRoute(SECURITY_HEADERS),
    clientErrorHandler: answerOnSocket,
    schemaController: createCompilers(),
  })
  // For what Fastify says of itself: where it listens.
  app.log = init.logger
  app.removeContentTypeParser('text/plain')
  acceptEmptyBodies(app)
  app.decorateRequest('caller', null as unknown as Caller)
  const metrics = createMetrics(app, init.gauges)
  const isOpen = config.corsOrigins === '*'
  const headers = isOpen ? { ...SECURITY_HEADERS, ...OPEN_CORS_HEADERS } : SECURITY_HEADERS
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id)
    done()
  })
  registerStopping(app)
  await registerCors(app, config.corsOrigins)
  registerShedding(app, config, metrics)
  registerRateLimits(app, config)
  registerReplies(app)
  registerRoutes(app, init)
  return app
}

/** The API serves data, never a page to be framed or sniffed; served pages set their own policy. */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

function registerRoutes(app: FastifyInstance, { routes, store, ports, authenticate }: HttpInit): void {
  const handlerOf = createHandlers({ store, ports })
  const identify = async (request: FastifyRequest, authorization: string): Promise<Caller> => {
    const token = /^Bearer +(.+)$/i.exec(authorization)?.[1]
    const known = token === undefined ? undefined : await authenticate(token, request.ip)
    return known ?? guest(request)
  }
  const register = (scope: FastifyInstance, route: Route) =>
    scope.route({
      method: route.method,
      url: `/api${route.path}`,
      schema: schemaOf(route),
      bodyLimit: route.upload?.bytesMax ?? route.bodyBytesMax ?? BODY_BYTES_MAX,
      config: { rate: route.rate ?? (route.method === 'GET' ? 'read' : 'write') },
      // After the rate limits, before the body is read.
      onRequest(request, _reply, done) {
        const { authorization } = request.headers
        // Guests are most of the traffic, and nothing has to be waited for to know one.
        if (authorization === undefined) done(refusal(route, request, guest(request)))
        else identify(request, authorization).then((caller) => done(refusal(route, request, caller)), done)
      },
      handler: handlerOf(route),
    })
  for (const route of routes) {
    const { upload } = route
    if (!upload) register(app, route)
    else {
      app.register(async (scope) => {
        acceptUploads(scope, upload)
        register(scope, route)
      })
    }
  }
}

/** Remembers who asks; answers what the route's gate has against them. */
function refusal({ access }: Route, request: FastifyRequest, caller: Caller): Error | undefined {
  request.caller = caller
  try {
    access.gate?.(caller)
    return undefined
  } catch (error) {
    return error as Error
  }
}

/** Many clients name a content type whether or not they send anything; nothing is then simply no body. */
function acceptEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : parse(request, body as string, done),
  )
}

function schemaOf(route: Route): Record<string, unknown> {
  const replies = Object.entries(route.replies).filter(([, schema]) => schema !== null)
  return {
    ...(route.params && { params: route.params }),
    ...(route.query && { querystring: route.query }),
    ...(route.body && { body: route.body }),
    response: Object.fromEntries(replies),
  }
}
