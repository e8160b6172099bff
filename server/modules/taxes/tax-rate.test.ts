import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changedTaxRate, newTaxRate } from './tax-rate.ts'

const at = { id: 'tax_1', now: 1 }
const body = { name: ' Sales tax ', countryCode: 'US', percent: 7.25 }

describe('a tax rate', () => {
  it('is the standard one of the whole country unless it says otherwise', () => {
    assert.deepEqual(newTaxRate(body, at), {
      next: {
        id: 'tax_1',
        revision: 0,
        name: 'Sales tax',
        countryCode: 'US',
        region: null,
        category: 'standard',
        percent: 7.25,
        appliesToShipping: false,
        slot: 'US//standard',
        createdAt: 1,
        updatedAt: 1,
      },
      events: [
        { type: 'tax-rate.changed', subject: 'tax_1', data: { change: 'created', name: 'Sales tax' } },
      ],
    })
  })

  it('has one slot for each spelling of its region, and another when it moves', () => {
    const rate = newTaxRate({ ...body, region: ' ca ' }, at).next
    assert.deepEqual([rate.region, rate.slot], ['CA', 'US/CA/standard'])
    const moved = changedTaxRate(rate, { region: null, category: 'reduced' }, 2).next
    assert.deepEqual([moved.region, moved.slot, moved.updatedAt], [null, 'US//reduced', 2])
  })

  it('is refused with more than four decimals, or with a percentage on the category zero', () => {
    assert.throws(() => newTaxRate({ ...body, percent: 8.87555 }, at), { code: 'taxes.invalid' })
    assert.throws(() => newTaxRate({ ...body, category: 'zero' }, at), { code: 'taxes.invalid' })
    assert.equal(newTaxRate({ ...body, category: 'zero', percent: 0 }, at).next.percent, 0)
  })
})
