import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ZoneBody } from './schema.ts'
import { newZone, replacedZone } from './zone.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })
const flat = { name: 'Flat', price: { type: 'flat' as const, amount: usd(1_000) } }
const at = { id: 'zone_1', now: 1 }

const refused = (rate: NonNullable<ZoneBody['rates']>[number], message: RegExp) =>
  assert.throws(() => newZone({ name: 'Zone', countries: ['DE'], rates: [rate] }, at), {
    code: 'shipping.invalid',
    message,
  })

describe('a new zone', () => {
  it('spells places in one way, drops repeated ones and notes what it reaches', () => {
    const { next, events } = newZone(
      {
        name: ' North ',
        countries: ['DK', 'DK'],
        regions: [{ country: 'DE', region: 'sh' }],
        postcodes: [
          { country: 'DE', prefix: '20 ' },
          { country: 'DE', prefix: '20' },
        ],
        rates: [flat],
      },
      at,
    )
    const { rates, ...rest } = next
    assert.deepEqual(rest, {
      id: 'zone_1',
      revision: 0,
      name: 'North',
      countries: ['DK'],
      regions: [{ country: 'DE', region: 'SH' }],
      postcodes: [{ country: 'DE', prefix: '20' }],
      places: ['DK', 'DE, SH', 'DE 20…'],
      reach: ['DK', 'DE'],
      createdAt: 1,
      updatedAt: 1,
    })
    assert.deepEqual(rates, [{ ...flat, id: rates[0]?.id, freeOver: null }])
    assert.match(rates[0]?.id ?? '', /^rate_/)
    assert.deepEqual(events, [
      { type: 'shipping-zone.changed', subject: 'zone_1', data: { change: 'created', name: 'North' } },
    ])
  })

  it('is refused without a place', () => {
    assert.throws(() => newZone({ name: 'Nowhere', rates: [flat] }, at), { code: 'shipping.invalid' })
  })

  it('is refused with a rate that cannot work', () => {
    const weight = (...limits: (number | null)[]) => ({
      name: 'W',
      price: {
        type: 'by_weight' as const,
        steps: limits.map((upToGrams) => ({ upToGrams, amount: usd(1) })),
      },
    })
    refused(weight(2_000, 1_000), /rates\.0\.price\.steps\.1\.upToGrams: must be more/)
    refused(weight(null, 1_000), /rates\.0\.price\.steps\.0\.upToGrams: only the last/)
    refused({ ...flat, minDays: 3, maxDays: 2 }, /rates\.0\.maxDays/)
    refused({ ...flat, freeOver: { amount: 1, currency: 'EUR' } }, /rates\.0\.price: all amounts/)
    refused({ ...flat, id: 'rate_x' }, /rates\.0\.id: this zone has no rate rate_x/)
    const steps = [{ upTo: { amount: 5, currency: 'EUR' }, amount: usd(1) }]
    refused({ name: 'P', price: { type: 'by_price', steps } }, /one currency/)
  })
})

describe('a replaced zone', () => {
  const zone = newZone({ name: 'Zone', countries: ['DE'], rates: [flat] }, at).next
  const id = zone.rates[0]?.id as string

  it('keeps the ids of rates that are sent with theirs', () => {
    const { next, events } = replacedZone(
      zone,
      {
        name: 'Zone',
        countries: ['AT'],
        rates: [
          { ...flat, name: 'New' },
          { ...flat, id },
        ],
      },
      2,
    )
    assert.deepEqual(next.countries, ['AT'])
    assert.equal(next.rates[1]?.id, id)
    assert.notEqual(next.rates[0]?.id, id)
    assert.deepEqual([next.createdAt, next.updatedAt], [1, 2])
    assert.deepEqual(events[0]?.data, { change: 'updated', name: 'Zone' })
  })

  it('is refused with one id for two rates', () => {
    const rates = [
      { ...flat, id },
      { ...flat, id },
    ]
    assert.throws(() => replacedZone(zone, { name: 'Zone', countries: ['DE'], rates }, 2), {
      code: 'shipping.invalid',
    })
  })
})
