import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { ADDRESS, aVariant, aZone, usd } from '#testing/shop.ts'

let app: TestApp
let variantId: string
let download: string

/**
 * Weight tables for Germany and, dearer, for its islands; flat in the United States; nothing anywhere else.
 */
before(async () => {
  app = await createTestApp()
  variantId = await aVariant(app, { weightGrams: 400 })
  download = await aVariant(app, { weightGrams: 9_000, requiresShipping: false })
  await aZone(app)
  const byWeight = (...steps: [number | null, number][]) => ({
    type: 'by_weight',
    steps: steps.map(([upToGrams, amount]) => ({ upToGrams, amount: usd(amount) })),
  })
  await aZone(app, {
    name: 'Germany',
    countries: ['DE'],
    rates: [
      {
        name: 'Parcel',
        description: 'With tracking',
        price: byWeight([1_000, 600], [5_000, 1_200]),
        maxDays: 3,
      },
      { name: 'Express', price: { type: 'flat', amount: usd(2_500) }, minDays: 1, maxDays: 1 },
    ],
  })
  await aZone(app, {
    name: 'North Sea islands',
    countries: [],
    postcodes: [{ country: 'DE', prefix: '265' }],
    rates: [{ name: 'Ferry', price: byWeight([2_000, 1_800]) }],
  })
})
beforeEach(() => void app.takeEvents())
after(() => app.close())

const TO = {
  berlin: { ...ADDRESS, region: 'BE', postalCode: '10115', countryCode: 'DE' },
  island: { ...ADDRESS, region: 'NI', postalCode: '26548', countryCode: 'DE' },
  france: { ...ADDRESS, region: 'IDF', postalCode: '75001', countryCode: 'FR' },
}

/** A cart on its way to that address. */
async function aCartTo(address: object | undefined, quantity = 1, item = variantId): Promise<string> {
  const path = `/api/carts/${(await app.request('POST', '/api/carts', { body: {} })).body.id}`
  await app.request('POST', `${path}/lines`, { body: { variantId: item, quantity } })
  if (address) await app.request('PATCH', path, { body: { shippingAddress: address } })
  return path
}

const optionsOf = async (path: string): Promise<Loose> =>
  (await app.request('GET', `${path}/shipping-options`)).body

const offered = async (path: string) => {
  const { data, problem } = await optionsOf(path)
  return [data.map((option: Loose) => [option.name, option.price.amount]), problem]
}

const choose = (path: string, id: string) => app.request('PUT', `${path}/shipping-option`, { body: { id } })

describe('GET /api/carts/:cartId/shipping-options', () => {
  it('lists each option with its price and the reason for it', async () => {
    const { status, body } = await app.request('GET', `${await aCartTo(TO.berlin, 3)}/shipping-options`)
    assert.equal(status, 200)
    assert.deepEqual(body, {
      data: [
        {
          id: body.data[0].id,
          name: 'Parcel',
          description: 'With tracking',
          price: usd(1_200),
          zone: 'Germany',
          minDays: null,
          maxDays: 3,
          explanation: 'by weight: 1.2 kg is in the step up to 5 kg',
        },
        {
          id: body.data[1].id,
          name: 'Express',
          price: usd(2_500),
          zone: 'Germany',
          minDays: 1,
          maxDays: 1,
          explanation: 'flat rate',
        },
      ],
      next: null,
      problem: null,
    })
  })

  it('goes by weight, and by the longest matching postcode', async () => {
    assert.deepEqual(await offered(await aCartTo(TO.berlin, 2)), [
      [
        ['Parcel', 600],
        ['Express', 2_500],
      ],
      null,
    ])
    assert.deepEqual(await offered(await aCartTo(TO.island, 2)), [[['Ferry', 1_800]], null])
  })

  it('goes by the country of the cart as long as it has no address', async () => {
    assert.deepEqual(await offered(await aCartTo(undefined)), [[['Standard', 1_000]], null])
  })

  it('says why there is no way to ship it', async () => {
    const island = await aCartTo(TO.island, 6)
    const problem = 'No rate carries 2.4 kg to DE; the heaviest step is 2 kg.'
    assert.deepEqual(await offered(island), [[], problem])
    assert.deepEqual(await offered(await aCartTo(TO.france)), [[], 'We do not ship to FR yet.'])
    const nothing = 'Nothing in this cart has to be shipped.'
    assert.deepEqual(await offered(await aCartTo(TO.berlin, 1, download)), [[], nothing])
  })

  it('does not change the cart', async () => {
    const path = await aCartTo(TO.berlin)
    const { body: cart } = await app.request('GET', path)
    await optionsOf(path)
    assert.deepEqual((await app.request('GET', path)).body, cart)
  })

  it('answers 404 for an unknown cart', async () => {
    const { status, body } = await app.request('GET', `/api/carts/${newId('cart')}/shipping-options`)
    assert.deepEqual([status, body.code], [404, 'cart.missing'])
  })
})

describe('PUT /api/carts/:cartId/shipping-option', () => {
  it('adds its price to the cart, with the reason', async () => {
    const path = await aCartTo(TO.berlin)
    const [parcel] = (await optionsOf(path)).data
    const { status, body } = await choose(path, parcel.id)
    assert.equal(status, 200)
    assert.deepEqual(body.shippingOption, { id: parcel.id, name: 'Parcel', price: usd(600) })
    assert.deepEqual([body.totals.shipping, body.totals.total], [usd(600), usd(2_599)])
    const [why] = body.explanations.filter((each: Loose) => each.kind === 'shipping')
    const message = 'by weight: 0.4 kg is in the step up to 1 kg'
    assert.deepEqual(why, { kind: 'shipping', message, amount: usd(600), lineId: null, ruleId: parcel.id })
    assert.deepEqual(app.takeEvents(), [])
  })

  it('refuses an option of elsewhere, naming those there are', async () => {
    const path = await aCartTo(TO.island)
    const [ferry] = (await optionsOf(path)).data
    const [parcel] = (await optionsOf(await aCartTo(TO.berlin))).data
    const { status, body } = await choose(path, parcel.id)
    assert.deepEqual([status, body.code, body.offered], [422, 'cart.no_such_shipping', [ferry.id]])
    assert.equal(body.detail, `${parcel.id} is not offered for this cart. Offered: ${ferry.id} (Ferry).`)
    assert.equal((await app.request('GET', path)).body.shippingOption, null)
    const nowhere = await choose(await aCartTo(TO.france), ferry.id)
    assert.match(nowhere.body.detail, /We do not ship to FR yet\./)
  })

  it('refuses what is no id of a rate', async () => {
    const { status, body } = await choose(await aCartTo(TO.berlin), 'parcel')
    assert.deepEqual([status, body.errors[0].field], [422, 'id'])
  })

  it('follows the weight from then on', async () => {
    const path = await aCartTo(TO.berlin)
    await choose(path, (await optionsOf(path)).data[0].id)
    const { body } = await app.request('POST', `${path}/lines`, { body: { variantId, quantity: 4 } })
    assert.deepEqual(body.totals.shipping, usd(1_200))
  })
})

describe('the chosen option', () => {
  it('is gone, not forgotten, when the address moves out of its reach, and is back when it returns', async () => {
    const path = await aCartTo(TO.berlin)
    const [parcel] = (await optionsOf(path)).data
    await choose(path, parcel.id)
    const move = async (shippingAddress: object) =>
      (await app.request('PATCH', path, { body: { shippingAddress, email: 'a@example.com' } })).body
    const away = await move(TO.island)
    assert.deepEqual([away.shippingOption, away.totals.shipping], [null, usd(0)])
    assert.deepEqual(away.problems, [
      {
        code: 'shipping_option',
        message: 'The chosen shipping option is not offered for this cart any more. Choose another.',
        lineId: null,
      },
    ])
    const back = await move(TO.berlin)
    assert.deepEqual([back.shippingOption.id, back.problems], [parcel.id, []])
  })

  it('stops the checkout while it is gone', async () => {
    const path = await aCartTo(TO.berlin)
    await choose(path, (await optionsOf(path)).data[0].id)
    const { body: cart } = await app.request('PATCH', path, {
      body: { shippingAddress: TO.island, email: 'a@example.com' },
    })
    const { status, body } = await app.request('POST', `${path}/checkout`, {
      body: { version: cart.version, payment: { provider: 'test', token: 'success' } },
    })
    assert.deepEqual([status, body.code, body.problems[0].code], [422, 'order.incomplete', 'shipping_option'])
    assert.deepEqual(app.takeEvents(), [])
  })
})
