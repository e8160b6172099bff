import assert from 'node:assert/strict'
import { after, before, beforeEach, suite, test } from 'node:test'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'

let app: ToyApp
let path: string

before(async () => {
  app = await createToyApp()
})
after(() => app.close())
beforeEach(async (t) => {
  const { headers } = await app.ask('POST', '/api/notes', {
    body: { text: `${'name' in t ? t.name : ''}`.slice(0, 90) },
  })
  path = headers.location ?? ''
})

const change = (text: string, match: string, method = 'PATCH') =>
  app.ask(method, path, { body: { text }, headers: { 'if-match': match } })

suite('an ETag', () => {
  test('is the version of what was read', async () => {
    const { body, headers } = await app.ask('GET', path)
    assert.equal(body.version, 1)
    assert.equal(headers.etag, '"1"')
  })

  test('that still holds saves sending it again', async () => {
    const same = await app.ask('GET', path, { headers: { 'if-none-match': '"1"' } })
    assert.deepEqual([same.status, same.body, same.headers.etag], [304, '', '"1"'])
    const other = await app.ask('GET', path, { headers: { 'if-none-match': '"0"' } })
    assert.equal(other.status, 200)
  })

  test('that still holds is recognised among others, weak or starred, as RFC 9110 has it', async () => {
    for (const header of ['"0", "1"', 'W/"1"', '*', '"7",W/"1" , "8"']) {
      const { status } = await app.ask('GET', path, { headers: { 'if-none-match': header } })
      assert.equal(status, 304, header)
    }
    for (const header of ['"11"', '1', 'W/"2"', '']) {
      const { status } = await app.ask('GET', path, { headers: { 'if-none-match': header } })
      assert.equal(status, 200, header)
    }
  })

  test('is given for what is rendered already, too', async () => {
    const first = await app.ask('GET', '/api/rendered')
    assert.deepEqual([first.body, first.headers.etag], [{ ready: true }, '"r1"'])
    const again = await app.ask('GET', '/api/rendered', { headers: { 'if-none-match': '"r1"' } })
    assert.equal(again.status, 304)
  })

  test('is given to HEAD, without a body', async () => {
    const { status, body, headers } = await app.ask('HEAD', path)
    assert.deepEqual([status, body, headers.etag], [200, '', '"1"'])
    const same = await app.ask('HEAD', path, { headers: { 'if-none-match': '"1"' } })
    assert.equal(same.status, 304)
  })
})

suite('If-Match', () => {
  test('with the current version lets a change through, and the next needs the next', async () => {
    const first = await change('one', '"1"')
    assert.deepEqual([first.status, first.body.version, first.headers.etag], [200, 2, '"2"'])
    const late = await change('two', '"1"')
    assert.deepEqual([late.status, late.body.code, late.body.version], [412, 'http.precondition_failed', 2])
    assert.match(late.body.detail, /version "2"/)
    assert.equal((await app.ask('GET', path)).body.text, 'one')
  })

  test('knows lists and the star, but no weak tags', async () => {
    assert.equal((await change('listed', '"7", "1"')).status, 200)
    assert.equal((await change('starred', '*')).status, 200)
    assert.equal((await change('weak', 'W/"3"')).status, 412)
  })

  test('guards removal as well', async () => {
    const late = await app.ask('DELETE', path, { headers: { 'if-match': '"9"' } })
    assert.equal(late.status, 412)
    const gone = await app.ask('DELETE', path, { headers: { 'if-match': '"1"' } })
    assert.deepEqual([gone.status, gone.body, gone.headers['content-type']], [204, '', undefined])
    assert.equal((await app.ask('GET', path)).status, 404)
  })

  test('on what is not there is not found', async () => {
    await app.ask('DELETE', path)
    assert.equal((await change('ghost', '"1"')).body.code, 'note.missing')
  })

  test('is refused where it would be ignored', async () => {
    const { status, body } = await change('blind', '"1"', 'PUT')
    assert.deepEqual([status, body.code], [400, 'http.no_precondition'])
    assert.equal((await app.ask('PUT', path, { body: { text: 'blind' } })).status, 200)
  })

  test('holds when the change comes between reading the version and the commit', async () => {
    const answers = await Promise.all([
      change('mine', '"1"'),
      change('yours', '"1"'),
      change('theirs', '"1"'),
    ])
    const statuses = answers.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [200, 412, 412])
  })
})
