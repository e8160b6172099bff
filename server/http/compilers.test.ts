import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Ajv } from 'ajv'
import Fastify, { type RouteShorthandOptions } from 'fastify'
import { PageQuery, Shape, type TSchema, Type } from '#kernel/schema.ts'
import { modules } from '#modules/index.ts'
import { createCompilers, createSerializerCompiler } from './compilers.ts'
import type { Route } from './route.ts'
import { createValidatorCompiler } from './validation.ts'

suite('every schema of every route', () => {
  const routes = modules.flatMap((module) => module.routes ?? [])
  const partsOf = ({ params, query, body }: Route) =>
    Object.entries({ params, querystring: query, body }).filter(
      (part): part is [string, TSchema] => !!part[1],
    )

  test('is JSON Schema', () => {
    const ajv = new Ajv({ strict: false })
    for (const route of routes) {
      const schemas = [...partsOf(route).map(([, schema]) => schema), ...Object.values(route.replies)]
      for (const schema of schemas) {
        if (schema)
          assert.ok(ajv.validateSchema(schema), `${route.method} ${route.path}: ${ajv.errorsText()}`)
      }
    }
  })

  test('can be made into what checks requests', () => {
    const compile = createValidatorCompiler()
    for (const { method, path, ...route } of routes) {
      for (const [httpPart, schema] of partsOf({ method, path, ...route })) {
        assert.doesNotThrow(() => compile({ schema, method, url: path, httpPart }), `${method} ${path}`)
      }
    }
  })

  test('can be made into what writes replies', () => {
    const compile = createSerializerCompiler()
    for (const { method, path, replies } of routes) {
      for (const [httpStatus, schema] of Object.entries(replies)) {
        if (!schema) continue
        assert.doesNotThrow(() => compile({ schema, method, url: path, httpStatus }), `${method} ${path}`)
      }
    }
  })
})

suite('a schema', () => {
  const serve = (schema: RouteShorthandOptions['schema'] & object) => {
    const app = Fastify({ schemaController: createCompilers() })
    app.post('/', { schema }, async ({ query, body }) => ({ query, body, secret: 'not in the schema' }))
    return app
  }
  const Echo = Shape({ query: Type.Optional(Shape(PageQuery)), body: Type.Unknown() })

  test('checks every request, fills in defaults, and says what is wrong with which part', async () => {
    const app = serve({
      querystring: Shape(PageQuery),
      body: Shape({ name: Type.String() }),
      response: { 200: Echo },
    })
    const post = async (query: object, body: object) => {
      const reply = await app.inject({ method: 'POST', url: '/', query: { ...query }, body })
      return [reply.statusCode, reply.json().message ?? reply.json()]
    }
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(await post({ after: 'x' }, { name: 'Mug' }), [
        200,
        { query: { limit: 20, after: 'x' }, body: { name: 'Mug' } },
      ])
      assert.deepEqual(await post({}, { name: 7 }), [400, 'body/name must be string'])
      assert.deepEqual(await post({ limit: '101' }, {}), [400, "body must have required property 'name'"])
      assert.deepEqual(await post({ limit: '101' }, { name: 'Mug' }), [
        400,
        'querystring/limit must be <= 100',
      ])
    }
  })

  test('that is wrong does not keep the shop from opening, and answers 500', async () => {
    const wrong = serve({ body: { type: 'nothing' } })
    await wrong.ready()
    assert.equal((await wrong.inject({ method: 'POST', url: '/', body: {} })).statusCode, 500)
  })
})
