import assert from 'node:assert/strict'
import { createApp } from '#app'
import { readConfig } from '#config'
import { MINUTE_MS } from '#kernel/clock.ts'
import { letterOf } from '#modules/notifications/letters.ts'
import { mailbox } from '#modules/notifications/mailbox.ts'
import type { Loose, TestApp } from './app.ts'
import type { Bank } from './bank.ts'
import { createManualClock } from './clock.ts'
import { allOf } from './races.ts'
import { plugPayments } from './scripted-payments.ts'

/** One checkout as its customer knows it; without a reply, they do not know what became of it. */
export interface Attempt {
  readonly cartId: string
  readonly key: string
  readonly body: object
  reply?: { readonly status: number; readonly body: Loose }
}

/** The shop two minutes later, when whatever was cut off has come to its end. */
export async function openAftermath(at: { dataDir: string; url: string; bank: Bank }): Promise<TestApp> {
  const clock = createManualClock(Date.now() + 2 * MINUTE_MS)
  const env = { DATA_DIR: at.dataDir, DATABASE_URL: at.url, SEED: 'none', LOG_LEVEL: 'silent' }
  const config = readConfig({ ...env, NODE_ENV: 'test' })
  const app = (await createApp(config, { clock, plug: plugPayments(at.bank) })) as TestApp
  await app.worker.idle()
  clock.advance(2 * MINUTE_MS)
  await app.worker.idle()
  return app
}

/** One order for each checkout that was answered, at most one for the others, and none undecided. */
export function checkOrders(attempts: readonly Attempt[], orders: readonly Loose[]): void {
  const byCart = Map.groupBy(orders, (order) => order.cartId)
  for (const { cartId, reply } of attempts) {
    const own = byCart.get(cartId) ?? []
    assert.ok(own.length <= 1, `${own.length} orders of ${cartId}`)
    if (reply?.status === 201) assert.equal(own[0]?.number, reply.body.number)
    else if (reply) assert.deepEqual(own, [])
  }
  assert.deepEqual(new Set(orders.map((order) => order.status)), new Set(['paid']))
  const carts = new Set(attempts.map(({ cartId }) => cartId))
  assert.ok(orders.every((order) => carts.has(order.cartId)))
}

/** The bank has the money of each order that was paid there, and no other. */
export function checkBank(bank: Bank, orders: readonly Loose[]): void {
  const paid = orders.filter(({ payment }) => payment.provider === bank.name)
  assert.deepEqual(bank.holds().sort(), paid.map(({ payment }) => payment.id).sort())
}

/** Each customer has one mail, and nobody else any. */
export async function checkMails(app: TestApp, orders: readonly Loose[]): Promise<void> {
  const subjects = (await allOf<Loose>(app, mailbox)).map(
    (mail) => letterOf({ use: app.ports.use }, mail).subject,
  )
  const expected = orders.map(({ number }) => `Your order #${number} has been confirmed!`)
  assert.deepEqual(subjects.sort(), expected.sort())
}
