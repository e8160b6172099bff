import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import { describeApi } from './openapi.ts'
import type { Route } from './route.ts'

export const API_INFO = {
  title: 'Marketsquare',
  version: '0.1.0',
  description:
    'Everything behind the counter of a shop. Money is `{ amount, currency }` in minor units. Lists answer ' +
    '`{ data, next }`. Errors are `application/problem+json` with a stable `code`. Every POST takes an ' +
    '`Idempotency-Key`.',
}

/** Scalar's page runs its own scripts and styles, and nothing from elsewhere. */
const DOCS_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"

/** `/openapi.json` for programs and `/docs` for people, both from the routes, served without any outside address. */
export async function registerDescription(app: FastifyInstance, routes: readonly Route[]): Promise<void> {
  const text = JSON.stringify(describeApi(routes, API_INFO))
  app.get('/openapi.json', (_request, reply) => reply.type('application/json').send(text))
  await app.register(async (docs) => {
    docs.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', DOCS_POLICY)
    })
    await docs.register(scalar, {
      routePrefix: '/docs',
      configuration: { url: '/openapi.json', withDefaultFonts: false, telemetry: false },
    })
  })
}
