import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Caller } from '#context'
import { newId } from '#kernel/id.ts'
import { createCompilers } from './compilers.ts'
import { OPEN_CORS_HEADERS, registerCors } from './cors.ts'
import { answerOnSocket, answerWithoutRoute, registerReplies } from './error-replies.ts'
import { createHandlers, type HandlerInit } from './handler.ts'
import { createMetrics, type FigurePeers, type Gauges } from './metrics.ts'
import { type RateLimitInit, registerRateLimits } from './rate-limits.ts'
import type { Route } from './route.ts'
import { bringsToken, createIdentify } from './session-guard.ts'
import { registerShedding, registerStopping } from './shedding.ts'
import { acceptUploads } from './upload.ts'
import { guardWire, refuseOnSight, wireOptions } from './wire.ts'

/** A token and where it came from. */
export interface Credentials {
  readonly token: string
  readonly via: 'bearer' | 'cookie'
  readonly address: string
  readonly userAgent: string
}

/** Finds who a token stands for; undefined where nobody does. */
export type Authenticate = (credentials: Credentials) => Promise<Caller | undefined>

export interface HttpInit extends HandlerInit, RateLimitInit {
  readonly logger: FastifyBaseLogger
  readonly routes: readonly Route[]
  readonly authenticate: Authenticate
  /** How the shop is reached from outside: pages of this origin are its own. */
  readonly publicUrl?: string
  /** Further figures for `/metrics`. */
  readonly gauges?: Gauges
  /** Whose figures `/metrics` shows besides its own. */
  readonly figurePeers?: FigurePeers
}

export const BODY_BYTES_MAX = 256 * 1024
const NO_PERMISSIONS: ReadonlySet<string> = new Set()

const guest = ({ ip, id, headers }: FastifyRequest): Caller => ({
  kind: 'guest',
  id: null,
  permissions: NO_PERMISSIONS,
  address: ip,
  userAgent: headers['user-agent'] ?? '',
  operationId: id,
})

/** Everything between the socket and the handlers. Knows routes, callers and faults; no word of the shop. */
export async function createHttp(init: HttpInit): Promise<FastifyInstance> {
  const { config } = init
  const app = Fastify({
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    ...wireOptions(config),
    trustProxy: config.trustProxy,
    genReqId: () => newId('req'),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 250, ignoreTrailingSlash: true },
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
  guardWire(app, config)
  app.decorateRequest('caller', null as unknown as Caller)
  const metrics = createMetrics(app, init.gauges, init.figurePeers)
  const isOpen = config.corsOrigins === '*'
  const headers = isOpen ? { ...SECURITY_HEADERS, ...OPEN_CORS_HEADERS } : SECURITY_HEADERS
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id)
    done(refuseOnSight(request, reply))
  })
  registerStopping(app)
  await registerCors(app, config.corsOrigins)
  registerShedding(app, config, metrics)
  registerRateLimits(app, init)
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

function registerRoutes(app: FastifyInstance, init: HttpInit): void {
  const { routes } = init
  const handlerOf = createHandlers(init)
  const identify = createIdentify(init)
  const register = (scope: FastifyInstance, route: Route) =>
    scope.route({
      method: route.method,
      url: `/api${route.path}`,
      schema: schemaOf(route),
      bodyLimit: route.upload?.bytesMax ?? route.bodyBytesMax ?? BODY_BYTES_MAX,
      config: { rate: route.rate ?? (route.method === 'GET' ? 'read' : 'write') },
      // After the rate limits, before the body is read.
      onRequest(request, reply, done) {
        // Guests are most of the traffic, and nothing has to be waited for to know one.
        if (!bringsToken(request)) done(refusal(route, request, guest(request)))
        else {
          const decide = (caller: Caller | undefined) =>
            done(refusal(route, request, caller ?? guest(request)))
          identify(request, reply).then(decide, done)
        }
      },
      handler: handlerOf(route),
    })
  for (const route of routes) {
    const { upload } = route
    if (!upload) register(app, route)
    else {
      app.register(async (scope) => {
        await acceptUploads(scope, upload)
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

function schemaOf(route: Route): Record<string, unknown> {
  const replies = Object.entries(route.replies).filter(([, schema]) => schema !== null)
  return {
    ...(route.params && { params: route.params }),
    ...(route.query && { querystring: route.query }),
    ...(route.body && { body: route.body }),
    response: Object.fromEntries(replies),
  }
}
