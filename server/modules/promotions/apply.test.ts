import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Money } from '#kernel/money.ts'
import { applyPromotions, type PromotedLine, type PromotionInput } from './apply.ts'
import type { Effect, Promotion } from './promotion.ts'

const NOW = Date.UTC(2026, 10, 2)
const DAY = 86_400_000

const usd = (amount: number): Money => ({ amount, currency: 'USD' })
const percent = (n: number): Effect => ({ type: 'percentage', percent: n })
const fixed = (amount: number): Effect => ({ type: 'fixed', amount: usd(amount) })
const freeShipping: Effect = { type: 'free_shipping' }

function aPromotion(code: string | null, effect: Effect, init: Partial<Promotion> = {}): Promotion {
  return {
    id: `promo_${code ?? init.title}`,
    revision: 1,
    code,
    title: code ?? 'Automatic',
    effect,
    minimumSubtotal: null,
    startsAt: null,
    endsAt: null,
    usageLimit: null,
    perCustomerLimit: null,
    appliesTo: null,
    combinable: false,
    active: true,
    createdAt: 0,
    updatedAt: 0,
    ...init,
  }
}

const aLine = (id: string, amount: number, init: Partial<PromotedLine> = {}): PromotedLine => ({
  id,
  productId: `prod_${id}`,
  categoryIds: [],
  total: usd(amount),
  ...init,
})

function apply(
  promotions: readonly Promotion[],
  lines: readonly PromotedLine[],
  init: Partial<PromotionInput> = {},
) {
  const result = applyPromotions({ promotions, lines, currency: 'USD', now: NOW, ...init })
  return {
    ...result,
    off: [...result.lineDiscounts.values()].map((each) => each.amount),
    told: result.explanations.filter((each) => each.lineId === undefined).map((each) => each.message),
  }
}

describe('one promotion', () => {
  it('takes a percentage off the sum, rounded once, without losing a cent on the lines', () => {
    const { off, explanations } = apply(
      [aPromotion('SAVE20', percent(20))],
      [aLine('a', 1_999), aLine('b', 333), aLine('c', 1)],
    )
    assert.deepEqual(off, [400, 67, 0])
    assert.deepEqual(explanations, [
      {
        kind: 'discount',
        promotionId: 'promo_SAVE20',
        code: 'SAVE20',
        applied: true,
        amount: usd(467),
        message: 'SAVE20: 20% off',
      },
      { ...explanations[0], lineId: 'a', amount: usd(400) },
      { ...explanations[0], lineId: 'b', amount: usd(67) },
    ])
  })

  it('takes a fixed amount off, and never more than the goods cost', () => {
    assert.deepEqual(
      apply([aPromotion('TEN', fixed(1_000))], [aLine('a', 2_000), aLine('b', 1_000)]).off,
      [667, 333],
    )
    const all = apply([aPromotion('TEN', fixed(1_000))], [aLine('a', 300), aLine('b', 400)])
    assert.deepEqual(all.off, [300, 400])
    assert.deepEqual(all.told, ['TEN: $10.00 off, of which the goods take $7.00'])
  })

  it('makes shipping free without touching the goods', () => {
    const { off, freeShippingBy, explanations } = apply(
      [aPromotion('SHIPFREE', freeShipping)],
      [aLine('a', 2_000)],
    )
    assert.deepEqual(off, [0])
    assert.equal(freeShippingBy?.code, 'SHIPFREE')
    assert.deepEqual(
      explanations.map((each) => [each.applied, each.amount]),
      [[true, usd(0)]],
    )
  })

  it('is for the products and categories it names only', () => {
    const appliesTo = { productIds: ['prod_a'], categoryIds: ['cat_tea'] }
    const lines = [aLine('a', 1_000), aLine('b', 1_000, { categoryIds: ['cat_tea'] }), aLine('c', 1_000)]
    const some = apply([aPromotion('HALF', percent(50), { appliesTo })], lines)
    assert.deepEqual(some.off, [500, 500, 0])
    assert.deepEqual(some.told, ['HALF: 50% off the goods it is for'])
    const none = apply([aPromotion('HALF', percent(50), { appliesTo })], [aLine('c', 1_000)])
    assert.deepEqual(none.off, [0])
    assert.deepEqual(none.told, ['HALF: The cart has none of the goods it is for'])
  })

  it('applies by itself when it has no code, and is called by its title', () => {
    const { off, told } = apply(
      [aPromotion(null, percent(10), { title: 'Autumn sale' })],
      [aLine('a', 1_000)],
    )
    assert.deepEqual(off, [100])
    assert.deepEqual(told, ['Autumn sale: 10% off'])
  })
})

describe('a promotion that does not apply says why', () => {
  const why = (init: Partial<Promotion>, effect = percent(20), lines = [aLine('a', 3_100)]) => {
    const result = apply([aPromotion('CODE', effect, init)], lines)
    assert.ok(result.off.every((each) => each === 0))
    assert.ok(result.explanations.every((each) => !each.applied && each.amount === null))
    return result.told[0]
  }

  it('below its minimum', () => {
    assert.equal(why({ minimumSubtotal: usd(5_000) }), 'CODE: Needs goods for $50.00; the cart has $31.00')
  })

  it('before, after and outside its time', () => {
    assert.equal(why({ startsAt: NOW + 1 }), 'CODE: Starts on 2026-11-02 00:00 UTC')
    assert.equal(why({ endsAt: NOW }), 'CODE: Ended on 2026-11-02 00:00 UTC')
    assert.equal(why({ active: false }), 'CODE: Not active')
    assert.deepEqual(
      apply([aPromotion('CODE', percent(20), { startsAt: NOW, endsAt: NOW + DAY })], [aLine('a', 100)]).off,
      [20],
    )
  })

  it('in another currency', () => {
    const euro = { type: 'fixed', amount: { amount: 500, currency: 'EUR' } } as const
    assert.equal(why({}, euro), 'CODE: Only for carts in EUR; this one is in USD')
    assert.equal(
      why({ minimumSubtotal: { amount: 1, currency: 'EUR' } }, fixed(5)),
      'CODE: Only for carts in EUR; this one is in USD',
    )
  })

  it('when it comes to nothing', () => {
    assert.equal(
      why({}, percent(1), [aLine('a', 20)]),
      'CODE: On these goods it comes to less than the smallest coin',
    )
    assert.equal(why({}, fixed(100), [aLine('a', 0)]), 'CODE: There is nothing left to take it off')
    assert.equal(why({}, fixed(100), []), 'CODE: The cart has none of the goods it is for')
  })

  it('when it was refused for a reason outside the cart', () => {
    const refused = new Map([['promo_CODE', 'Used up']])
    const result = apply([aPromotion('CODE', percent(20))], [aLine('a', 1_000)], { refused })
    assert.deepEqual(result.told, ['CODE: Used up'])
  })
})

describe('several promotions', () => {
  const both = { combinable: true }

  it('stack on what is left, percentages before amounts whatever the order they were entered in', () => {
    const { off, told } = apply(
      [
        aPromotion('FIVE', fixed(500), both),
        aPromotion('P20', percent(20), both),
        aPromotion('P10', percent(10), both),
      ],
      [aLine('a', 10_000)],
    )
    assert.deepEqual(off, [2_000 + 800 + 500])
    assert.deepEqual(told, ['FIVE: $5.00 off', 'P20: 20% off', 'P10: 10% off'])
  })

  it('give way to the one that saves most where they cannot be combined', () => {
    const { off, told } = apply(
      [aPromotion('P10', percent(10)), aPromotion('SAVE20', percent(20)), aPromotion('ONE', fixed(100))],
      [aLine('a', 10_000)],
    )
    assert.deepEqual(off, [2_000])
    assert.deepEqual(told, [
      'P10: Not combinable with SAVE20',
      'SAVE20: 20% off',
      'ONE: Not combinable with SAVE20',
    ])
  })

  it('weigh the combinable ones together against each that stands alone', () => {
    const combinable = [aPromotion('P15', percent(15), both), aPromotion('P10', percent(10), both)]
    const together = apply([...combinable, aPromotion('SAVE20', percent(20))], [aLine('a', 10_000)])
    assert.deepEqual(together.off, [2_350])
    assert.equal(together.told[2], 'SAVE20: Not combinable with P15 and P10')
    const alone = apply([...combinable, aPromotion('SAVE25', percent(25))], [aLine('a', 10_000)])
    assert.deepEqual(alone.off, [2_500])
    assert.equal(alone.told[0], 'P15: Not combinable with SAVE25')
  })

  it('prefer what was given first at a tie, and free shipping to nothing', () => {
    const tie = apply([aPromotion('A', percent(10)), aPromotion('B', percent(10))], [aLine('a', 1_000)])
    assert.deepEqual(tie.told, ['A: 10% off', 'B: Not combinable with A'])
    const nothing = apply(
      [aPromotion('TINY', percent(1)), aPromotion('SHIP', freeShipping)],
      [aLine('a', 10)],
    )
    assert.equal(nothing.freeShippingBy?.code, 'SHIP')
  })

  it('weigh free shipping by what shipping costs', () => {
    const promotions = [aPromotion('P10', percent(10)), aPromotion('SHIP', freeShipping)]
    assert.equal(apply(promotions, [aLine('a', 2_000)]).freeShippingBy, null)
    const weighed = apply(promotions, [aLine('a', 2_000)], { shipping: usd(1_000) })
    assert.equal(weighed.freeShippingBy?.code, 'SHIP')
    assert.deepEqual(weighed.told, ['P10: Not combinable with SHIP', 'SHIP: Free shipping'])
  })

  it('make shipping free once', () => {
    const { freeShippingBy, told } = apply(
      [aPromotion('S1', freeShipping, both), aPromotion('S2', freeShipping, both)],
      [aLine('a', 2_000)],
    )
    assert.equal(freeShippingBy?.code, 'S1')
    assert.deepEqual(told, ['S1: Free shipping', 'S2: Shipping is free already'])
  })
})

const effects = fc.oneof(
  fc.integer({ min: 1, max: 1_000_000 }).map((n) => percent(n / 10_000)),
  fc.integer({ min: 1, max: 200_000 }).map(fixed),
  fc.constant(freeShipping),
)
const appliesTo = fc.option(
  fc.record({ productIds: fc.subarray(['prod_0', 'prod_1']), categoryIds: fc.subarray(['cat_a', 'cat_b']) }),
)
const promotionLists = fc
  .array(fc.record({ effect: effects, combinable: fc.boolean(), appliesTo }), { maxLength: 6 })
  .map((list) => list.map(({ effect, ...init }, at) => aPromotion(`C${at}`, effect, init)))
const lineLists = fc
  .array(
    fc.record({ amount: fc.integer({ min: 0, max: 100_000 }), categoryIds: fc.subarray(['cat_a', 'cat_b']) }),
    { maxLength: 8 },
  )
  .map((list) => list.map(({ amount, categoryIds }, at) => aLine(`${at}`, amount, { categoryIds })))

describe('whatever the promotions and goods', () => {
  const total = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)

  it('no line is discounted below zero, and each cent taken off is explained once', () => {
    fc.assert(
      fc.property(promotionLists, lineLists, (promotions, lines) => {
        const { off, lineDiscounts, explanations } = apply(promotions, lines)
        assert.equal(lineDiscounts.size, lines.length)
        for (const [at, line] of lines.entries()) {
          assert.ok((off[at] as number) >= 0 && (off[at] as number) <= line.total.amount)
          const shares = explanations.filter((each) => each.lineId === line.id)
          assert.equal(total(shares.map((each) => each.amount?.amount ?? 0)), off[at])
        }
        const wholes = explanations.filter((each) => each.lineId === undefined)
        assert.equal(total(wholes.map((each) => each.amount?.amount ?? 0)), total(off))
        assert.deepEqual(
          wholes.map((each) => each.promotionId),
          promotions.map((each) => each.id),
        )
      }),
    )
  })

  it('the customer never pays more than with any one of them alone', () => {
    fc.assert(
      fc.property(promotionLists, lineLists, (promotions, lines) => {
        const saved = total(apply(promotions, lines).off)
        for (const each of promotions) {
          // An amount may find less left than alone, but then those before it took the rest.
          assert.ok(total(apply([each], lines).off) <= saved)
        }
      }),
    )
  })

  it('promotions that stand alone never come with another', () => {
    fc.assert(
      fc.property(promotionLists, lineLists, (promotions, lines) => {
        const { explanations } = apply(promotions, lines)
        const applied = new Set(explanations.filter((each) => each.applied).map((each) => each.promotionId))
        const alone = promotions.filter((each) => applied.has(each.id) && !each.combinable)
        assert.ok(alone.length === 0 || applied.size === 1)
      }),
    )
  })
})
