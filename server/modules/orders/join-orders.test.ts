import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { allOrders } from '#testing/races.ts'
import { anOrder, aVariant, aZone } from '#testing/shop.ts'
import { aPerson, register, tokenTo } from '../identity/mails.fixture.ts'
import { orders } from './collections.ts'

let app: TestApp
let variantId: string

before(async () => {
  app = await createTestApp()
  await aZone(app)
  variantId = await aVariant(app, { onHand: 1_000 })
})
after(() => app.close())

const buy = (email: string, token?: string): Promise<Loose> =>
  anOrder(app, { items: [{ variantId, quantity: 1 }], email, ...(token && { token }) })

async function verify(email: string): Promise<void> {
  const token = await tokenTo(app, email, 'verify-email')
  const reply = await app.request('POST', '/api/email-verifications/confirmation', { body: { token } })
  assert.equal(reply.status, 200)
  await app.worker.idle()
}

const idsOf = async (token: string): Promise<string[]> => {
  const { body } = await app.request('GET', '/api/me/orders?limit=100', { token })
  return body.data.map(({ id }: Loose) => id).sort()
}

test('what a guest bought joins the account once its address is proved, and not before', async () => {
  const person = aPerson()
  const before = await buy(person.email.toUpperCase())
  const others = await buy('someone.else@example.com')
  const { token } = (await register(app, person)).body
  const between = await buy(person.email)
  assert.deepEqual(await idsOf(token), [])
  await verify(person.email)
  assert.deepEqual(await idsOf(token), [before.id, between.id].sort())
  const joined = await app.request('GET', `/api/orders/${before.id}?token=${before.token}`)
  assert.equal(joined.body.history.at(-1).what, "joined its customer's account")
  const left = await app.run((ctx) => ctx.get(orders, others.id))
  assert.equal(left?.customerId, null)
})

test('an order that is somebody’s already stays theirs', async () => {
  const [giver, person] = [aPerson(), aPerson()]
  const { token: givers } = (await register(app, giver)).body
  const gift = await buy(person.email, givers)
  const { token } = (await register(app, person)).body
  await verify(person.email)
  assert.deepEqual([await idsOf(token), await idsOf(givers)], [[], [gift.id]])
})

test('what was bought as a guest later joins when it is asked for', async () => {
  const person = aPerson()
  const { token } = (await register(app, person)).body
  const claim = () => app.request('POST', '/api/me/orders/claims', { token })
  const early = await claim()
  assert.deepEqual([early.status, early.body.code], [409, 'order.unproven'])
  await verify(person.email)
  const later = await buy(person.email)
  await app.worker.idle()
  assert.deepEqual(await idsOf(token), [])
  assert.equal((await claim()).status, 202)
  await app.worker.idle()
  assert.deepEqual(await idsOf(token), [later.id])
  assert.equal((await app.request('POST', '/api/me/orders/claims')).status, 401)
})

test('many orders join batch by batch', async () => {
  const person = aPerson()
  const first = await buy(person.email)
  const template = (await allOrders(app)).find(({ id }) => id === first.id)
  await app.run(async (ctx) => {
    for (let at = 0; at < 230; at++) {
      const payment = { ...template.payment, id: `pay_join${at}` }
      ctx.save(orders, { ...template, id: `order_join${at}`, revision: 0, number: `JOIN-${at}`, payment })
    }
  })
  const { user } = (await register(app, person)).body
  await verify(person.email)
  const all = (await allOrders(app)).filter(({ customerId }) => customerId === user.id)
  assert.equal(all.length, 231)
})
