import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { API_INFO } from './description.ts'
import { describeApi, everyFault, faultsOf } from './openapi.ts'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'
import { routes } from './toy-routes.fixture.ts'

let app: ToyApp
// biome-ignore lint/suspicious/noExplicitAny: a document that is walked, as its readers do
let api: any

before(async () => {
  app = await createToyApp()
  api = (await app.ask('GET', '/openapi.json')).body
})
after(() => app.close())

/** Every object in the document with the path that leads to it. */
function* nodesOf(node: unknown, path = ''): Generator<[string, Record<string, unknown>]> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) yield [path, node as Record<string, unknown>]
  for (const [key, value] of Object.entries(node)) yield* nodesOf(value, `${path}/${key}`)
}

suite('the description', () => {
  test('has what OpenAPI 3.1 asks for at the top', () => {
    assert.match(api.openapi, /^3\.1\.\d+$/)
    assert.deepEqual(api.info, { ...API_INFO, license: { name: 'MIT', identifier: 'MIT' } })
    assert.deepEqual(Object.keys(api).sort(), ['components', 'info', 'openapi', 'paths', 'servers', 'tags'])
    assert.deepEqual(Object.keys(api.components.schemas).sort(), ['NewNote', 'Note', 'Problem'])
  })

  test('has every route once, under an id of its own', () => {
    const operations = Object.values<object>(api.paths).flatMap((path) => Object.values(path))
    assert.equal(operations.length, routes.length)
    const ids = operations.map(({ operationId }) => operationId)
    assert.equal(new Set(ids).size, ids.length)
    for (const id of ids) assert.match(id, /^[a-z][A-Za-z]+$/)
    assert.equal(api.paths['/api/notes/{noteId}/copies'].post.operationId, 'postNotesByNoteIdCopies')
  })

  test('describes each parameter in a path, and no other', () => {
    for (const [path, item] of Object.entries<
      Record<string, { parameters: { name: string; in: string; required: boolean }[] }>
    >(api.paths)) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
      for (const { parameters } of Object.values(item)) {
        const given = parameters.filter((each) => each.in === 'path')
        assert.deepEqual(given.map(({ name }) => name).sort(), wanted)
        assert.ok(given.every(({ required }) => required === true))
        const keys = parameters.map((each) => `${each.in} ${each.name}`)
        assert.equal(new Set(keys).size, keys.length)
      }
    }
  })

  test('answers every operation with at least one reply, each with a description', () => {
    for (const item of Object.values<object>(api.paths)) {
      for (const { responses } of Object.values(item)) {
        const replies = Object.entries<{ description: string }>(responses)
        assert.ok(replies.some(([status]) => status.startsWith('2')))
        for (const [status, reply] of replies) {
          assert.match(status, /^[1-5]\d\d$/)
          assert.ok(reply.description)
        }
      }
    }
  })

  test('refers only to what it holds', () => {
    for (const [path, node] of nodesOf(api)) {
      if (typeof node.$ref !== 'string') continue
      const steps = node.$ref.replace('#/', '').split('/')
      const target = steps.reduce((at, step) => at?.[step], api)
      assert.ok(target, `${path}: ${node.$ref}`)
    }
  })

  test('holds schemas that a validator of JSON Schema 2020-12 understands', () => {
    const ajv = new Ajv2020({ strict: false, formats: { binary: true } })
    const definitions = { components: api.components }
    for (const [path, node] of nodesOf(api)) {
      if (!path.endsWith('/schema')) continue
      assert.doesNotThrow(() => ajv.compile({ ...definitions, ...node }), path)
      assert.ok(!('nullable' in node), `${path}: nullable is of OpenAPI 3.0`)
    }
  })

  test('says who may come in', () => {
    assert.equal(api.paths['/api/notes'].get.security, undefined)
    assert.deepEqual(api.paths['/api/whoami'].get.security, [{ bearer: [] }, { cookie: [] }])
    assert.deepEqual(api.paths['/api/cave'].get.security, [{}, { bearer: [] }, { cookie: [] }])
    assert.match(api.paths['/api/admin/notes'].get.description, /Access: notes:read\./)
  })

  test('says what a request can be refused with, by code', () => {
    const { responses } = api.paths['/api/notes'].post
    assert.match(responses['409'].description, /`note\.taken`.*\n\n`idempotency\.in_flight`/)
    assert.deepEqual(Object.keys(responses['422'].content), ['application/problem+json'])
    assert.deepEqual(Object.keys(api.paths['/api/notes/{noteId}'].delete.responses), [
      '204',
      '403',
      '404',
      '412',
      '429',
      '503',
    ])
  })

  test('says how files are sent', () => {
    assert.deepEqual(api.paths['/api/files'].post.requestBody.content, {
      'text/csv': { schema: { type: 'string', format: 'binary' } },
    })
  })

  test('is the same text each time', () => {
    assert.equal(JSON.stringify(describeApi(routes, API_INFO)), JSON.stringify(api))
  })
})

suite('the pages', () => {
  test('are served from here and load nothing from elsewhere', async () => {
    const page = await app.ask('GET', '/docs/')
    assert.equal(page.status, 200)
    assert.match(page.headers['content-type'] ?? '', /^text\/html/)
    const loaded = [...page.body.matchAll(/(?:src|href|data-url)\s*=\s*["']?([^"'\s>]+)/g)].map(
      (match) => match[1],
    )
    assert.deepEqual(loaded, ['js/scalar.js'])
    assert.match(page.body, /"url":\s*"\/openapi\.json"/)
    const script = await app.ask('GET', '/docs/js/scalar.js')
    assert.equal(script.status, 200)
    assert.match(script.headers['content-type'] ?? '', /^application\/javascript/)
    assert.ok(script.body.length > 100_000)
  })

  test('forbid the browser to load anything from elsewhere', async () => {
    for (const path of ['/docs/', '/docs/js/scalar.js', '/docs/errors']) {
      const policy = (await app.ask('GET', path)).headers['content-security-policy'] ?? ''
      assert.match(policy, /default-src 'self'/)
      assert.doesNotMatch(policy, /https?:|\*|unsafe-eval/)
    }
  })

  test('are found without the slash', async () => {
    const { status, headers } = await app.ask('GET', '/docs')
    assert.deepEqual([status, headers.location], [301, '/docs/'])
    assert.equal((await app.ask('GET', '/docs/nothing')).body.code, 'http.not_found')
  })

  test('explain each error where its type leads', async () => {
    const { body } = await app.ask('GET', '/api/nothing')
    const [path, anchor] = body.type.split('#')
    const page = await app.ask('GET', path)
    assert.equal(page.status, 200)
    assert.match(page.headers['content-type'] ?? '', /^text\/html/)
    for (const code of [anchor, 'note.taken', 'access.forbidden', 'idempotency.reused', 'page.bad_cursor']) {
      assert.ok(page.body.includes(`<dt id="${code}">`), code)
    }
    assert.ok(page.body.includes('Authorization: Bearer …&quot;'))
  })
})

test('every fault of every route is on the list, each code once, in order', () => {
  const codes = everyFault(routes).map(({ code }) => code)
  assert.deepEqual(codes, [...new Set(codes)].sort())
  for (const fault of routes.flatMap(faultsOf)) assert.ok(codes.includes(fault.code), fault.code)
})
