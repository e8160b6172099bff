import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { loadZones } from './zones.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })
const flat = (amount: number, init = {}) => ({
  name: 'Parcel',
  price: { type: 'flat', amount: usd(amount) },
  ...init,
})
const ZONES = '/api/admin/shipping-zones'
const UNKNOWN = 'zone_00000000000000000000000000'

describe('staff and shipping zones', () => {
  let app: TestApp
  let customer: string
  before(async () => {
    app = await createTestApp()
    const body = { email: 'ann@example.com', password: 'a long enough one', name: 'Ann' }
    customer = (await app.request('POST', '/api/register', { body })).body.token
  })
  after(() => app.close())
  beforeEach(async () => {
    for (const { id } of (await ask('GET', `${ZONES}?limit=100`)).body.data)
      await ask('DELETE', `${ZONES}/${id}`)
    app.takeEvents()
  })

  const ask = (method: string, path: string, init: object = {}) =>
    app.request(method, path, { token: app.owner, ...init })
  const create = async (body: object) => (await ask('POST', ZONES, { body })).body

  it('refuse everyone without the permission', async () => {
    const zone = { name: 'Zone', countries: ['DE'] }
    const quote = { address: { countryCode: 'DE' }, goods: usd(1), weightGrams: 1 }
    const routes = [
      ['GET', ZONES, undefined],
      ['POST', ZONES, zone],
      ['GET', `${ZONES}/${UNKNOWN}`, undefined],
      ['PUT', `${ZONES}/${UNKNOWN}`, zone],
      ['DELETE', `${ZONES}/${UNKNOWN}`, undefined],
      ['POST', `${ZONES}/quotes`, quote],
    ] as const
    for (const [method, path, body] of routes) {
      assert.equal((await ask(method, path, { body, token: undefined })).status, 401, `${method} ${path}`)
      const { status, body: problem } = await ask(method, path, { body, token: customer })
      assert.deepEqual([status, problem.code], [403, 'access.forbidden'], `${method} ${path}`)
    }
  })

  it('create a zone with its rates', async () => {
    const steps = [
      { upToGrams: 2_000, amount: usd(500) },
      { upToGrams: null, amount: usd(900) },
    ]
    const sent = {
      name: 'Home',
      countries: ['US'],
      regions: [{ country: 'CA', region: 'qc' }],
      postcodes: [{ country: 'CA', prefix: 'm5v 2' }],
      rates: [
        flat(1_000, { description: 'By van', freeOver: usd(10_000), minDays: 2, maxDays: 4 }),
        { name: 'Weight', price: { type: 'by_weight', steps } },
        { name: 'Price', price: { type: 'by_price', steps: [{ upTo: usd(5_000), amount: usd(700) }] } },
      ],
    }
    const { status, body, headers } = await ask('POST', ZONES, { body: sent })
    assert.equal(status, 201)
    assert.equal(headers.etag, '"1"')
    const ids = body.rates.map((rate: { id: string }) => rate.id)
    assert.deepEqual(body, {
      id: body.id,
      name: 'Home',
      countries: ['US'],
      regions: [{ country: 'CA', region: 'QC' }],
      postcodes: [{ country: 'CA', prefix: 'M5V2' }],
      rates: [
        { id: ids[0], ...sent.rates[0] },
        { id: ids[1], ...sent.rates[1], freeOver: null },
        { id: ids[2], ...sent.rates[2], freeOver: null },
      ],
      createdAt: '2026-11-02T09:00:00.000Z',
      updatedAt: '2026-11-02T09:00:00.000Z',
      version: 1,
    })
    assert.deepEqual(app.takeEvents(), ['shipping-zone.changed'])
    assert.deepEqual((await ask('GET', `${ZONES}/${body.id}`)).body, body)
    assert.deepEqual((await ask('GET', ZONES)).body, { data: [body], next: null })
  })

  it('create one zone for one Idempotency-Key', async () => {
    const sent = { body: { name: 'Once', countries: ['DE'] }, key: 'zone-once' }
    const first = await ask('POST', ZONES, sent)
    const again = await ask('POST', ZONES, sent)
    assert.deepEqual([again.status, again.body], [201, first.body])
    assert.equal(again.headers['idempotent-replayed'], 'true')
    assert.deepEqual(app.takeEvents(), ['shipping-zone.changed'])
  })

  it('are told which field cannot be', async () => {
    const zone = { name: 'Zone', countries: ['DE'] }
    const euro = { type: 'flat', amount: { amount: 5, currency: 'EUR' } }
    const refusals: [body: object, code: string, field: RegExp][] = [
      [{ countries: ['DE'] }, 'http.invalid', /name/],
      [{ ...zone, countries: ['Germany'] }, 'http.invalid', /countries\.0/],
      [{ ...zone, zone: 1 }, 'http.invalid', /zone/],
      [{ ...zone, rates: [flat(-1)] }, 'http.invalid', /rates\.0/],
      [{ ...zone, rates: [{ name: 'Free' }] }, 'http.invalid', /rates\.0\.price/],
      [{ name: 'Zone' }, 'shipping.invalid', /countries/],
      [{ ...zone, rates: [flat(1, { minDays: 2, maxDays: 1 })] }, 'shipping.invalid', /rates\.0\.maxDays/],
      [{ ...zone, rates: [{ name: 'Euro', price: euro }] }, 'money.currency_mismatch', /rates\.0\.price/],
    ]
    for (const [body, code, field] of refusals) {
      const { body: problem, status } = await ask('POST', ZONES, { body })
      assert.deepEqual([status, problem.code], [422, code], JSON.stringify(body))
      assert.match(problem.detail, field)
    }
    assert.deepEqual(app.takeEvents(), [])
  })

  it('cannot put one place into two zones', async () => {
    const holder = await create({
      name: 'Holder',
      countries: ['DE'],
      postcodes: [{ country: 'GB', prefix: 'SW1' }],
    })
    const taken = await ask('POST', ZONES, { body: { name: 'Other', countries: ['AT', 'DE'] } })
    assert.deepEqual([taken.status, taken.body.code], [409, 'shipping.place_taken'])
    assert.deepEqual([taken.body.place, taken.body.zoneId], ['DE', holder.id])
    const other = await create({ name: 'Other', countries: ['GB'] })
    const body = { name: 'Other', postcodes: [{ country: 'GB', prefix: 'sw 1' }] }
    assert.equal((await ask('PUT', `${ZONES}/${other.id}`, { body })).status, 409)
    const rush = Array.from({ length: 4 }, () =>
      ask('POST', ZONES, { body: { name: 'Rush', countries: ['FR'] } }),
    )
    const statuses = (await Promise.all(rush)).map((each) => each.status).toSorted()
    assert.deepEqual(statuses, [201, 409, 409, 409])
  })

  it('replace a zone at the version they saw, and its rates keep their ids', async () => {
    const zone = await create({ name: 'Zone', countries: ['DE'], rates: [flat(500)] })
    app.takeEvents()
    const body = {
      name: 'Zone',
      countries: ['DE', 'AT'],
      rates: [flat(400), { ...zone.rates[0], name: 'Kept' }],
    }
    const stale = await ask('PUT', `${ZONES}/${zone.id}`, { body, headers: { 'if-match': '"7"' } })
    assert.deepEqual([stale.status, stale.body.code], [412, 'http.precondition_failed'])
    const replaced = await ask('PUT', `${ZONES}/${zone.id}`, { body, headers: { 'if-match': '"1"' } })
    assert.equal(replaced.status, 200)
    assert.equal(replaced.body.version, 2)
    assert.equal(replaced.body.rates[1].id, zone.rates[0].id)
    assert.deepEqual(app.takeEvents(), ['shipping-zone.changed'])
    const invalid = await ask('PUT', `${ZONES}/${zone.id}`, { body: { name: 'Zone' } })
    assert.deepEqual([invalid.status, invalid.body.code], [422, 'shipping.invalid'])
  })

  it('delete a zone', async () => {
    const { id } = await create({ name: 'Zone', countries: ['DE'] })
    app.takeEvents()
    assert.equal((await ask('DELETE', `${ZONES}/${id}`, { headers: { 'if-match': '"2"' } })).status, 412)
    assert.deepEqual((await ask('DELETE', `${ZONES}/${id}`)).status, 204)
    assert.deepEqual(app.takeEvents(), ['shipping-zone.changed'])
    assert.equal((await ask('GET', `${ZONES}/${id}`)).status, 404)
  })

  it('get 404 for what is not there', async () => {
    const body = { name: 'Zone', countries: ['DE'] }
    for (const [method, sent] of [['GET'], ['PUT', body], ['DELETE']] as const) {
      const { status, body: problem } = await ask(method, `${ZONES}/${UNKNOWN}`, { body: sent })
      assert.deepEqual([status, problem.code], [404, 'shipping.missing'], method)
    }
  })

  it('see which zone and rates serve an address, and why the others do not', async () => {
    const light = {
      name: 'Letter',
      price: { type: 'by_weight', steps: [{ upToGrams: 500, amount: usd(200) }] },
    }
    const zone = await create({
      name: 'London',
      postcodes: [{ country: 'GB', prefix: 'SW1' }],
      rates: [light, flat(700)],
    })
    const body = {
      address: { countryCode: 'GB', region: null, postalCode: 'sw1a 1aa' },
      goods: usd(5_000),
      weightGrams: 2_400,
    }
    const sent = { body, key: 'quote-once' }
    const quoted = await ask('POST', `${ZONES}/quotes`, sent)
    assert.equal(quoted.status, 200)
    assert.deepEqual(quoted.body, {
      zone: { id: zone.id, name: 'London', because: 'postcodes SW1… of GB' },
      options: [
        {
          id: zone.rates[1].id,
          name: 'Parcel',
          price: usd(700),
          zone: 'London',
          minDays: null,
          maxDays: null,
          explanation: 'flat rate',
        },
      ],
      refused: [
        { id: zone.rates[0].id, name: 'Letter', why: '2.4 kg is more than its heaviest step, 0.5 kg' },
      ],
      problem: null,
    })
    assert.deepEqual((await ask('POST', `${ZONES}/quotes`, sent)).body, quoted.body)
    const nowhere = await ask('POST', `${ZONES}/quotes`, {
      body: { ...body, address: { countryCode: 'AQ' } },
    })
    assert.deepEqual(nowhere.body, {
      zone: null,
      options: [],
      refused: [],
      problem: 'We do not ship to AQ yet.',
    })
    const invalid = await ask('POST', `${ZONES}/quotes`, { body: { ...body, weightGrams: -1 } })
    assert.deepEqual([invalid.status, invalid.body.code], [422, 'http.invalid'])
  })

  it('load all zones, or those that an address in a country can lie in', async () => {
    await create({ name: 'World', countries: ['*'] })
    await create({ name: 'Mixed', countries: ['US'], regions: [{ country: 'CA', region: 'QC' }] })
    await create({ name: 'Europe', countries: ['DE'] })
    const names = (country?: string) =>
      app.run(async (ctx) => (await loadZones(ctx, country)).map((zone) => zone.name).toSorted())
    assert.deepEqual(await names(), ['Europe', 'Mixed', 'World'])
    assert.deepEqual(await names('CA'), ['Mixed', 'World'])
    assert.deepEqual(await names('DE'), ['Europe', 'World'])
    assert.deepEqual(await names('FR'), ['World'])
  })

  it('keep the currency of the shop while a rate has an amount in it', async () => {
    await create({ name: 'World', countries: ['*'], rates: [flat(5)] })
    const sent = { token: app.owner, body: { currency: 'EUR' } }
    const refused = await app.request('PATCH', '/api/admin/settings', sent)
    assert.deepEqual([refused.status, refused.body.usedBy], [409, 'shipping rates'])
  })
})
