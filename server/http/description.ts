import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { renderFaults } from './fault-page.ts'
import { describeApi, everyFault } from './openapi.ts'
import { pageHeaders } from './page-policy.ts'
import type { Route } from './route.ts'

export const API_INFO = {
  title: 'Marketsquare',
  version: '0.1.0',
  description:
    'Everything behind the counter of a shop. Money is `{ amount, currency }` in minor units. Lists answer ' +
    '`{ data, next }`. Errors are `application/problem+json` with a stable `code`. Every POST takes an ' +
    '`Idempotency-Key`.',
}

/**
 * `/openapi.json` for programs, `/docs` for people and `/docs/errors` for what a problem's `type` leads to;
 * all from the routes, served without any outside address.
 */
export function registerDescription(app: FastifyInstance, routes: readonly Route[]): void {
  const api = once(() => JSON.stringify(describeApi(routes, API_INFO)))
  app.get('/openapi.json', (_request, reply) => reply.type('application/json').send(api()))
  const faults = once(() => renderFaults(everyFault(routes)))
  app.get('/docs/errors', (_request, reply) => {
    reply.headers(pageHeaders(faults()))
    return reply.type('text/html; charset=utf-8').send(faults())
  })
  const docs = createDocs()
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const page = await docs(request.url)
    if (page.statusCode === 404) return reply.callNotFound()
    const isPage = String(page.headers['content-type']).startsWith('text/html')
    reply.code(page.statusCode).headers(pageHeaders(isPage ? page.payload : ''))
    for (const name of ['content-type', 'location']) {
      if (page.headers[name]) reply.header(name, page.headers[name])
    }
    return reply.send(page.rawPayload)
  }
  app.get('/docs', show)
  app.get('/docs/*', show)
}

/** Made for the first who asks: a start has better things to do. */
function once(make: () => string): () => string {
  let made: string | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** Scalar takes half a second and 40 MB to load, so that is left to the first who wants to read. */
function createDocs() {
  let docs: Promise<FastifyInstance> | undefined
  const load = async () => {
    const { default: scalar } = await import('@scalar/fastify-api-reference')
    const app = Fastify({ routerOptions: { ignoreTrailingSlash: true } })
    await app.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        withDefaultFonts: false,
        telemetry: false,
        authentication: { preferredSecurityScheme: 'bearer' },
        // Everything that leads to a service of others, or is there to sell one.
        showDeveloperTools: 'never',
        hideClientButton: true,
        mcp: { disabled: true },
        agent: { disabled: true },
      },
    })
    return app
  }
  return async (url: string) => {
    docs ??= load()
    return (await docs).inject(url)
  }
}
