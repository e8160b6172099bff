import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { changeSettings, currencyUses, shopSettings } from './index.ts'

let app: TestApp
let priced = false

before(async () => {
  app = await createTestApp()
  app.ports.use(currencyUses).set('gift cards', async () => priced)
  app.takeEvents()
})
after(() => app.close())

const get = () => app.request('GET', '/api/admin/settings', { token: app.owner })
const patch = (body: object, headers = {}) =>
  app.request('PATCH', '/api/admin/settings', { token: app.owner, body, headers })

test('a new shop has sensible settings, at version 0', async () => {
  const { status, body, headers } = await get()
  assert.equal(status, 200)
  assert.equal(headers.etag, '"0"')
  assert.deepEqual(body, {
    name: 'Marketsquare',
    currency: 'USD',
    countryCode: 'US',
    email: 'shop@example.com',
    pricesIncludeTax: false,
    locale: 'en-US',
    version: 0,
  })
})

test('everyone may know what the shop is called and sells in, and no more', async () => {
  const { status, body } = await app.request('GET', '/api/shop')
  assert.equal(status, 200)
  assert.deepEqual(body, {
    name: 'Marketsquare',
    currency: 'USD',
    countryCode: 'US',
    pricesIncludeTax: false,
  })
})

test('only staff see and change settings', async () => {
  for (const method of ['GET', 'PATCH']) {
    const body = method === 'PATCH' ? { name: 'Mine now' } : undefined
    const guest = await app.request(method, '/api/admin/settings', { body })
    assert.equal(guest.status, 401)
    const customer = await app.request('POST', '/api/register', {
      body: { email: `${method}@example.com`, password: 'long enough 1', name: 'Customer' },
    })
    const refused = await app.request(method, '/api/admin/settings', { body, token: customer.body.token })
    assert.equal(refused.status, 403)
    assert.equal(refused.body.permission, method === 'GET' ? 'settings:read' : 'settings:write')
  }
  app.takeEvents()
})

test('a change holds, raises the version and is told', async () => {
  const { status, body, headers } = await patch({ name: 'Corner Shop', countryCode: 'DE' })
  assert.equal(status, 200)
  assert.deepEqual([body.name, body.countryCode, body.version], ['Corner Shop', 'DE', 1])
  assert.equal(headers.etag, '"1"')
  assert.deepEqual((await get()).body, body)
  assert.deepEqual(app.takeEvents(), ['settings.changed'])

  const again = await patch({ name: 'Corner Shop' })
  assert.equal(again.body.version, 1)
  assert.deepEqual(app.takeEvents(), [])
})

test('a change to a version that is gone is refused', async () => {
  const stale = await patch({ name: 'Lost' }, { 'if-match': '"0"' })
  assert.equal(stale.status, 412)
  assert.equal((await get()).body.name, 'Corner Shop')
  const current = await patch({ name: 'Kept' }, { 'if-match': '"1"' })
  assert.equal(current.status, 200)
  app.takeEvents()
})

test('fields that are wrong are named', async () => {
  const cases: [object, string][] = [
    [{}, 'http.invalid'],
    [{ name: '  ' }, 'http.invalid'],
    [{ name: 'x'.repeat(101) }, 'http.invalid'],
    [{ colour: 'red' }, 'http.invalid'],
    [{ pricesIncludeTax: 'yes' }, 'http.invalid'],
    [{ email: 'shop@example.com\nBcc: all@example.com' }, 'http.invalid'],
    [{ currency: 'XQZ' }, 'money.unknown_currency'],
    [{ countryCode: 'XQ' }, 'settings.unknown_country'],
    [{ locale: 'xx-YY' }, 'settings.unknown_locale'],
  ]
  for (const [body, code] of cases) {
    const refused = await patch(body)
    assert.equal(refused.status, 422, JSON.stringify(body))
    assert.equal(refused.body.code, code)
  }
  assert.deepEqual(app.takeEvents(), [])
})

test('the currency changes only while nothing has a price', async () => {
  priced = true
  const refused = await patch({ currency: 'EUR' })
  assert.equal(refused.status, 409)
  assert.equal(refused.body.code, 'settings.currency_in_use')
  assert.equal(refused.body.usedBy, 'gift cards')
  assert.equal((await patch({ currency: 'USD' })).status, 200)

  priced = false
  assert.equal((await patch({ currency: 'EUR' })).body.currency, 'EUR')
})

test('other modules read what was set, and what they set, within one unit', async () => {
  const name = await app.run(async (ctx) => {
    await changeSettings(ctx, { name: 'Seeded' })
    return (await shopSettings(ctx)).name
  })
  assert.equal(name, 'Seeded')
})

test('two changes at once to settings that were never saved both hold', async () => {
  const fresh = await createTestApp()
  const ask = (body: object) => fresh.request('PATCH', '/api/admin/settings', { token: fresh.owner, body })
  await Promise.all([ask({ name: 'A shop' }), ask({ countryCode: 'FR' })])
  const { body } = await fresh.request('GET', '/api/shop')
  assert.deepEqual([body.name, body.countryCode], ['A shop', 'FR'])
  await fresh.close()
})
