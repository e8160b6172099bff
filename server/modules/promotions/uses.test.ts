import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Ctx } from '#context'
import type { Fault } from '#kernel/fault.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { customerUses, promotions } from './collections.ts'
import { automaticPromotions, findCoupons, knownCoupon } from './coupons.ts'
import type { Promotion } from './promotion.ts'
import { changePromotion, createPromotion, deletePromotion } from './save-promotion.ts'
import type { NewPromotion } from './schema.ts'
import { claimUses, releaseUses, unusable, whyNotUsable } from './uses.ts'

const effect = { type: 'percentage', percent: 20 } as const
const ANN = 'ann@example.com'

let app: TestApp
before(async () => {
  app = await createTestApp()
})
after(() => app.close())

let codes = 0
const create = (init: Partial<NewPromotion> = {}) =>
  app.run((ctx) => createPromotion(ctx, { code: `CODE${codes++}`, effect, ...init }))
const claim = (promotion: Promotion, customer: string | null = ANN) =>
  app.run((ctx) => claimUses(ctx, [promotion], customer))
const release = (promotion: Promotion, customer: string | null = ANN) =>
  app.run((ctx) => releaseUses(ctx, [promotion], customer))
const why = (promotion: Promotion, customer: string | null = ANN) =>
  app.run((ctx) => whyNotUsable(ctx, promotion, customer))
const usesOf = async ({ id }: Promotion): Promise<number> =>
  (await app.request('GET', `/api/admin/promotions/${id}`, { token: app.owner })).body.uses

/** How many of the claims went through, and what the others were told. */
async function settle(claims: readonly Promise<unknown>[]) {
  const settled = await Promise.allSettled(claims)
  const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  return { claimed: settled.length - refused.length, codes: new Set(refused.map((each: Fault) => each.code)) }
}

describe('coupons', () => {
  it('are found in any case and order, and not found without a fault', async () => {
    await create({ code: 'Über-1' })
    const found = await app.run((ctx) =>
      findCoupons(ctx, [' über-1 ', 'nobody', '', 'x'.repeat(5_000), 'ÜBER-1']),
    )
    assert.deepEqual(
      found.map((each) => each?.code),
      ['ÜBER-1', undefined, undefined, undefined, 'ÜBER-1'],
    )
  })

  it('that are needed and unknown are refused by name', () => {
    assert.throws(() => knownCoupon(' sale99 ', undefined), {
      code: 'promotions.unknown_code',
      status: 404,
      message: /"sale99"/,
    })
  })

  it('are not among the automatic promotions, nor are idle ones', async () => {
    const automatic = await create({ code: null, title: 'Automatic' })
    await create({ code: null, title: 'Idle', active: false })
    const found = await app.run((ctx) => automaticPromotions(ctx))
    assert.deepEqual(
      found.map((each) => each.id),
      [automatic.id],
    )
  })
})

describe('the uses of a promotion', () => {
  it('are counted when claimed and given back when released', async () => {
    const promotion = await create()
    await claim(promotion)
    await claim(promotion, null)
    assert.equal(await usesOf(promotion), 2)
    await release(promotion)
    assert.equal(await usesOf(promotion), 1)
  })

  it('never go below none, however often they are released', async () => {
    const promotion = await create({ usageLimit: 1 })
    await release(promotion)
    await claim(promotion)
    await release(promotion)
    await release(promotion)
    assert.equal(await usesOf(promotion), 0)
  })

  it('end at the limit for everyone', async () => {
    const promotion = await create({ usageLimit: 2 })
    assert.equal(await why(promotion), null)
    await claim(promotion, 'a@example.com')
    await claim(promotion, 'b@example.com')
    assert.equal(await why(promotion, null), 'Used up')
    await assert.rejects(claim(promotion), { code: 'promotions.used_up', status: 409, message: /Used up/ })
    await release(promotion, 'a@example.com')
    assert.equal(await why(promotion), null)
  })

  it('end at the limit of each customer, by e-mail address in any case', async () => {
    const promotion = await create({ perCustomerLimit: 1 })
    await claim(promotion)
    assert.equal(await why(promotion, 'Ann@Example.com '), 'Used up: each customer may use it once')
    assert.equal(await why(promotion, 'bob@example.com'), null)
    assert.equal(await why(promotion, null), null)
    await assert.rejects(claim(promotion), { code: 'promotions.used_up' })
    await release(promotion)
    await claim(promotion)
  })

  it('hold their limit when a hundred orders want them at once', async () => {
    const promotion = await create({ usageLimit: 10 })
    const claims = Array.from({ length: 100 }, (_, n) => claim(promotion, `c${n}@example.com`))
    assert.deepEqual(await settle(claims), { claimed: 10, codes: new Set(['promotions.used_up']) })
    assert.equal(await usesOf(promotion), 10)
  })

  it("hold a customer's limit when one customer orders many times at once", async () => {
    const promotion = await create({ perCustomerLimit: 2 })
    const { claimed } = await settle(Array.from({ length: 20 }, () => claim(promotion)))
    assert.equal(claimed, 2)
  })

  it('are all claimed or none', async () => {
    const [open, full] = [await create(), await create({ usageLimit: 1 })]
    await claim(full)
    const both = app.run((ctx) => claimUses(ctx, [open, full], ANN))
    await assert.rejects(both, { code: 'promotions.used_up' })
    assert.equal(await usesOf(open), 0)
  })

  it('count toward a limit that is set or changed later', async () => {
    const promotion = await create()
    await claim(promotion)
    await claim(promotion)
    const change = (usageLimit: number | null) => (ctx: Ctx) =>
      changePromotion(ctx, promotion.id, { usageLimit })
    assert.equal(await why(await app.run(change(2))), 'Used up')
    assert.equal(await why(await app.run(change(3))), null)
    assert.equal(await why(await app.run(change(null))), null)
  })

  it('of several promotions are looked up together', async () => {
    const [open, full] = [await create({ usageLimit: 5 }), await create({ usageLimit: 1 })]
    await claim(full)
    const reasons = await app.run((ctx) => unusable(ctx, [open, full, { ...open, usageLimit: null }], ANN))
    assert.deepEqual([...reasons], [[full.id, 'Used up']])
  })
})

describe('a deleted promotion', () => {
  it('cannot be claimed, and what was claimed of it can be released', async () => {
    const promotion = await create({ usageLimit: 5, perCustomerLimit: 5 })
    await claim(promotion)
    await app.run((ctx) => deletePromotion(ctx, promotion.id))
    assert.equal(await app.run((ctx) => ctx.get(promotions, promotion.id)), undefined)
    await assert.rejects(claim(promotion), { code: 'promotions.used_up', message: /no longer on offer/ })
    await release(promotion)
  })

  it('takes the counts of its customers with it', async () => {
    const promotion = await create({ perCustomerLimit: 5 })
    for (const name of ['a', 'b', 'c']) await claim(promotion, `${name}@example.com`)
    const left = () =>
      app.run(
        async (ctx) => (await ctx.find(customerUses, 'byPromotion', { equals: [promotion.id] })).data.length,
      )
    assert.equal(await left(), 3)
    await app.run((ctx) => deletePromotion(ctx, promotion.id))
    await app.worker.idle()
    assert.equal(await left(), 0)
  })
})
