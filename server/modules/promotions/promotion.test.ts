import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changedPromotion, newPromotion } from './promotion.ts'
import type { NewPromotion } from './schema.ts'

const NOW = Date.UTC(2026, 10, 2)
const half = { type: 'percentage', percent: 50 } as const
const create = (body: NewPromotion) => newPromotion(body, { id: 'promo_1', now: NOW }).next
const refused = (body: Partial<NewPromotion>, field: string) =>
  assert.throws(() => create({ effect: half, ...body }), {
    code: 'promotions.invalid',
    message: new RegExp(field),
  })

describe('a new promotion', () => {
  it('needs only its effect', () => {
    assert.deepEqual(newPromotion({ effect: half }, { id: 'promo_1', now: NOW }), {
      next: {
        id: 'promo_1',
        revision: 0,
        code: null,
        title: '50% off',
        effect: half,
        minimumSubtotal: null,
        startsAt: null,
        endsAt: null,
        usageLimit: null,
        perCustomerLimit: null,
        appliesTo: null,
        combinable: false,
        active: true,
        createdAt: NOW,
        updatedAt: NOW,
      },
      events: [{ type: 'promotion.created', subject: 'promo_1', data: { code: null, title: '50% off' } }],
    })
  })

  it('keeps its code in upper case without surrounding space', () => {
    assert.equal(create({ code: ' save20 ', effect: half }).code, 'SAVE20')
    assert.equal(create({ code: 'été', effect: half }).code, 'ÉTÉ')
  })

  it('is called by what it gives when it has no title', () => {
    assert.equal(
      create({ effect: { type: 'fixed', amount: { amount: 1_000, currency: 'USD' } } }).title,
      '$10.00 off',
    )
    assert.equal(create({ effect: { type: 'free_shipping' } }).title, 'Free shipping')
    assert.equal(create({ effect: half, title: ' Sale ' }).title, 'Sale')
  })

  it('reads dates and times', () => {
    const { startsAt, endsAt } = create({
      effect: half,
      startsAt: '2026-11-27',
      endsAt: '2026-11-30T23:00:00-01:00',
    })
    assert.equal(startsAt, Date.UTC(2026, 10, 27))
    assert.equal(endsAt, Date.UTC(2026, 11, 1))
  })

  it('is refused where it could not work', () => {
    refused({ startsAt: '2026-13-01' }, 'startsAt: "2026-13-01"')
    refused({ startsAt: '2026-11-27', endsAt: '2026-11-27' }, 'endsAt: must be later')
    refused({ appliesTo: { productIds: [] } }, 'appliesTo: names no product')
    refused({ effect: { type: 'percentage', percent: 8.87555 } }, 'effect.percent: may have four decimals')
  })
})

describe('a changed promotion', () => {
  it('keeps what is not mentioned and takes null as nothing', () => {
    const promotion = create({ code: 'SAVE50', effect: half, usageLimit: 5, endsAt: '2026-12-01' })
    const { next, events } = changedPromotion(promotion, { usageLimit: null, active: false }, NOW + 1)
    assert.deepEqual(next, { ...promotion, usageLimit: null, active: false, updatedAt: NOW + 1 })
    assert.deepEqual(
      events.map((each) => each.type),
      ['promotion.updated'],
    )
  })

  it('is checked as a whole', () => {
    const promotion = create({ effect: half, endsAt: '2026-12-01' })
    assert.throws(() => changedPromotion(promotion, { startsAt: '2026-12-02' }, NOW), {
      code: 'promotions.invalid',
    })
  })
})
