import assert from 'node:assert/strict'
import { stock, stockMovements } from '#modules/inventory/index.ts'
import { orderCollection } from '#modules/orders/index.ts'
import type { Document } from '#store/collection.ts'
import type { Loose, Reply, TestApp } from './app.ts'

/** Starts all of them before any of them has ended. */
export const atOnce = <T>(times: number, ask: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_, at) => ask(at)))

/** How often each status, or status and code, was answered: `{ '201': 1, '409 order.out_of_stock': 99 }`. */
export function countReplies(replies: readonly Reply[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, body } of replies) {
    const name = status < 400 ? `${status}` : `${status} ${body.code}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

/** Every document of a collection, straight from the store. */
export async function allOf<T extends Document>(app: TestApp, from: Loose): Promise<T[]> {
  const found: T[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page: Loose = await app.run((ctx) =>
      ctx.find(from, 'byId', { limit: 500, ...(after && { after }) }),
    )
    found.push(...page.data)
    after = page.next
  }
  return found
}

export const allOrders = (app: TestApp): Promise<Loose[]> => allOf(app, orderCollection)

/** How many of a variant there are, sold ones that may yet come back taken off. */
export const onHandOf = (app: TestApp, variantId: string): Promise<number | undefined> =>
  app.run(async (ctx) => (await ctx.get(stock, variantId))?.onHand)

/**
 * The ledger of stock: the movements of each variant add up to what is on hand, and no count is below zero.
 */
export async function checkStock(app: TestApp): Promise<void> {
  const sums = new Map<string, number>()
  for (const { lines } of await allOf<Loose>(app, stockMovements)) {
    for (const { variantId, by } of lines) sums.set(variantId, (sums.get(variantId) ?? 0) + by)
  }
  for (const { id, onHand } of await allOf<Loose>(app, stock)) {
    assert.equal(sums.get(id) ?? 0, onHand, `the movements of ${id}`)
    assert.ok(onHand >= 0, `${id} has ${onHand}`)
  }
}
