import cors from '@fastify/cors'
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
import { createHandlers } from './handler.ts'
import type { HttpConfig } from './http-config.ts'
import { createMetrics } from './metrics.ts'
import { httpFaults, PROBLEM_TYPE, toFault, toProblem } from './problem.ts'
import { registerRateLimits } from './rate-limits.ts'
import type { Route } from './route.ts'
import { registerShedding } from './shedding.ts'
import { acceptUploads } from './upload.ts'
import { createValidatorCompiler } from './validation.ts'

/** Finds who a bearer token stands for; undefined where nobody does. */
export type Authenticate = (token: string, address: string) => Promise<Caller | undefined>

export interface HttpInit {
  readonly config: HttpConfig
  readonly logger: FastifyBaseLogger
  readonly store: Store
  readonly ports: Ports
  readonly routes: readonly Route[]
  readonly authenticate: Authenticate
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
    loggerInstance: init.logger,
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
  })
  app.setValidatorCompiler(createValidatorCompiler())
  app.decorateRequest('caller', null as unknown as Caller)
  const metrics = createMetrics(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    reply.header('x-request-id', request.id)
  })
  if (config.corsOrigins) await app.register(cors, corsOptions(config.corsOrigins))
  registerShedding(app, config, metrics)
  await registerRateLimits(app, config)
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
  'x-frame-options': 'DENY',
}

const corsOptions = (origins: readonly string[] | '*') => ({
  origin: origins === '*' ? '*' : [...origins],
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
  exposedHeaders: ['etag', 'retry-after', 'x-request-id', 'idempotent-replayed', 'location'],
  maxAge: 600,
})

function registerReplies(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const fault = toFault(error)
    if (fault.status >= 500) request.log.error({ err: fault.cause ?? fault, code: fault.code }, fault.message)
    if (fault.status === 401) reply.header('www-authenticate', 'Bearer')
    if (fault.status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', '1')
    if (fault.status === 429 && !reply.hasHeader('retry-after')) {
      reply.header('retry-after', String(fault.details?.retryAfterSeconds ?? 1))
    }
    return reply
      .code(fault.status)
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(toProblem(fault, request.id)))
  })
  app.setNotFoundHandler((request) => {
    const path = request.url.split('?')[0]?.slice(0, 200)
    throw httpFaults.notFound({ message: `There is nothing at ${request.method} ${path}. See /docs.` })
  })
}

function registerRoutes(app: FastifyInstance, { routes, store, ports, authenticate }: HttpInit): void {
  const handlerOf = createHandlers({ store, ports })
  const identify = async (request: FastifyRequest): Promise<void> => {
    const { authorization } = request.headers
    const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : undefined
    const known = token === undefined ? undefined : await authenticate(token, request.ip)
    request.caller = known ?? guest(request)
  }
  const register = (scope: FastifyInstance, route: Route) =>
    scope.route({
      method: route.method,
      url: `/api${route.path}`,
      schema: schemaOf(route),
      bodyLimit: route.upload?.bytesMax ?? route.bodyBytesMax ?? BODY_BYTES_MAX,
      config: { rate: route.rate ?? (route.method === 'GET' ? 'read' : 'write') },
      onRequest: async (request) => {
        await identify(request)
        route.access.gate?.(request.caller)
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

function schemaOf(route: Route): Record<string, unknown> {
  const replies = Object.entries(route.replies).filter(([, schema]) => schema !== null)
  return {
    ...(route.params && { params: route.params }),
    ...(route.query && { querystring: route.query }),
    ...(route.body && { body: route.body }),
    response: Object.fromEntries(replies),
  }
}
