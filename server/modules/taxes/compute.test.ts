import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Money } from '#kernel/money.ts'
import { computeTaxes, type TaxInput, taxRateFor } from './compute.ts'
import { newTaxRate, type TaxRate } from './tax-rate.ts'

const usd = (amount: number): Money => ({ amount, currency: 'USD' })

const aRate = (init: Partial<Parameters<typeof newTaxRate>[0]> = {}): TaxRate => {
  const body = { name: 'VAT', countryCode: 'DE', percent: 19, ...init }
  const id = `tax_${body.region ?? 'DE'}_${body.category ?? 'standard'}`
  return newTaxRate(body, { id, now: 0 }).next
}

const standard = aRate({ appliesToShipping: true })
const reduced = aRate({ category: 'reduced', percent: 7 })
const aLine = (id: string, amount: number, init = {}) => ({
  id,
  category: 'standard',
  taxable: true,
  amount: usd(amount),
  ...init,
})

function compute(init: Partial<TaxInput>) {
  const result = computeTaxes({
    rates: [standard, reduced],
    address: { countryCode: 'DE' },
    included: false,
    lines: [],
    shipping: usd(0),
    currency: 'USD',
    ...init,
  })
  return {
    ...result,
    on: [...result.lines.values()].map((each) => each.amount),
    told: result.explanations.map((each) => each.message),
  }
}

describe('the rate for goods', () => {
  const berlin = aRate({ region: 'BE', percent: 20 })
  const rates = [standard, reduced, berlin]
  const idOf = (category: string, region?: string) => taxRateFor(rates, { category, region })?.id

  it("is the region's before the country's", () => {
    assert.equal(idOf('standard', ' be '), 'tax_BE_standard')
    assert.equal(idOf('standard', 'HH'), 'tax_DE_standard')
    assert.equal(idOf('standard'), 'tax_DE_standard')
  })

  it('is the one of their category, wherever there is one', () => {
    assert.equal(idOf('reduced'), 'tax_DE_reduced')
    assert.equal(idOf('reduced', 'BE'), 'tax_DE_reduced')
  })

  it('is the standard one where their category has none', () => {
    assert.equal(idOf('books'), 'tax_DE_standard')
    assert.equal(idOf('books', 'BE'), 'tax_BE_standard')
  })

  it('is none for zero-rated goods, or their own zero', () => {
    assert.equal(idOf('zero'), undefined)
    const own = aRate({ category: 'zero', percent: 0 })
    assert.equal(taxRateFor([...rates, own], { category: 'zero' })?.id, 'tax_DE_zero')
  })
})

describe('taxes', () => {
  it('are added to prices, rounded once for each line', () => {
    const { on, total, explanations } = compute({
      lines: [aLine('a', 1_999), aLine('b', 1_999, { category: 'reduced' })],
    })
    assert.deepEqual(on, [380, 140])
    assert.deepEqual(total, usd(520))
    assert.deepEqual(explanations, [
      { kind: 'tax', lineId: 'a', rateId: 'tax_DE_standard', amount: usd(380), message: 'VAT 19%' },
      { kind: 'tax', lineId: 'b', rateId: 'tax_DE_reduced', amount: usd(140), message: 'VAT 7%' },
    ])
  })

  it('are found within prices that include them', () => {
    const { on, told } = compute({ included: true, lines: [aLine('a', 11_900), aLine('b', 1_999)] })
    assert.deepEqual(on, [1_900, 319])
    assert.equal(told[0], 'VAT 19%, included')
  })

  it('are due on shipping only where the standard rate says so', () => {
    const taxed = compute({ lines: [aLine('a', 1_000)], shipping: usd(1_000) })
    assert.deepEqual([taxed.shipping, taxed.total], [usd(190), usd(380)])
    assert.equal(taxed.explanations[1]?.lineId, null)
    const free = compute({ rates: [aRate()], lines: [aLine('a', 1_000)], shipping: usd(1_000) })
    assert.deepEqual([free.shipping, free.total], [usd(0), usd(190)])
    assert.equal(free.told[1], 'No tax on shipping: VAT is not due on it')
    assert.deepEqual(compute({ shipping: usd(0) }).explanations, [])
  })

  it('are none for goods that are free of them, and say why', () => {
    const { on, told } = compute({
      lines: [aLine('a', 1_000, { taxable: false }), aLine('b', 1_000, { category: 'zero' })],
    })
    assert.deepEqual(on, [0, 0])
    assert.deepEqual(told, ['Not taxed: the goods are free of tax', 'Not taxed: the goods are zero-rated'])
    const elsewhere = compute({ rates: [], lines: [aLine('a', 1_000)], shipping: usd(500) })
    assert.deepEqual(elsewhere.told, [
      'No tax: there is no rate for DE',
      'No tax on shipping: there is no rate for DE',
    ])
  })

  it('wait for an address', () => {
    const { total, on, told } = compute({ address: null, lines: [aLine('a', 1_000)], shipping: usd(500) })
    assert.deepEqual([total, on], [usd(0), [0]])
    assert.deepEqual(told, ['Tax is known once the cart has a shipping address'])
  })
})

describe('whatever the rates and amounts', () => {
  const percents = fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 10_000)
  const amounts = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 8 })
  const rateOf = (percent: number) => [aRate({ percent, appliesToShipping: true })]
  const linesOf = (list: readonly number[]) => list.map((amount, at) => aLine(`${at}`, amount))

  it('the total is the sum of the lines and the shipping, each explained', () => {
    fc.assert(
      fc.property(percents, amounts, fc.nat(100_000), fc.boolean(), (percent, list, cost, included) => {
        const input = { rates: rateOf(percent), lines: linesOf(list), shipping: usd(cost), included }
        const { total, on, shipping, explanations } = compute(input)
        assert.equal(
          total.amount,
          on.reduce((a, b) => a + b, shipping.amount),
        )
        assert.equal(
          total.amount,
          explanations.reduce((a, each) => a + each.amount.amount, 0),
        )
      }),
    )
  })

  it('a price with tax added contains exactly that tax', () => {
    fc.assert(
      fc.property(percents, fc.integer({ min: 0, max: 10_000_000 }), (percent, net) => {
        const [added = 0] = compute({ rates: rateOf(percent), lines: linesOf([net]) }).on
        const [contained] = compute({
          rates: rateOf(percent),
          lines: linesOf([net + added]),
          included: true,
        }).on
        assert.equal(contained, added)
      }),
    )
  })

  it('tax is never more than the price that includes it', () => {
    fc.assert(
      fc.property(percents, amounts, (percent, list) => {
        const { on } = compute({ rates: rateOf(percent), lines: linesOf(list), included: true })
        assert.ok(on.every((tax, at) => tax >= 0 && tax <= (list[at] as number)))
      }),
    )
  })
})
