import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Money } from '#kernel/money.ts'
import { isSameQuote } from './compare-quotes.ts'
import {
  aCartOf,
  aPromotion,
  aTaxRate,
  aZone,
  type Deal,
  type Goods,
  HOME,
  rateIdOf,
  usd,
} from './fixtures.ts'
import { type Explanation, type Quote, quoteCart, quoteShipping, seenOf } from './quote.ts'

const sumOf = (amounts: readonly (Money | null)[]) =>
  amounts.reduce((sum, each) => sum + (each?.amount ?? 0), 0)

const told = ({ explanations }: Quote, kind: Explanation['kind']) =>
  explanations.filter((each) => each.kind === kind)

const messages = (quote: Quote, kind: Explanation['kind']) => told(quote, kind).map((each) => each.message)

/** The quote of these goods, shipped by the first zone's rate where there is one. */
function quoteOf(goods: readonly Goods[], deal: Deal = {}, coupons: readonly string[] = []): Quote {
  const { cart, facts } = aCartOf(goods, deal)
  const [zone] = deal.zones ?? []
  return quoteCart({ ...cart, coupons, shippingOptionId: zone ? rateIdOf(zone) : null }, facts)
}

const amounts = ({ totals }: Quote) =>
  Object.fromEntries(
    Object.entries(totals).map(([name, each]) => [name, typeof each === 'boolean' ? each : each.amount]),
  )

describe('any quote', () => {
  const goods = fc.record({
    amount: fc.integer({ min: 0, max: 1_000_000 }),
    quantity: fc.integer({ min: 1, max: 200 }),
    weightGrams: fc.integer({ min: 0, max: 5_000 }),
    requiresShipping: fc.boolean(),
    taxable: fc.boolean(),
    gone: fc.boolean(),
  })
  const effect = fc.oneof(
    fc.integer({ min: 1, max: 1_000_000 }).map((n) => ({ type: 'percentage' as const, percent: n / 10_000 })),
    fc.integer({ min: 1, max: 500_000 }).map((n) => ({ type: 'fixed' as const, amount: usd(n) })),
    fc.constant({ type: 'free_shipping' as const }),
  )
  const promotion = fc.record({ effect, combinable: fc.boolean(), isCoupon: fc.boolean() })
  const anyCase = fc.record({
    goods: fc.array(goods, { maxLength: 6 }),
    promotions: fc.array(promotion, { maxLength: 4 }),
    shipping: fc.option(fc.integer({ min: 0, max: 9_999 })),
    percent: fc.integer({ min: 0, max: 300_000 }).map((n) => n / 10_000),
    taxesShipping: fc.boolean(),
    taxIncluded: fc.boolean(),
  })
  type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never

  function quoteCase({ goods, promotions, shipping, percent, taxesShipping, taxIncluded }: Case): Quote {
    const made = promotions.map(({ effect, combinable, isCoupon }, at) =>
      aPromotion({ effect, combinable, ...(isCoupon && { code: `CODE${at}` }) }),
    )
    const deal: Deal = {
      promotions: made,
      zones: shipping === null ? [] : [aZone(shipping)],
      taxRates: [aTaxRate(percent, { appliesToShipping: taxesShipping })],
      taxIncluded,
    }
    return quoteOf(
      goods,
      deal,
      made.flatMap(({ code }) => code ?? []),
    )
  }

  const always = (holds: (quote: Quote, of: Case) => void) =>
    fc.assert(
      fc.property(anyCase, (each) => holds(quoteCase(each), each)),
      { numRuns: 300 },
    )

  it('adds up: total = subtotal − discount + shipping, plus the tax where it is not in the prices', () => {
    always(({ totals }) => {
      const { subtotal, discount, shipping, tax, total, taxIncluded } = totals
      const before = subtotal.amount - discount.amount + shipping.amount
      assert.equal(total.amount, taxIncluded ? before : before + tax.amount)
    })
  })

  it('loses no cent between its lines and its totals', () => {
    always(({ lines, totals }) => {
      assert.equal(sumOf(lines.map((line) => line.subtotal)), totals.subtotal.amount)
      assert.equal(sumOf(lines.map((line) => line.discount)), totals.discount.amount)
      for (const line of lines) {
        assert.equal(line.subtotal.amount, line.unitPrice.amount * line.quantity * (line.forSale ? 1 : 0))
        assert.equal(line.total.amount, line.subtotal.amount - line.discount.amount)
      }
    })
  })

  it('has whole amounts of one currency, none of them negative', () => {
    always((quote) => {
      const { taxIncluded: _flag, ...totals } = quote.totals
      const inLines = quote.lines.flatMap((line) => [line.subtotal, line.discount, line.tax, line.total])
      for (const { amount, currency } of [...Object.values(totals), ...inLines]) {
        assert.ok(Number.isSafeInteger(amount) && amount >= 0, `${amount}`)
        assert.equal(currency, 'USD')
      }
    })
  })

  it('explains every amount: discounts by promotion and line, the shipping, and each tax', () => {
    always((quote) => {
      const discounts = told(quote, 'discount')
      assert.equal(
        sumOf(discounts.filter((each) => each.lineId === null).map((each) => each.amount)),
        quote.totals.discount.amount,
      )
      for (const { id, discount } of quote.lines) {
        const own = discounts.filter((each) => each.lineId === id)
        assert.equal(sumOf(own.map((each) => each.amount)), discount.amount)
      }
      assert.equal(sumOf(told(quote, 'shipping').map((each) => each.amount)), quote.totals.shipping.amount)
      assert.equal(sumOf(told(quote, 'tax').map((each) => each.amount)), quote.totals.tax.amount)
      for (const { message, amount, ruleId } of quote.explanations) {
        assert.ok(message.length > 0)
        if (amount !== null && amount.amount > 0) assert.ok(ruleId)
      }
    })
  })

  it('tells for each promotion what it did or why it did nothing', () => {
    always((quote, { promotions }) => {
      const about = told(quote, 'discount').filter((each) => each.lineId === null)
      assert.equal(about.length, promotions.length)
      for (const coupon of quote.coupons) {
        const [own] = about.filter((each) => each.message === coupon.message)
        assert.equal(coupon.discount.amount, own?.amount?.amount ?? 0)
        assert.equal(coupon.applied, own !== undefined && own.amount !== null)
      }
    })
  })

  it('is the same again for the same facts, also after a time in the store', () => {
    always((quote, each) => {
      const { promotions: _random, ...rest } = each
      assert.ok(isSameQuote(JSON.parse(JSON.stringify(seenOf(quote))), quote))
      const twice = () => quoteCase({ ...rest, promotions: [] }).totals
      assert.deepEqual(twice(), twice())
    })
  })
})

describe('a quote', () => {
  it('of an empty cart costs nothing and has nothing to explain', () => {
    assert.deepEqual(quoteOf([]), {
      lines: [],
      coupons: [],
      shippingOption: null,
      totals: {
        subtotal: usd(0),
        discount: usd(0),
        shipping: usd(0),
        tax: usd(0),
        total: usd(0),
        taxIncluded: false,
      },
      explanations: [],
    })
  })

  it('adds tax to the price, or finds it inside', () => {
    const deal = { taxRates: [aTaxRate(20)] }
    assert.deepEqual(amounts(quoteOf([{ amount: 1_200 }], deal)), {
      subtotal: 1_200,
      discount: 0,
      shipping: 0,
      tax: 240,
      total: 1_440,
      taxIncluded: false,
    })
    assert.deepEqual(amounts(quoteOf([{ amount: 1_200 }], { ...deal, taxIncluded: true })), {
      subtotal: 1_200,
      discount: 0,
      shipping: 0,
      tax: 200,
      total: 1_200,
      taxIncluded: true,
    })
  })

  it('taxes what is left after the discount, and the shipping where its rate says so', () => {
    const deal = {
      promotions: [aPromotion({ code: 'HALF', effect: { type: 'percentage', percent: 50 } })],
      zones: [aZone(1_000)],
      taxRates: [aTaxRate(10, { appliesToShipping: true })],
    }
    const quote = quoteOf([{ amount: 4_000 }], deal, ['HALF'])
    assert.deepEqual(amounts(quote), {
      subtotal: 4_000,
      discount: 2_000,
      shipping: 1_000,
      tax: 300,
      total: 3_300,
      taxIncluded: false,
    })
    assert.deepEqual(messages(quote, 'tax'), ['Tax 10%', 'Tax 10%'])
    assert.deepEqual(messages(quote, 'shipping'), ['flat rate'])
  })

  it('counts goods that are free of tax without it and says so', () => {
    const quote = quoteOf([{ amount: 1_000, taxable: false }], { taxRates: [aTaxRate(10)] })
    assert.equal(quote.totals.tax.amount, 0)
    assert.deepEqual(messages(quote, 'tax'), ['Not taxed: the goods are free of tax'])
  })

  it('weighs what is shipped, all units of it, and nothing else', () => {
    const steps = [
      { upToGrams: 1_000, amount: usd(500) },
      { upToGrams: null, amount: usd(900) },
    ]
    const zone = aZone(0, { rates: [{ name: 'Parcel', price: { type: 'by_weight', steps } }] })
    const price = (goods: Goods[]) => quoteOf(goods, { zones: [zone] }).totals.shipping.amount
    assert.equal(price([{ amount: 1, weightGrams: 250, quantity: 4 }]), 500)
    assert.equal(price([{ amount: 1, weightGrams: 251, quantity: 4 }]), 900)
    const file = { amount: 1, weightGrams: 9_000, requiresShipping: false }
    assert.equal(price([{ amount: 1, weightGrams: 250 }, file]), 500)
  })

  it('ships free over an amount of goods after discounts', () => {
    const flat = { type: 'flat' as const, amount: usd(1_000) }
    const zone = aZone(0, { rates: [{ name: 'Standard', price: flat, freeOver: usd(10_000) }] })
    const save = aPromotion({ code: 'SAVE', effect: { type: 'fixed', amount: usd(1_000) } })
    const over = quoteOf([{ amount: 10_001 }], { zones: [zone] })
    assert.deepEqual([over.totals.shipping.amount, messages(over, 'shipping')], [0, ['free over $100.00']])
    const under = quoteOf([{ amount: 10_001 }], { zones: [zone], promotions: [save] }, ['SAVE'])
    assert.deepEqual([under.totals.shipping.amount, messages(under, 'shipping')], [1_000, ['flat rate']])
  })

  it('weighs free shipping by what the shipping would cost when only one promotion can apply', () => {
    const promotions = [
      aPromotion({ code: 'FREESHIP', effect: { type: 'free_shipping' } }),
      aPromotion({ code: 'ONE', effect: { type: 'percentage', percent: 1 } }),
    ]
    const applied = (amount: number) =>
      quoteOf([{ amount }], { zones: [aZone(1_000)], promotions }, ['FREESHIP', 'ONE'])
        .coupons.filter((coupon) => coupon.applied)
        .map((coupon) => coupon.code)
    assert.deepEqual(applied(5_000), ['FREESHIP'])
    assert.deepEqual(applied(500_000), ['ONE'])
  })

  it('says of a coupon whose promotion is gone that there is none any more', () => {
    const quote = quoteOf([{ amount: 100 }], {}, ['LOST'])
    const message = 'There is no promotion with the code LOST any more.'
    assert.deepEqual(quote.coupons, [{ code: 'LOST', applied: false, discount: usd(0), message }])
  })

  it('names an item that is no longer for sale as it was last seen, and lets it cost nothing', () => {
    const { cart, facts } = aCartOf([{ title: 'Blue Mug', amount: 500, quantity: 2 }, { amount: 100 }])
    const seen = quoteCart(cart, facts)
    const [line, other] = cart.lines
    const offers = new Map([...facts.offers, [line?.id ?? '', undefined]])
    const quote = quoteCart({ ...cart, ...{ seen: seenOf(seen) } }, { ...facts, offers })
    const { title, unitPrice, subtotal, total, forSale } = quote.lines[0] as Quote['lines'][number]
    assert.deepEqual(
      [title, unitPrice, subtotal, total, forSale],
      ['Blue Mug', usd(500), usd(0), usd(0), false],
    )
    assert.deepEqual([quote.lines[1]?.id, quote.totals.total], [other?.id, usd(100)])
    assert.equal(quoteCart(cart, { ...facts, offers }).lines[0]?.title, 'This item')
  })

  it('does not sell in another currency than the cart', () => {
    const { cart, facts } = aCartOf([{ amount: 500 }])
    const [line] = quoteCart({ ...cart, currency: 'EUR' }, facts).lines
    assert.deepEqual([line?.forSale, line?.total], [false, { amount: 0, currency: 'EUR' }])
  })
})

describe('shipping options', () => {
  it('are those of the address, or of the country of the cart as long as there is none', () => {
    const zones = [aZone(500), aZone(1_500, { name: 'Germany', countries: ['DE'] })]
    const { cart, facts } = aCartOf([{ amount: 100 }], { zones })
    const priceTo = (init: object) => quoteShipping({ ...cart, ...init }, facts).options[0]?.price.amount
    assert.equal(priceTo({}), 500)
    assert.equal(priceTo({ countryCode: 'DE' }), 1_500)
    assert.equal(priceTo({ shippingAddress: { ...HOME, countryCode: 'DE' } }), 1_500)
    assert.equal(quoteShipping({ ...cart, countryCode: 'FR' }, facts).problem, 'We do not ship to FR yet.')
  })

  it('are none where nothing has to be shipped, also when what had to be is gone', () => {
    const problem = 'Nothing in this cart has to be shipped.'
    const file = aCartOf([{ amount: 100, requiresShipping: false }], { zones: [aZone(500)] })
    assert.deepEqual(quoteShipping(file.cart, file.facts), { options: [], problem })
    const gone = aCartOf([{ amount: 100, gone: true }], { zones: [aZone(500)] })
    assert.deepEqual(quoteShipping(gone.cart, gone.facts), { options: [], problem })
  })
})
