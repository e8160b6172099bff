import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS } from '#kernel/clock.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { allOf, atOnce } from '#testing/races.ts'
import { aCustomer, aProduct, usd } from '#testing/shop.ts'
import { audit, auditLog, KEPT_MS, purgeAudit } from './audit.ts'

async function aShop(t: test.TestContext): Promise<TestApp> {
  const shop = await createTestApp()
  t.after(() => shop.close())
  return shop
}

const entriesOf = async (shop: TestApp, query = ''): Promise<Loose[]> =>
  (await shop.request('GET', `/api/admin/audit-log${query}`, { token: shop.owner })).body.data

test('what staff changed is in the log: who, what, from where, by which route', async (t) => {
  const shop = await aShop(t)
  const { status, headers } = await shop.request('PATCH', '/api/admin/settings', {
    token: shop.owner,
    body: { name: 'Corner Shop', pricesIncludeTax: true },
    headers: { 'user-agent': 'curl/8' },
  })
  assert.equal(status, 200)
  const [entry, ...others] = await entriesOf(shop, '?action=PATCH%20/admin/settings')
  assert.deepEqual(others, [])
  const [owner] = (await shop.request('GET', '/api/admin/users', { token: shop.owner })).body.data
  assert.match(entry.id, /^aud_/)
  assert.deepEqual(entry.actor, { kind: 'user', id: owner.id })
  assert.deepEqual(entry.details, {
    permission: 'settings:write',
    status: 200,
    fields: ['name', 'pricesIncludeTax'],
    values: { pricesIncludeTax: true },
  })
  assert.equal(entry.subject, '/admin/settings')
  assert.equal(entry.address, '127.0.0.1')
  assert.equal(entry.userAgent, 'curl/8')
  assert.equal(entry.operationId, headers['x-request-id'])
  assert.equal(entry.at, '2026-11-02T09:00:00.000Z')
})

test('an entry names what was made and what was changed', async (t) => {
  const shop = await aShop(t)
  const product = await aProduct(shop)
  shop.clock.advance(1)
  await shop.request('PATCH', `/api/admin/products/${product.id}`, {
    token: shop.owner,
    body: { status: 'draft' },
  })
  const [changed, made] = await entriesOf(shop, `?subject=${product.id}`)
  assert.equal(made.action, 'POST /admin/products')
  assert.deepEqual(made.details.fields, ['title', 'status', 'variants'])
  assert.deepEqual(made.details.values, { status: 'published' })
  assert.equal(changed.action, 'PATCH /admin/products/:productId')
  assert.deepEqual(changed.details.params, { productId: product.id })
})

test('reading, being refused, and what customers do leave nothing', async (t) => {
  const shop = await aShop(t)
  const { token } = await aCustomer(shop)
  const body = { name: 'Mine' }
  assert.equal((await shop.request('PATCH', '/api/admin/settings', { token, body })).status, 403)
  const wrong = { token: shop.owner, body: { nonsense: 1 } }
  assert.equal((await shop.request('PATCH', '/api/admin/settings', wrong)).status, 422)
  const stale = { token: shop.owner, body, headers: { 'if-match': '"7"' } }
  assert.equal((await shop.request('PATCH', '/api/admin/settings', stale)).status, 412)
  assert.equal((await shop.request('PATCH', '/api/me', { token, body })).status, 200)
  await shop.request('GET', '/api/admin/settings', { token: shop.owner })
  const acts = (await entriesOf(shop)).filter(({ action }) => /^[A-Z]+ /.test(action))
  assert.deepEqual(acts, [])
})

test('a request that is sent again is one entry', async (t) => {
  const shop = await aShop(t)
  const body = { title: 'Mug', variants: [{ price: usd(100) }] }
  const ask = { token: shop.owner, key: 'k-1', body }
  await atOnce(3, () => shop.request('POST', '/api/admin/products', ask))
  await shop.request('POST', '/api/admin/products', ask)
  const made = await entriesOf(shop, '?action=POST%20/admin/products')
  assert.equal(made.length, 1)
  assert.match(made[0].operationId, /^idem_/)
})

test('the log is asked by actor, subject or action, page by page, and by one of them at a time', async (t) => {
  const shop = await aShop(t)
  for (let at = 0; at < 5; at++) {
    await shop.run(async (ctx) => void audit(ctx, { action: 'test.done', subject: `thing_${at % 2}` }))
    shop.clock.advance(1)
  }
  const subjects: string[] = []
  for (let next: string | null = ''; next !== null; ) {
    const path: string = `/api/admin/audit-log?action=test.done&limit=2${next && `&after=${next}`}`
    const { body } = await shop.request('GET', path, { token: shop.owner })
    subjects.push(...body.data.map((entry: Loose) => entry.subject))
    next = body.next
  }
  assert.deepEqual(subjects, ['thing_0', 'thing_1', 'thing_0', 'thing_1', 'thing_0'])
  assert.equal((await entriesOf(shop, '?subject=thing_1')).length, 2)
  assert.deepEqual(await entriesOf(shop, '?actor=user_nobody'), [])
  const both = await shop.request('GET', '/api/admin/audit-log?actor=a&subject=b', { token: shop.owner })
  assert.deepEqual([both.status, both.body.code], [400, 'audit.several_filters'])
})

test('the log is for those who may read it', async (t) => {
  const shop = await aShop(t)
  const { token } = await aCustomer(shop)
  assert.equal((await shop.request('GET', '/api/admin/audit-log')).status, 401)
  assert.equal((await shop.request('GET', '/api/admin/audit-log', { token })).status, 403)
  assert.equal((await shop.request('DELETE', '/api/admin/audit-log', { token: shop.owner })).status, 404)
})

test('an entry is kept for 400 days', async (t) => {
  const shop = await aShop(t)
  const write = (subject: string) =>
    shop.run(async (ctx) => void audit(ctx, { action: 'test.done', subject }))
  await write('old')
  shop.clock.advance(DAY_MS)
  await write('young')
  shop.clock.advance(KEPT_MS - DAY_MS)
  await shop.run(purgeAudit.handle)
  const subjectsNow = async () =>
    (await allOf<Loose>(shop, auditLog)).map(({ subject }) => subject).filter((each) => each !== '')
  assert.ok((await subjectsNow()).includes('old'))
  shop.clock.advance(1)
  await shop.run(purgeAudit.handle)
  assert.ok(!(await subjectsNow()).includes('old'))
  assert.ok((await subjectsNow()).includes('young'))
})

test('an entry stays small, whatever it is told', async (t) => {
  const shop = await aShop(t)
  await shop.run(async (ctx) => {
    audit(ctx, {
      action: 'a'.repeat(1_000),
      subject: 's'.repeat(1_000),
      details: { text: 't'.repeat(5_000) },
    })
  })
  const entry = (await allOf<Loose>(shop, auditLog)).at(-1)
  assert.deepEqual([entry.action.length, entry.subject.length, entry.details], [120, 120, { tooLarge: true }])
})
