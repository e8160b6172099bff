import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { newId } from '#kernel/id.ts'
import { StoreLimit } from '#store/engine.ts'
import { toFault } from './problem.ts'
import { type Answer, createToyApp, type ToyApp } from './toy-app.fixture.ts'
import { BODY_BYTES_MAX } from './toy-routes.fixture.ts'

let app: ToyApp

before(async () => {
  app = await createToyApp()
})
after(() => app.close())

/** Every refusal has this form. */
function isProblem({ status, body, headers }: Answer, expected: [status: number, code: string]) {
  assert.deepEqual([status, body.code], expected, JSON.stringify(body))
  assert.equal(headers['content-type'], 'application/problem+json; charset=utf-8')
  assert.equal(body.status, status)
  assert.equal(body.type, `/docs/errors#${body.code}`)
  assert.match(body.requestId, /^req_[0-9A-Z]{26}$/)
  assert.equal(headers['x-request-id'], body.requestId)
  for (const text of [body.title, body.detail]) assert.ok(typeof text === 'string' && text !== '')
}

const write = (body: object | string, type?: string) =>
  app.ask('POST', '/api/notes', { body, ...(type && { type }) })

suite('a body', () => {
  test('that is not JSON is refused', async () => {
    for (const body of ['{"text":', '{text:1}', "{'text':'a'}", '{"text":"a"}}']) {
      isProblem(await write(body, 'application/json'), [400, 'http.malformed'])
    }
  })

  test('that is empty counts as none, whatever its content type', async () => {
    isProblem(await write('', 'application/json'), [422, 'http.invalid'])
  })

  test('that lacks a field is refused by its name', async () => {
    const answer = await write({})
    isProblem(answer, [422, 'http.invalid'])
    assert.deepEqual(answer.body.errors, [{ field: 'text', reason: 'is required' }])
    assert.match(answer.body.detail, /text: is required/)
  })

  test('with a field that nobody knows is refused by its name', async () => {
    const answer = await write({ text: 'a', colour: 'red' })
    isProblem(answer, [422, 'http.invalid'])
    assert.deepEqual(answer.body.errors, [{ field: 'colour', reason: 'is not a known field' }])
  })

  test('is taken exactly: a number is no text, a text no number, null is not nothing', async () => {
    const wrong: [object, string][] = [
      [{ text: 1 }, 'text'],
      [{ text: null }, 'text'],
      [{ text: ['a'] }, 'text'],
      [{ text: '   ' }, 'text'],
      [{ text: 'a'.repeat(101) }, 'text'],
      [{ text: 'a', about: { size: '1' } }, 'about.size'],
      [{ text: 'a', about: { size: 1.5 } }, 'about.size'],
      [{ text: 'a', tags: 'one' }, 'tags'],
      [{ text: 'a', tags: ['one', 2] }, 'tags.1'],
      [{ text: 'a', tags: ['1', '2', '3', '4'] }, 'tags'],
      [{ text: 'a', about: { email: 'nobody' } }, 'about.email'],
    ]
    for (const [body, field] of wrong) {
      const answer = await write(body)
      isProblem(answer, [422, 'http.invalid'])
      assert.ok(
        answer.body.errors.some((each: { field: string }) => each.field === field),
        JSON.stringify(answer.body),
      )
    }
    isProblem(await write('{"text":"a","about":{"size":1e999}}', 'application/json'), [422, 'http.invalid'])
    assert.equal(await app.count(), 0)
  })

  test('that is no object is refused, and so is none at all', async () => {
    for (const body of ['[]', '"text"', '1', 'null', 'true']) {
      isProblem(await write(body, 'application/json'), [422, 'http.invalid'])
    }
    isProblem(await app.ask('POST', '/api/notes'), [422, 'http.invalid'])
  })

  test('that would reach for the prototype is refused, and reaches nothing', async () => {
    for (const body of [
      '{"text":"a","__proto__":{"polluted":1}}',
      '{"text":"a","constructor":{"prototype":{"polluted":1}}}',
      '{"text":"a","about":{"__proto__":{"polluted":1}}}',
      '{"text":"a","about":{"\\u005f_proto__":{"polluted":1}}}',
    ]) {
      isProblem(await write(body, 'application/json'), [400, 'http.malformed'])
    }
    assert.equal(Reflect.get({}, 'polluted'), undefined)
  })

  test('that is too large is refused, said or unsaid', async () => {
    const large = JSON.stringify({ text: 'a', tags: ['x'.repeat(BODY_BYTES_MAX)] })
    isProblem(await write(large, 'application/json'), [413, 'http.too_large'])
  })

  test('of another type is refused', async () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'nonsense']) {
      isProblem(await write('{"text":"a"}', type), [415, 'http.unsupported_type'])
    }
    isProblem(await app.ask('POST', '/api/files', { body: '{}', type: 'application/json' }), [
      415,
      'http.unsupported_type',
    ])
  })

  test('nested without end is refused', async () => {
    isProblem(await write(`{"text":"a","about":${'['.repeat(900)}${']'.repeat(900)}}`, 'application/json'), [
      413,
      'http.too_large',
    ])
  })
})

suite('an address', () => {
  test('that leads nowhere is named', async () => {
    const answer = await app.ask('GET', '/api/nothing?secret=1')
    isProblem(answer, [404, 'http.not_found'])
    assert.match(answer.body.detail, /GET \/api\/nothing\./)
    isProblem(await app.ask('GET', '/'), [404, 'http.not_found'])
    isProblem(await app.ask('PATCH', '/api/notes', { body: {} }), [404, 'http.not_found'])
  })

  test('with a broken id leads nowhere either', async () => {
    for (const id of [
      '1',
      'note_1',
      'NOTE_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      newId('cart'),
      '..',
      '%00',
      `${'a'.repeat(250)}`,
    ]) {
      isProblem(await app.ask('GET', `/api/notes/${id}`), [404, 'http.not_found'])
    }
    isProblem(await app.ask('GET', `/api/notes/${newId('note')}`), [404, 'note.missing'])
  })

  test('that cannot be decoded or has no end is refused like everything else', async () => {
    isProblem(await app.ask('GET', '/api/notes/%E0%A4%A'), [400, 'http.malformed'])
    isProblem(await app.ask('GET', '/api/notes/%'), [400, 'http.malformed'])
    isProblem(await app.ask('GET', `/api/notes/${'a'.repeat(2_000)}`), [404, 'http.not_found'])
  })

  test('with query parameters that are not as they must be is refused by their names', async () => {
    const wrong: [string, string][] = [
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['limit=ten', 'limit'],
      ['limit=1.5', 'limit'],
      ['pinned=perhaps', 'pinned'],
      ['colour=red', 'colour'],
      ['limit=1&limit=2', 'limit'],
      [`after=${'a'.repeat(2_001)}`, 'after'],
    ]
    for (const [query, field] of wrong) {
      const answer = await app.ask('GET', `/api/notes?${query}`)
      isProblem(answer, [400, 'http.invalid_query'])
      assert.equal(answer.body.errors[0].field, field)
    }
    isProblem(await app.ask('GET', '/api/notes?after=hello'), [400, 'page.bad_cursor'])
    assert.equal((await app.ask('GET', '/api/notes?limit=5&pinned=true')).status, 200)
  })
})

suite('a bug', () => {
  test('is a bare 500 with the id under which it is logged, and leaves nothing behind', async () => {
    const before = await app.count()
    const answer = await app.ask('POST', '/api/bugs')
    isProblem(answer, [500, 'http.internal'])
    assert.doesNotMatch(JSON.stringify(answer), /hunter2|TypeError|\.ts/)
    const line = app.log.findLast((each) => each.level === 50)
    assert.equal(line?.reqId, answer.body.requestId)
    assert.match(JSON.stringify(line?.err), /TypeError.*hunter2/)
    assert.equal(await app.count(), before)
  })

  test('is whatever was thrown that is neither ours nor the framework’s', () => {
    for (const thrown of [undefined, null, 'text', 42, new RangeError('x'), { statusCode: 500 }]) {
      assert.equal(toFault(thrown).code, 'http.internal')
    }
  })
})

test('what is too large for the store is the client’s to make smaller', () => {
  const fault = toFault(new StoreLimit('body', 'The document has 2 MB; a document can have 1 MB.'))
  assert.deepEqual([fault.status, fault.code], [422, 'http.invalid'])
  assert.match(fault.message, /2 MB/)
})

test('the fault a handler throws brings its own message and details', async () => {
  await write({ text: 'once' })
  const answer = await write({ text: 'once' })
  isProblem(answer, [409, 'note.taken'])
  assert.equal(answer.body.detail, 'There is a note "once".')
  const id = newId('note')
  assert.equal((await app.ask('GET', `/api/notes/${id}`)).body.id, id)
})
