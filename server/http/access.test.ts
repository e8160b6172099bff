import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'

let app: ToyApp

before(async () => {
  app = await createToyApp()
})
after(() => app.close())

test('who did not sign in is asked to', async () => {
  for (const path of ['/api/whoami', '/api/admin/notes']) {
    const { status, body, headers } = await app.ask('GET', path)
    assert.deepEqual([status, body.code], [401, 'access.unauthenticated'])
    assert.equal(headers['www-authenticate'], 'Bearer')
  }
})

test('a token that nobody holds is no token', async () => {
  const wrong = [
    'Bearer nobody',
    'Bearer',
    'Bearer ',
    'Basic YWxpY2U6',
    'alice-token',
    'Bearer  ',
    `Bearer ${'x'.repeat(4_000)}`,
  ]
  for (const authorization of wrong) {
    const { status, headers } = await app.ask('GET', '/api/whoami', { headers: { authorization } })
    assert.equal(status, 401, authorization)
    assert.equal(headers['www-authenticate'], 'Bearer')
  }
})

test('a token stands for its holder, however its scheme is spelled', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const { body } = await app.ask('GET', '/api/whoami', {
      headers: { authorization: `${scheme} bob-token` },
    })
    assert.deepEqual(body, { id: 'user_bob', address: '127.0.0.1' })
  }
})

test('staff without the permission is told which one it is', async () => {
  const { status, body } = await app.ask('GET', '/api/admin/notes', { token: 'bob-token' })
  assert.deepEqual([status, body.code, body.permission], [403, 'access.forbidden', 'notes:read'])
  assert.match(body.detail, /"notes:read"/)
  assert.equal((await app.ask('GET', '/api/admin/notes', { token: 'alice-token' })).status, 200)
})

test('the gate stands before the body: who may not come in learns nothing from it', async () => {
  const { status } = await app.ask('GET', '/api/admin/notes?limit=x', { body: '{', type: 'application/json' })
  assert.equal(status, 401)
})

test('a check with the thing at hand can keep even its existence private', async () => {
  assert.equal((await app.ask('GET', '/api/cave')).body.code, 'note.missing')
  assert.equal((await app.ask('GET', '/api/cave?word=abracadabra')).status, 404)
  assert.deepEqual((await app.ask('GET', '/api/cave?word=open%20sesame')).body, { gold: true })
})

test('a reply holds the fields of its schema and no other', async () => {
  const { body } = await app.ask('POST', '/api/notes', { body: { text: 'open' } })
  assert.deepEqual(Object.keys(body), ['id', 'text', 'version'])
})
