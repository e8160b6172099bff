import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { loadTaxRates } from './tax-rates.ts'

const RATES = '/api/admin/tax-rates'
const UNKNOWN = 'tax_00000000000000000000000000'
const VAT = { name: 'VAT', countryCode: 'DE', percent: 19 }

describe('staff and tax rates', () => {
  let app: TestApp
  let customer: string
  before(async () => {
    app = await createTestApp()
    const body = { email: 'ann@example.com', password: 'a long enough one', name: 'Ann' }
    customer = (await app.request('POST', '/api/register', { body })).body.token
  })
  after(() => app.close())
  beforeEach(async () => {
    for (const { id } of (await ask('GET', `${RATES}?limit=100`)).body.data)
      await ask('DELETE', `${RATES}/${id}`)
    app.takeEvents()
  })

  const ask = (method: string, path: string, init: object = {}) =>
    app.request(method, path, { token: app.owner, ...init })
  const create = async (body: object) => (await ask('POST', RATES, { body })).body

  it('refuse everyone without the permission', async () => {
    const routes = [
      ['GET', RATES, undefined],
      ['POST', RATES, VAT],
      ['GET', `${RATES}/${UNKNOWN}`, undefined],
      ['PATCH', `${RATES}/${UNKNOWN}`, { percent: 1 }],
      ['DELETE', `${RATES}/${UNKNOWN}`, undefined],
    ] as const
    for (const [method, path, body] of routes) {
      assert.equal((await ask(method, path, { body, token: undefined })).status, 401, `${method} ${path}`)
      const { status, body: problem } = await ask(method, path, { body, token: customer })
      assert.deepEqual([status, problem.code], [403, 'access.forbidden'], `${method} ${path}`)
    }
  })

  it('create a rate', async () => {
    const { status, body, headers } = await ask('POST', RATES, { body: VAT })
    assert.equal(status, 201)
    assert.equal(headers.etag, '"1"')
    assert.deepEqual(body, {
      id: body.id,
      name: 'VAT',
      countryCode: 'DE',
      region: null,
      category: 'standard',
      percent: 19,
      appliesToShipping: false,
      createdAt: '2026-11-02T09:00:00.000Z',
      updatedAt: '2026-11-02T09:00:00.000Z',
      version: 1,
    })
    assert.deepEqual(app.takeEvents(), ['tax-rate.changed'])
    assert.deepEqual((await ask('GET', `${RATES}/${body.id}`)).body, body)
  })

  it('create one rate for one Idempotency-Key', async () => {
    const sent = { body: VAT, key: 'rate-once' }
    const first = await ask('POST', RATES, sent)
    const again = await ask('POST', RATES, sent)
    assert.deepEqual([again.status, again.body], [201, first.body])
    assert.equal(again.headers['idempotent-replayed'], 'true')
    assert.deepEqual(app.takeEvents(), ['tax-rate.changed'])
  })

  it('are told which field cannot be', async () => {
    const refusals: [body: object, code: string, field: RegExp][] = [
      [{ name: 'VAT', percent: 1 }, 'http.invalid', /countryCode/],
      [{ ...VAT, countryCode: 'Germany' }, 'http.invalid', /countryCode/],
      [{ ...VAT, percent: 101 }, 'http.invalid', /percent/],
      [{ ...VAT, percent: '19' }, 'http.invalid', /percent/],
      [{ ...VAT, category: 'Food & drink' }, 'http.invalid', /category/],
      [{ ...VAT, rate: 1 }, 'http.invalid', /rate/],
      [{ ...VAT, percent: 1.23456 }, 'taxes.invalid', /percent/],
      [{ ...VAT, category: 'zero' }, 'taxes.invalid', /percent/],
    ]
    for (const [body, code, field] of refusals) {
      const { body: problem, status } = await ask('POST', RATES, { body })
      assert.deepEqual([status, problem.code], [422, code], JSON.stringify(body))
      assert.match(problem.detail, field)
    }
    assert.deepEqual(app.takeEvents(), [])
  })

  it('cannot have two rates for the same place and category', async () => {
    const holder = await create({ ...VAT, region: 'BY' })
    const taken = await ask('POST', RATES, { body: { ...VAT, region: ' by' } })
    assert.deepEqual([taken.status, taken.body.code], [409, 'taxes.slot_taken'])
    assert.equal(taken.body.taxRateId, holder.id)
    const country = await create(VAT)
    assert.equal((await ask('PATCH', `${RATES}/${country.id}`, { body: { region: 'BY' } })).status, 409)
    const rush = Array.from({ length: 4 }, () => ask('POST', RATES, { body: { ...VAT, countryCode: 'FR' } }))
    const statuses = (await Promise.all(rush)).map((each) => each.status).toSorted()
    assert.deepEqual(statuses, [201, 409, 409, 409])
  })

  it('change what they name, at the version they saw', async () => {
    const { id } = await create(VAT)
    app.takeEvents()
    const body = { percent: 20, appliesToShipping: true }
    const stale = await ask('PATCH', `${RATES}/${id}`, { body, headers: { 'if-match': '"7"' } })
    assert.deepEqual([stale.status, stale.body.code], [412, 'http.precondition_failed'])
    const changed = await ask('PATCH', `${RATES}/${id}`, { body, headers: { 'if-match': '"1"' } })
    assert.equal(changed.status, 200)
    const { name, percent, appliesToShipping, version } = changed.body
    assert.deepEqual([name, percent, appliesToShipping, version], ['VAT', 20, true, 2])
    assert.deepEqual(app.takeEvents(), ['tax-rate.changed'])
    for (const nothing of [{}, { colour: 'red' }]) {
      const invalid = await ask('PATCH', `${RATES}/${id}`, { body: nothing })
      assert.deepEqual([invalid.status, invalid.body.code], [422, 'http.invalid'])
    }
  })

  it('delete a rate', async () => {
    const { id } = await create(VAT)
    app.takeEvents()
    assert.equal((await ask('DELETE', `${RATES}/${id}`, { headers: { 'if-match': '"2"' } })).status, 412)
    assert.equal((await ask('DELETE', `${RATES}/${id}`)).status, 204)
    assert.deepEqual(app.takeEvents(), ['tax-rate.changed'])
    assert.equal((await ask('GET', `${RATES}/${id}`)).status, 404)
  })

  it('get 404 for what is not there', async () => {
    for (const [method, body] of [['GET'], ['PATCH', { percent: 1 }], ['DELETE']] as const) {
      const { status, body: problem } = await ask(method, `${RATES}/${UNKNOWN}`, { body })
      assert.deepEqual([status, problem.code], [404, 'taxes.missing'], method)
    }
  })

  it('list rates, of all countries or of one', async () => {
    const german = await create(VAT)
    const bavarian = await create({ ...VAT, region: 'BY', category: 'reduced', percent: 7 })
    const french = await create({ ...VAT, countryCode: 'FR', percent: 20 })
    assert.equal((await ask('GET', RATES)).body.data.length, 3)
    const ofGermany = await ask('GET', `${RATES}?countryCode=DE`)
    const ids = ofGermany.body.data.map((rate: { id: string }) => rate.id)
    assert.deepEqual(ids.toSorted(), [german.id, bavarian.id].toSorted())
    const page = await ask('GET', `${RATES}?countryCode=DE&limit=1`)
    assert.equal(
      (await ask('GET', `${RATES}?countryCode=DE&limit=1&after=${page.body.next}`)).body.data.length,
      1,
    )
    assert.equal((await ask('GET', `${RATES}?countryCode=Germany`)).status, 400)
    const loaded = await app.run((ctx) => loadTaxRates(ctx, 'FR'))
    assert.deepEqual(
      loaded.map((rate) => rate.id),
      [french.id],
    )
  })
})
