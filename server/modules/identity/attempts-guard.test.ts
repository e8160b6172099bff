import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS, SECOND_MS } from '#kernel/clock.ts'
import { createTestApp, type Loose, OWNER } from '#testing/app.ts'
import { atOnce, countReplies } from '#testing/races.ts'
import { aCustomer } from '#testing/shop.ts'

/** A shop behind a proxy, so that requests can come from anywhere. */
async function aShop(t: test.TestContext) {
  const http = { trustProxy: true, corsOrigins: '*', rateLimits: false, concurrencyMax: 1_000 } as const
  const shop = await createTestApp({ config: { http } })
  t.after(() => shop.close())
  const signIn = (email: string, password: string, from: string) =>
    shop.request('POST', '/api/login', { body: { email, password }, headers: { 'x-forwarded-for': from } })
  const fail = async (email: string, from: string, times: number): Promise<Loose> => {
    let last: Loose
    for (let at = 0; at < times; at++) last = await signIn(email, 'wrong horse battery', from)
    return last
  }
  return { ...shop, signIn, fail }
}

test('wrong passwords make the next try wait, whether or not there is such an account', async (t) => {
  const shop = await aShop(t)
  await aCustomer(shop, 'ann@example.com')
  const answers: Loose[] = []
  for (const email of ['ann@example.com', 'nobody@example.com']) {
    assert.equal((await shop.fail(email, '203.0.113.7', 5)).body.code, 'identity.wrong_credentials')
    const { status, body, headers } = await shop.fail(email, '203.0.113.7', 1)
    const { requestId: _requestId, ...problem } = body
    answers.push([status, headers['retry-after'], problem])
  }
  assert.deepEqual(answers[0], answers[1])
  assert.deepEqual(answers[0].slice(0, 2), [429, '1'])
  assert.equal(answers[0][2].code, 'identity.too_many_attempts')
})

test('not even the right password passes while it has to wait, and it does after', async (t) => {
  const shop = await aShop(t)
  await shop.fail(OWNER.email, '203.0.113.7', 7)
  assert.equal((await shop.signIn(OWNER.email, OWNER.password, '203.0.113.7')).status, 429)
  assert.equal((await shop.signIn(OWNER.email, OWNER.password, '198.51.100.1')).status, 200)
  shop.clock.advance(4 * SECOND_MS)
  assert.equal((await shop.signIn(OWNER.email, OWNER.password, '203.0.113.7')).status, 200)
})

test('however the address is typed, it is the same account', async (t) => {
  const shop = await aShop(t)
  for (const email of [
    'Ann@example.com',
    ' ann@example.com',
    'ANN@EXAMPLE.COM',
    'ann@example.com ',
    'aNN@example.com',
  ]) {
    await shop.fail(email, '203.0.113.7', 1)
  }
  assert.equal((await shop.fail('ann@example.com', '203.0.113.7', 1)).status, 429)
})

test('a hundred tries at once are a hundred tries', async (t) => {
  const shop = await aShop(t)
  const replies = await atOnce(30, () => shop.signIn('ann@example.com', 'wrong horse battery', '203.0.113.7'))
  const counts = countReplies(replies)
  assert.equal(counts['401 identity.wrong_credentials'], 5)
  assert.equal(counts['429 identity.too_many_attempts'], 25)
})

test('thousands of strangers slow each other down, and not the owner where they signed in before', async (t) => {
  const shop = await aShop(t)
  assert.equal((await shop.signIn(OWNER.email, OWNER.password, '203.0.113.7')).status, 200)
  shop.clock.advance(HOUR_MS)
  for (let at = 0; at < 25; at++) await shop.fail(OWNER.email, `198.51.100.${at}`, 4)
  for (const email of [OWNER.email, 'nobody@example.com']) {
    if (email !== OWNER.email) for (let at = 0; at < 25; at++) await shop.fail(email, `192.0.2.${at}`, 4)
    assert.equal((await shop.fail(email, '198.51.100.200', 1)).status, 429, email)
  }
  assert.equal((await shop.signIn(OWNER.email, OWNER.password, '203.0.113.7')).status, 200)
  shop.clock.advance(SECOND_MS)
  assert.equal((await shop.signIn(OWNER.email, OWNER.password, '198.51.100.201')).status, 200)
})

test('the log of acts tells of the first try that made an account slow, and not of each', async (t) => {
  const shop = await aShop(t)
  const { id } = await aCustomer(shop, 'ann@example.com')
  await shop.fail('ann@example.com', '203.0.113.7', 20)
  await shop.fail('nobody@example.com', '203.0.113.7', 20)
  const path = '/api/admin/audit-log?action=identity.sign-ins-slowed'
  const { data } = (await shop.request('GET', path, { token: shop.owner })).body
  const told = data.map(({ subject, actor, address, details }: Loose) => [
    subject,
    actor.kind,
    address,
    details,
  ])
  assert.deepEqual(told.sort(), [
    ['unknown', 'guest', '203.0.113.7', {}],
    [id, 'guest', '203.0.113.7', {}],
  ])
})
