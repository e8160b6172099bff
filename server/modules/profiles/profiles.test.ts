import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { ADDRESS, aCustomer } from '#testing/shop.ts'
import { ADDRESSES_MAX } from './faults.ts'

let app: TestApp
let ada: { id: string; token: string }

before(async () => {
  app = await createTestApp()
  app.clock.advance(1)
  ada = await aCustomer(app)
  await app.worker.idle()
})
beforeEach(() => void app.takeEvents())
after(() => app.close())

const asAda = (method: string, path: string, body?: object) =>
  app.request(method, path, { token: ada.token, ...(body && { body }) })

describe('public profiles', () => {
  it('are listed for anyone, newest first, with nothing private', async () => {
    const { status, body } = await app.request('GET', '/api/users')
    assert.equal(status, 200)
    assert.deepEqual(body.data[0], { id: ada.id, name: 'Ada', picture: null })
    assert.equal(body.data.length, 2)
    assert.doesNotMatch(JSON.stringify(body), /@|role|email/)
    const first = await app.request('GET', '/api/users?limit=1')
    const second = await app.request('GET', `/api/users?limit=1&after=${first.body.next}`)
    assert.deepEqual([...first.body.data, ...second.body.data], body.data)
    assert.equal(second.body.next, null)
    assert.equal((await app.request('GET', '/api/users?after=x')).body.code, 'page.bad_cursor')
    assert.equal((await app.request('GET', '/api/users?limit=1000')).status, 400)
  })

  it('are read one by one', async () => {
    const { body } = await app.request('GET', `/api/users/${ada.id}`)
    assert.deepEqual(body, { id: ada.id, name: 'Ada', picture: null })
    const unknown = await app.request('GET', `/api/users/${newId('user')}`)
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'profile.missing'])
    assert.equal((await app.request('GET', '/api/users/42')).status, 404)
  })

  it('can be hidden by whose they are, and shown again', async () => {
    assert.deepEqual((await asAda('PATCH', '/api/me/profile', { isPublic: false })).body.isPublic, false)
    assert.equal((await app.request('GET', `/api/users/${ada.id}`)).status, 404)
    assert.equal((await app.request('GET', '/api/users')).body.data.length, 1)
    assert.equal((await asAda('GET', '/api/me/profile')).body.isPublic, false)
    assert.equal((await asAda('PATCH', '/api/me/profile', { isPublic: true })).body.isPublic, true)
    assert.equal((await app.request('GET', `/api/users/${ada.id}`)).status, 200)
    assert.equal((await asAda('PATCH', '/api/me/profile', { isPublic: 'no' })).status, 422)
    assert.equal((await app.request('GET', '/api/me/profile')).status, 401)
    assert.deepEqual(app.takeEvents(), [])
  })
})

describe('the address book', () => {
  const list = async (): Promise<Loose[]> => (await asAda('GET', '/api/me/addresses')).body.data
  const defaults = async () =>
    (await list()).map((each) => [each.city, each.isDefaultShipping, each.isDefaultBilling])

  it('makes the first address the default, until another one is', async () => {
    const first = await asAda('POST', '/api/me/addresses', ADDRESS)
    assert.equal(first.status, 201)
    assert.match(first.body.id, /^addr_/)
    const added = { id: first.body.id, ...ADDRESS, isDefaultShipping: true, isDefaultBilling: true }
    assert.deepEqual(first.body, added)
    await asAda('POST', '/api/me/addresses', { ...ADDRESS, city: 'Boston', isDefaultShipping: true })
    assert.deepEqual(await defaults(), [
      ['New York', false, true],
      ['Boston', true, false],
    ])
  })

  it('changes what is named and takes away what is null', async () => {
    const [first] = await list()
    const path = `/api/me/addresses/${first.id}`
    const changed = await asAda('PATCH', path, { company: 'Mugs', region: null, isDefaultShipping: true })
    const { region: _, ...rest } = first
    assert.deepEqual(
      [changed.status, changed.body],
      [200, { ...rest, company: 'Mugs', isDefaultShipping: true }],
    )
    assert.deepEqual(await defaults(), [
      ['New York', true, true],
      ['Boston', false, false],
    ])
    for (const body of [{ name: null }, { countryCode: 'USA' }, { city: '' }, { id: first.id }]) {
      assert.equal((await asAda('PATCH', path, body)).status, 422, JSON.stringify(body))
    }
  })

  it('is nobody else’s', async () => {
    const [first] = await list()
    const eve = await aCustomer(app, 'eve@example.com')
    for (const [method, body] of [
      ['PATCH', { city: 'X' }],
      ['DELETE', undefined],
    ] as const) {
      const reply = await app.request(method, `/api/me/addresses/${first.id}`, { token: eve.token, body })
      assert.deepEqual([reply.status, reply.body.code], [404, 'profile.address_missing'])
    }
    const theirs = await app.request('GET', '/api/me/addresses', { token: eve.token })
    assert.deepEqual(theirs.body, { data: [], next: null })
    assert.equal((await app.request('GET', '/api/me/addresses')).status, 401)
  })

  it('deletes an address', async () => {
    const [first] = await list()
    assert.equal((await asAda('DELETE', `/api/me/addresses/${first.id}`)).status, 204)
    assert.equal((await asAda('DELETE', `/api/me/addresses/${first.id}`)).status, 404)
    assert.deepEqual(await defaults(), [['Boston', false, false]])
  })

  it('has an end, also for many at once', async () => {
    const { length } = await list()
    const wanted = ADDRESSES_MAX - length + 5
    const replies = await Promise.all(
      Array.from({ length: wanted }, () => asAda('POST', '/api/me/addresses', ADDRESS)),
    )
    const full = replies.filter(({ status }) => status === 409)
    assert.deepEqual([full.length, full[0]?.body.code], [5, 'profile.too_many_addresses'])
    assert.equal((await list()).length, ADDRESSES_MAX)
    assert.equal((await asAda('POST', '/api/me/addresses', { name: 'x' })).status, 422)
  })
})
