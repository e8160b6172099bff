import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Money } from '#kernel/money.ts'
import { quoteShipping, type ShippingInput, shippingOptions } from './options.ts'
import { newZone, type RatePrice, type Zone } from './zone.ts'

const usd = (amount: number): Money => ({ amount, currency: 'USD' })
const flat = (amount: number): RatePrice => ({ type: 'flat', amount: usd(amount) })
const byWeight = (...steps: [upToGrams: number | null, amount: number][]): RatePrice => ({
  type: 'by_weight',
  steps: steps.map(([upToGrams, amount]) => ({ upToGrams, amount: usd(amount) })),
})
const byPrice = (...steps: [upTo: number | null, amount: number][]): RatePrice => ({
  type: 'by_price',
  steps: steps.map(([upTo, amount]) => ({ upTo: upTo === null ? null : usd(upTo), amount: usd(amount) })),
})

interface ARate {
  readonly name?: string
  readonly price: RatePrice
  readonly freeOver?: Money
}

function aZone(rates: readonly ARate[], countries = ['DE']): Zone {
  const sent = rates.map(({ name = 'Parcel', ...rest }) => ({ name, ...rest })) as never
  return newZone({ name: 'Germany', countries, rates: sent }, { id: 'zone_1', now: 0 }).next
}

const offer = (rates: readonly ARate[], init: Partial<ShippingInput> = {}) =>
  quoteShipping({
    zones: [aZone(rates)],
    address: { countryCode: 'DE' },
    goods: usd(5_000),
    weightGrams: 2_400,
    currency: 'USD',
    ...init,
  })

/** Price and explanation of each option. */
const shown = (...of: Parameters<typeof offer>) =>
  offer(...of).options.map(({ price, explanation }) => [price.amount, explanation])

describe('what a rate costs', () => {
  it('is its amount when it is flat', () => {
    assert.deepEqual(shown([{ price: flat(1_000) }]), [[1_000, 'flat rate']])
  })

  it('goes by weight, each step up to and with its limit', () => {
    const price = byWeight([2_000, 500], [5_000, 900], [null, 2_000])
    const at = (weightGrams: number) => shown([{ price }], { weightGrams })[0]
    assert.deepEqual(at(0), [500, 'by weight: 0 kg is in the step up to 2 kg'])
    assert.deepEqual(at(2_000), [500, 'by weight: 2 kg is in the step up to 2 kg'])
    assert.deepEqual(at(2_400), [900, 'by weight: 2.4 kg is in the step up to 5 kg'])
    assert.deepEqual(at(5_001), [2_000, 'by weight: 5.001 kg is in the step over 5 kg'])
  })

  it('goes by price, each step up to and with its limit', () => {
    const price = byPrice([5_000, 900], [null, 100])
    const at = (amount: number) => shown([{ price }], { goods: usd(amount) })[0]
    assert.deepEqual(at(5_000), [900, 'by price: $50.00 is in the step up to $50.00'])
    assert.deepEqual(at(5_001), [100, 'by price: $50.01 is in the step over $50.00'])
    assert.deepEqual(shown([{ price: byPrice([null, 300]) }]), [
      [300, 'by price: $50.00 is in the step for all'],
    ])
  })

  it('is nothing when the goods come to strictly more than its limit for free shipping', () => {
    const rates = [{ price: flat(1_000), freeOver: usd(10_000) }]
    assert.deepEqual(shown(rates, { goods: usd(10_000) }), [[1_000, 'flat rate']])
    assert.deepEqual(shown(rates, { goods: usd(10_001) }), [[0, 'free over $100.00']])
  })

  it('is nothing with a promotion, where the rate carries the parcel at all', () => {
    const rates = [{ price: flat(1_000) }, { price: byWeight([1_000, 500]) }]
    assert.deepEqual(shown(rates, { freeBy: 'SHIPFREE' }), [[0, 'free by SHIPFREE']])
  })
})

describe('where nothing can be sent', () => {
  it('it says so of a country', () => {
    const { options, problem } = offer([{ price: flat(1) }], { address: { countryCode: 'AQ' } })
    assert.deepEqual(options, [])
    assert.equal(problem, 'We do not ship to AQ yet.')
  })

  it('it says so of a part of a country', () => {
    const south = newZone(
      { name: 'South', regions: [{ country: 'DE', region: 'BY' }] },
      { id: 'zone_1', now: 0 },
    ).next
    const { problem } = offer([], { zones: [south], address: { countryCode: 'DE', region: 'HH' } })
    assert.equal(problem, 'We do not ship to this part of DE yet.')
  })

  it('it names the heaviest step', () => {
    const rates = [
      { name: 'Letter', price: byWeight([500, 200]) },
      { name: 'Parcel', price: byWeight([10_000, 500], [30_000, 900]) },
    ]
    const { problem, refused } = offer(rates, { weightGrams: 40_000 })
    assert.equal(problem, 'No rate carries 40 kg to DE; the heaviest step is 30 kg.')
    assert.deepEqual(
      refused.map((each) => [each.name, each.why]),
      [
        ['Letter', '40 kg is more than its heaviest step, 0.5 kg'],
        ['Parcel', '40 kg is more than its heaviest step, 30 kg'],
      ],
    )
  })

  it('it gives the reason of each rate where they differ', () => {
    const rates = [
      { name: 'Letter', price: byWeight([500, 200]) },
      { name: 'Small', price: byPrice([1_000, 200]) },
    ]
    assert.equal(
      offer(rates).problem,
      'No rate to DE fits. Letter: 2.4 kg is more than its heaviest step, 0.5 kg; ' +
        'Small: goods for $50.00 are over its last step, $10.00.',
    )
    assert.equal(
      offer([{ price: flat(1) }], { currency: 'EUR' }).problem,
      'No rate to DE fits. Parcel: its prices are in USD, the cart is in EUR.',
    )
    assert.equal(offer([]).problem, 'We have no shipping rate to DE ("Germany") yet.')
  })
})

describe('an option', () => {
  it('shows the rate as staff described it', () => {
    const rate = { name: 'Parcel', description: 'By van', price: flat(700), minDays: 2, maxDays: 4 }
    const zone = newZone(
      { name: 'Germany', countries: ['DE'], rates: [rate as never] },
      { id: 'zone_1', now: 0 },
    ).next
    const input = { address: { countryCode: 'DE' }, goods: usd(1), weightGrams: 1, currency: 'USD' }
    assert.deepEqual(shippingOptions({ ...input, zones: [zone] }), {
      options: [
        {
          id: zone.rates[0]?.id,
          name: 'Parcel',
          description: 'By van',
          price: usd(700),
          zone: 'Germany',
          minDays: 2,
          maxDays: 4,
          explanation: 'flat rate',
        },
      ],
      problem: null,
    })
  })
})

describe('whatever the rates and goods', () => {
  const limits = fc.uniqueArray(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 5 })
  const prices = fc.oneof(
    fc.integer({ min: 0, max: 5_000 }).map(flat),
    limits.map((list) => byWeight(...list.toSorted((a, b) => a - b).map((g): [number, number] => [g, g]))),
    limits.map((list) => byPrice(...list.toSorted((a, b) => a - b).map((p): [number, number] => [p, p]))),
  )
  const rateLists = fc.array(
    fc.record({ price: prices, freeOver: fc.option(fc.integer({ min: 0, max: 50_000 }).map(usd)) }),
    { maxLength: 5 },
  )
  const parcels = fc.record({
    goods: fc.integer({ min: 0, max: 60_000 }).map(usd),
    weightGrams: fc.integer({ min: 0, max: 60_000 }),
    freeBy: fc.constantFrom(null, 'SHIPFREE'),
  })

  it('each rate is an option or refused with a reason, and a problem means that there is no option', () => {
    fc.assert(
      fc.property(rateLists, parcels, (rates, parcel) => {
        const { options, refused, problem } = offer(rates as ARate[], parcel)
        assert.equal(options.length + refused.length, rates.length)
        assert.equal(problem === null, options.length > 0)
        assert.ok(options.every((each) => each.price.amount >= 0))
      }),
    )
  })

  it('a promotion makes every option free and no other rate fit', () => {
    fc.assert(
      fc.property(rateLists, parcels, (rates, parcel) => {
        const free = offer(rates as ARate[], { ...parcel, freeBy: 'SHIPFREE' }).options
        const paid = offer(rates as ARate[], { ...parcel, freeBy: null }).options
        assert.ok(free.every((each) => each.price.amount === 0))
        assert.equal(free.length, paid.length)
      }),
    )
  })

  it('free over an amount holds for exactly the goods of more than it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: 0, max: 50_000 }), (over, goods) => {
        const rates = [{ price: flat(900), freeOver: usd(over) }]
        const [option] = offer(rates, { goods: usd(goods) }).options
        assert.equal(option?.price.amount === 0, goods > over)
      }),
    )
  })
})
