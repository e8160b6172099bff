import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { modules } from '../../server/modules/index.ts'
import { createTestApp, type TestApp } from '../../server/testing/app.ts'
import { careLabels } from './care-labels.ts'

let app: TestApp
let productId: string
const staff = (method: string, path: string, body?: object) =>
  app.request(method, `/api/admin${path}`, { token: app.owner, body })
const label = async () => (await app.request('GET', `/api/care-labels/${productId}`)).body.text

before(async () => {
  app = await createTestApp({ modules: [...modules, careLabels] })
  const variants = [{ price: { amount: 900, currency: 'USD' } }]
  const made = await staff('POST', '/products', { title: 'Shirt', status: 'published', variants })
  productId = made.body.id
})
after(() => app.close())

test('a label says what the settings say, as staff set them', async () => {
  assert.equal(await label(), 'Wash with like colours.')
  const set = await staff('PATCH', '/settings/sections/care-labels', { fallback: 'Dry clean.' })
  assert.deepEqual([set.status, await label()], [200, 'Dry clean.'])
})

test('a label says what its product says, and so does the product', async () => {
  const set = await staff('PATCH', `/products/${productId}`, { custom: { care: 'Wash cold.' } })
  assert.deepEqual([set.status, await label()], [200, 'Wash cold.'])
  assert.deepEqual((await app.request('GET', `/api/products/${productId}`)).body.custom, {
    care: 'Wash cold.',
  })
})

test('a product that nobody sees has no label', async () => {
  await staff('PATCH', `/products/${productId}`, { status: 'draft' })
  const { status, body } = await app.request('GET', `/api/care-labels/${productId}`)
  assert.deepEqual([status, body.code], [404, 'catalog.missing'])
})
