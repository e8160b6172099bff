import type { FaultKind } from '#kernel/fault.ts'
import { moneyFaults } from '#kernel/money.ts'
import { pageFaults } from '#kernel/page.ts'
import { nameOf, type TSchema, Type } from '#kernel/schema.ts'
import { storeFaults } from '#store/store.ts'
import { accessFaults } from './access.ts'
import { idempotencyFaults } from './idempotency.ts'
import { FORM_TYPE } from './multipart.ts'
import { httpFaults, ProblemSchema } from './problem.ts'
import type { Route, Upload } from './route.ts'
import { SESSION_COOKIE } from './session-cookie.ts'

type Json = Record<string, unknown>

export interface ApiInfo {
  readonly title: string
  readonly version: string
  readonly description: string
}

/**
 * The whole API as OpenAPI 3.1, made from the routes alone. The same routes give the same text, byte for
 * byte.
 */
export function describeApi(routes: readonly Route[], info: ApiInfo): Json {
  const components = createComponents()
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = `/api${route.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route, components) }
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: plain(ProblemSchema), ...components.schemas },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A token from /api/login, or an API key' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: SESSION_COOKIE,
          description: 'What signing in with `cookie: true` sets: for pages of the shop itself',
        },
      },
    },
  }
}

interface Components {
  readonly schemas: Record<string, unknown>
  refer(schema: TSchema): unknown
}

/** Schemas that were given a name stand once under components; everything else stays in place. */
function createComponents(): Components {
  const schemas: Record<string, unknown> = {}
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit)
    if (node === null || typeof node !== 'object') return node
    const name = nameOf(node)
    if (!name) return visitEach(node)
    if (!(name in schemas)) {
      schemas[name] = {}
      schemas[name] = visitEach(node)
    }
    return { $ref: `#/components/schemas/${name}` }
  }
  const visitEach = (node: object) =>
    Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visit(value)]))
  return { schemas, refer: visit }
}

const plain = (schema: object): unknown => JSON.parse(JSON.stringify(schema))

const tagOf = ({ path }: Route): string => {
  const [first, second] = path.split('/').filter((step) => step && !step.startsWith(':'))
  return first === 'admin' ? `admin: ${second}` : (first ?? 'shop')
}

function describeRoute(route: Route, components: Components): Json {
  return {
    operationId: operationIdOf(route),
    tags: [tagOf(route)],
    summary: route.summary,
    description: [route.description, `Access: ${route.access.name}.`].filter(Boolean).join('\n\n'),
    ...securityOf(route),
    parameters: parametersOf(route, components),
    ...(route.body && {
      requestBody: {
        required: !Type.IsOptional(route.body),
        content: { 'application/json': { schema: components.refer(route.body) } },
      },
    }),
    ...(route.upload && { requestBody: { required: true, content: uploadOf(route.upload) } }),
    responses: responsesOf(route, components),
  }
}

function uploadOf({ contentTypes, form }: Upload): Json {
  const file = { type: 'string', format: 'binary' }
  const alone = contentTypes.map((type) => [type, { schema: file }])
  const formSchema = { type: 'object', properties: { file }, required: ['file'] }
  return Object.fromEntries([...alone, ...(form ? [[FORM_TYPE, { schema: formSchema }]] : [])])
}

/** Where no token is needed to come in, but one may make the difference, it is offered as one of two ways. */
function securityOf({ access }: Route): Json {
  if (access.gate) return { security: [{ bearer: [] }, { cookie: [] }] }
  return access.check ? { security: [{}, { bearer: [] }, { cookie: [] }] } : {}
}

/**
 * `POST /carts/:cartId/lines` is `postCartsByCartIdLines`: derived, so it can neither be forgotten nor
 * collide.
 */
function operationIdOf({ method, path }: Route): string {
  const words = path
    .split('/')
    .filter(Boolean)
    .map((step) =>
      step.startsWith(':') ? `By${capital(step.slice(1))}` : step.split('-').map(capital).join(''),
    )
  return method.toLowerCase() + words.join('')
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

interface ObjectSchema {
  readonly properties?: Record<string, TSchema & { readonly description?: string }>
  readonly required?: readonly string[]
}

function parametersOf(route: Route, components: Components): Json[] {
  const from = (schema: TSchema | undefined, where: 'path' | 'query') => {
    const { properties = {}, required = [] } = (schema ?? {}) as ObjectSchema
    return Object.entries(properties).map(([name, each]) => ({
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(each.description && { description: each.description }),
      schema: components.refer(each),
    }))
  }
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  })
  return [
    ...from(route.params, 'path'),
    ...from(route.query, 'query'),
    ...(route.method === 'POST'
      ? [header('Idempotency-Key', 'Makes the request safe to send again for 24 hours')]
      : []),
    ...(route.revision
      ? [header('If-Match', 'The ETag that the change builds on; 412 when it is no longer true')]
      : []),
  ]
}

function responsesOf(route: Route, components: Components): Json {
  const good = Object.entries(route.replies).map(([status, schema]) => [
    status,
    {
      description: 'OK',
      ...(schema && { content: { 'application/json': { schema: components.refer(schema) } } }),
    },
  ])
  const byStatus = Map.groupBy(faultsOf(route), (fault) => String(fault.status))
  const bad = [...byStatus].map(([status, faults]) => [
    status,
    {
      description: faults.map((fault) => `\`${fault.code}\`: ${fault.message}`).join('\n\n'),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  return Object.fromEntries([...good, ...bad])
}

/** Every fault that any of the routes can answer with, and those that need no route, by code. */
export function everyFault(routes: readonly Route[]): FaultKind[] {
  const common = [accessFaults, httpFaults, idempotencyFaults, moneyFaults, pageFaults, storeFaults]
  const all = [...common.flatMap((kinds) => Object.values<FaultKind>(kinds)), ...routes.flatMap(faultsOf)]
  const byCode = new Map(all.map((fault) => [fault.code, fault]))
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** A route's own faults and those that its shape brings along. */
export function faultsOf(route: Route): FaultKind[] {
  const derived = [
    ...(route.access.faults ?? []),
    ...(route.params ? [httpFaults.notFound] : []),
    ...(route.query ? [httpFaults.invalidQuery] : []),
    ...(hasCursor(route.query) ? [pageFaults.badCursor] : []),
    ...(route.body
      ? [httpFaults.malformed, httpFaults.invalid, httpFaults.tooLarge, httpFaults.unsupportedType]
      : []),
    ...(route.method === 'GET' ? [] : [accessFaults.crossSite]),
    ...(route.method === 'POST' ? Object.values(idempotencyFaults) : []),
    ...(route.revision ? [httpFaults.preconditionFailed] : []),
    httpFaults.tooMany,
    httpFaults.busy,
  ]
  return [...new Map([...(route.faults ?? []), ...derived].map((fault) => [fault.code, fault])).values()]
}

const hasCursor = (query: TSchema | undefined): boolean =>
  'after' in ((query as { properties?: object } | undefined)?.properties ?? {})
