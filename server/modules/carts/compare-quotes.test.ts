import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareQuotes, isSameQuote } from './compare-quotes.ts'
import { aCartOf, aPromotion, aTaxRate, aZone, type Deal, rateIdOf, usd } from './fixtures.ts'
import { type Quote, quoteCart, seenOf } from './quote.ts'

const SAVE = { code: 'SAVE', effect: { type: 'fixed', amount: usd(100) } } as const

/** The same cart under two deals. */
function twoQuotes(before: Deal, after: Deal): [Quote, Quote] {
  const { cart, facts } = aCartOf([{ title: 'Mug', amount: 1_000, quantity: 2 }], before)
  const shippingOptionId = before.zones?.[0] ? rateIdOf(before.zones[0]) : null
  const coupons = before.promotions?.map(({ code }) => code ?? '') ?? []
  const asked = { ...cart, coupons, shippingOptionId }
  const { promotions = [], zones = [], taxRates = [] } = after
  const settings = { ...facts.settings, pricesIncludeTax: after.taxIncluded ?? false }
  return [quoteCart(asked, facts), quoteCart(asked, { ...facts, promotions, zones, taxRates, settings })]
}

const changesOf = (before: Quote, after: Quote) =>
  compareQuotes(before, after).map(({ field, before: was, after: is }) => [field, was?.amount, is?.amount])

describe('two quotes', () => {
  it('that cost the same differ in nothing', () => {
    const [before, after] = twoQuotes({}, {})
    assert.deepEqual(compareQuotes(before, after), [])
    assert.ok(isSameQuote(seenOf(before), after))
  })

  it('differ by a unit price, with both named in words and figures', () => {
    const [before] = twoQuotes({}, {})
    const [line] = before.lines
    const after: Quote = {
      ...before,
      lines: [{ ...(line as Quote['lines'][number]), unitPrice: usd(1_500), subtotal: usd(3_000) }],
      totals: { ...before.totals, subtotal: usd(3_000), total: usd(3_000) },
    }
    assert.deepEqual(compareQuotes(before, after), [
      {
        field: 'unitPrice',
        lineId: line?.id,
        message: 'The price of Mug was $10.00 and is $15.00 now.',
        before: usd(1_000),
        after: usd(1_500),
      },
      {
        field: 'total',
        lineId: null,
        message: 'The total was $20.00 and is $30.00 now.',
        before: usd(2_000),
        after: usd(3_000),
      },
    ])
  })

  it('differ by an item that is gone', () => {
    const { cart, facts } = aCartOf([{ title: 'Mug', amount: 1_000 }])
    const before = quoteCart(cart, facts)
    const gone = new Map(cart.lines.map(({ id }) => [id, undefined]))
    const after = quoteCart({ ...cart, ...{ seen: seenOf(before) } }, { ...facts, offers: gone })
    assert.deepEqual(
      compareQuotes(before, after).map(({ message }) => message),
      ['Mug is no longer for sale.', 'The total was $10.00 and is $0.00 now.'],
    )
  })

  it('differ by a coupon, the shipping and the tax', () => {
    const promotions = [aPromotion(SAVE)]
    assert.deepEqual(changesOf(...twoQuotes({ promotions }, {})), [
      ['coupon', 100, 0],
      ['total', 1_900, 2_000],
    ])
    const [cheap] = [aZone(500)]
    const dear = {
      ...cheap,
      rates: cheap.rates.map((rate) => ({ ...rate, price: { type: 'flat' as const, amount: usd(700) } })),
    }
    assert.deepEqual(changesOf(...twoQuotes({ zones: [cheap] }, { zones: [dear] })), [
      ['shipping', 500, 700],
      ['total', 2_500, 2_700],
    ])
    assert.deepEqual(changesOf(...twoQuotes({}, { taxRates: [aTaxRate(10)] })), [
      ['tax', 0, 200],
      ['total', 2_000, 2_200],
    ])
  })

  it('that take the same money differ where the tax inside does', () => {
    const included = (percent: number): Deal => ({ taxRates: [aTaxRate(percent)], taxIncluded: true })
    const { cart, facts } = aCartOf([{ amount: 1_200 }], included(20))
    const before = quoteCart(cart, facts)
    const after = quoteCart(cart, { ...facts, taxRates: [aTaxRate(0)] })
    assert.deepEqual(changesOf(before, after), [['tax', 200, 0]])
  })

  it('that only explain themselves otherwise are the same to whoever pays', () => {
    const [before, after] = twoQuotes({}, { taxRates: [aTaxRate(0)] })
    assert.notDeepEqual(before.explanations, after.explanations)
    assert.ok(isSameQuote(seenOf(before), after))
  })
})
