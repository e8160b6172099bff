import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import type { Fault } from '#kernel/fault.ts'
import { newId } from '#kernel/id.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import {
  availableOf,
  closeStock,
  openStock,
  returnStock,
  type StockInit,
  shortagesOf,
  stock,
  stockMovements,
  takeStock,
} from './index.ts'

let app: TestApp
let ids: string[]
const order = { type: 'order', id: 'order_1' }

before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const open = (...inits: StockInit[]) =>
  app.run(async (ctx) => {
    ids = inits.map(() => newId('var'))
    const items = ids.map((variantId, at) => ({ variantId, init: inits[at] ?? {} }))
    openStock(ctx, items, { type: 'opening', id: 'prod_1' })
  })
const onHand = () => app.run(async (ctx) => (await ctx.get(stock, ids)).map((item) => item?.onHand))
const take = (...quantities: number[]) => app.run((ctx) => takeStock(ctx, linesOf(quantities), order))
const linesOf = (quantities: number[]) =>
  quantities.map((quantity, at) => ({ variantId: ids[at] as string, quantity }))

/** What the ledger says there is of each. */
const ledger = () =>
  app.run(async (ctx) => {
    const sums = new Map<string, number>()
    for (const id of ids) {
      const { data } = await ctx.find(stockMovements, 'byVariant', { equals: [id], limit: 1_000 })
      for (const line of data.flatMap(({ lines }) => lines)) {
        if (line.variantId === id) sums.set(id, (sums.get(id) ?? 0) + line.by)
      }
    }
    return ids.map((id) => sums.get(id) ?? 0)
  })

beforeEach(() => {
  app.takeEvents()
})

test('a sale takes from each, with one movement and one event', async () => {
  await open({ onHand: 5 }, { onHand: 3 })
  app.takeEvents()
  await take(2, 1)
  assert.deepEqual(await onHand(), [3, 2])
  assert.deepEqual(app.takeEvents(), ['stock.changed'])
  assert.deepEqual(app.events.at(-1)?.data, { reason: order, variantIds: ids })
  assert.deepEqual(await ledger(), [3, 2])
})

test('what is too much is refused by variant, and nothing is taken', async () => {
  await open({ onHand: 5 }, { onHand: 1 }, { onHand: 0 })
  await assert.rejects(take(2, 2, 1), (fault: Fault) => {
    assert.equal(fault.code, 'inventory.out_of_stock')
    assert.deepEqual(fault.details, {
      lines: [
        { variantId: ids[1], wanted: 2, available: 1 },
        { variantId: ids[2], wanted: 1, available: 0 },
      ],
    })
    return true
  })
  assert.deepEqual(await onHand(), [5, 1, 0])
})

test('two lines of one thing are added up before they are checked', async () => {
  await open({ onHand: 3 })
  const twice = [...linesOf([2]), ...linesOf([2])]
  await assert.rejects(
    app.run((ctx) => takeStock(ctx, twice, order)),
    { code: 'inventory.out_of_stock' },
  )
  assert.deepEqual(await app.run((ctx) => shortagesOf(ctx, twice)), [
    { variantId: ids[0], wanted: 4, available: 3 },
  ])
  assert.deepEqual(await onHand(), [3])
})

test('back orders go below zero, and untracked things are not counted', async () => {
  await open({ onHand: 1, backorder: true }, { tracked: false })
  await take(3, 500)
  assert.deepEqual(await onHand(), [-2, 0])
})

test('what was never stocked cannot be sold', async () => {
  ids = [newId('var')]
  await assert.rejects(take(1), { code: 'inventory.out_of_stock' })
})

test('a return brings back what was taken, and leaves out what is no longer sold', async () => {
  await open({ onHand: 5 }, { onHand: 5 }, { tracked: false })
  await take(2, 2, 2)
  await app.run((ctx) => closeStock(ctx, [ids[1] as string], { type: 'removal', id: 'prod_1' }))
  await app.run((ctx) => returnStock(ctx, linesOf([2, 2, 2]), { type: 'return', id: 'order_1' }))
  assert.deepEqual(await onHand(), [5, undefined, 0])
  assert.deepEqual(await ledger(), [5, 0, 0], 'what was removed is written off')
})

test('of a hundred buyers of one unit, one gets it', async () => {
  await open({ onHand: 1 })
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => take(1)))
  const refused = results.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []))
  assert.equal(results.length - refused.length, 1)
  assert.deepEqual(new Set(refused), new Set(['inventory.out_of_stock']))
  assert.deepEqual(await onHand(), [0])
  assert.deepEqual(await ledger(), [0])
})

test('whatever is bought and brought back, the count never goes below zero and equals the ledger', async () => {
  const step = fc.record({
    back: fc.boolean(),
    quantities: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })),
  })
  const history = fc.array(step, { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      await open({ onHand: 5 }, { onHand: 5 })
      await Promise.allSettled(
        steps.map(({ back, quantities }) =>
          app.run((ctx) => (back ? returnStock : takeStock)(ctx, linesOf(quantities), order)),
        ),
      )
      const counts = await onHand()
      assert.ok(
        counts.every((count) => (count ?? -1) >= 0),
        `${counts}`,
      )
      assert.deepEqual(await ledger(), counts)
    }),
    { numRuns: 15 },
  )
})

test('a new count is what can be bought', async () => {
  await open({ onHand: 4 })
  const [item] = await app.run((ctx) => ctx.get(stock, ids))
  assert.equal(availableOf(item), 4)
})
