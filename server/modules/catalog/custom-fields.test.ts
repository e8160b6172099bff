import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { customField } from '#kernel/custom-field.ts'
import { Type } from '#kernel/schema.ts'
import type { Module } from '#module'
import { modules } from '#modules/index.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { patchCustom, shownCustom } from './custom-fields.ts'
import { findProductBySource, replaceProduct } from './index.ts'

const labels: Module = {
  name: 'labels',
  fields: [
    customField({
      of: 'product',
      name: 'care',
      schema: Type.String({ title: 'Care', maxLength: 50 }),
      column: true,
      isPublic: true,
    }),
    customField({ of: 'product', name: 'supplier', schema: Type.Integer({ title: 'Supplier' }) }),
    customField({
      of: 'product',
      name: 'box',
      schema: Type.Object({ width: Type.Integer() }, { title: 'Box', additionalProperties: false }),
      isPublic: true,
    }),
  ],
}

let app: TestApp

before(async () => {
  app = await createTestApp({ modules: [...modules, labels] })
  app.takeEvents()
})
after(() => app.close())

const staff = (method: string, path: string, body?: unknown) =>
  app.request(method, `/api/admin${path}`, { token: app.owner, body })
const variants = [{ price: { amount: 900, currency: 'USD' } }]
const create = async (body: object): Promise<Loose> => {
  const reply = await staff('POST', '/products', { status: 'published', variants, ...body })
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
  return reply.body
}
const seen = async (id: string) => (await app.request('GET', `/api/products/${id}`)).body

test('what modules add is listed with its schema, for who may see products', async () => {
  assert.equal((await app.request('GET', '/api/admin/extensions')).status, 401)
  const { status, body } = await staff('GET', '/extensions')
  assert.equal(status, 200)
  assert.deepEqual(
    body.fields.map(({ name, module, of }: Loose) => [of, module, name]),
    [
      ['product', 'labels', 'care'],
      ['product', 'labels', 'supplier'],
      ['product', 'labels', 'box'],
    ],
  )
  assert.deepEqual(body.fields[0], {
    of: 'product',
    module: 'labels',
    name: 'care',
    column: true,
    isPublic: true,
    schema: { type: 'string', title: 'Care', maxLength: 50 },
  })
})

test('staff set all fields, and shoppers see the public ones', async () => {
  const custom = { care: 'Wash cold', supplier: 7, box: { width: 3 } }
  const made = await create({ title: 'Shirt', custom })
  assert.deepEqual(made.custom, custom)
  assert.deepEqual((await staff('GET', `/products/${made.id}`)).body.custom, custom)
  assert.deepEqual((await seen(made.id)).custom, { care: 'Wash cold', box: { width: 3 } })
  const list = await app.request('GET', '/api/products')
  assert.deepEqual(list.body.data[0].custom, { care: 'Wash cold', box: { width: 3 } })
})

test('a product without values looks as it does where there are no fields', async () => {
  for (const more of [{}, { custom: {} }, { custom: { care: null } }]) {
    const made = await create({ title: 'Plain', ...more })
    assert.equal('custom' in made, false)
    assert.equal('custom' in (await seen(made.id)), false)
  }
  const hidden = await create({ title: 'Hidden', custom: { supplier: 7 } })
  assert.equal('custom' in (await seen(hidden.id)), false)
})

test('a patch changes the named fields, null takes one away, and the same is no change', async () => {
  const { id } = await create({ title: 'Shirt', custom: { care: 'Wash cold', supplier: 7 } })
  app.takeEvents()
  const patch = (custom: object) => staff('PATCH', `/products/${id}`, { custom })
  assert.equal((await patch({ supplier: 7 })).body.version, 1)
  assert.deepEqual((await patch({ supplier: 8 })).body.custom, { care: 'Wash cold', supplier: 8 })
  assert.deepEqual((await seen(id)).custom, { care: 'Wash cold' })
  assert.deepEqual((await patch({ care: null })).body.custom, { supplier: 8 })
  assert.equal('custom' in (await seen(id)), false)
  assert.equal('custom' in (await patch({ supplier: null })).body, false)
  assert.deepEqual(app.takeEvents(), ['product.updated', 'product.updated', 'product.updated'])
  const titled = await staff('PATCH', `/products/${id}`, { title: 'Blouse', custom: { care: 'Dry clean' } })
  assert.deepEqual([titled.body.title, titled.body.custom], ['Blouse', { care: 'Dry clean' }])
  assert.deepEqual(
    (await staff('PATCH', `/products/${id}`, { title: 'Top' })).body.custom,
    titled.body.custom,
  )
  app.takeEvents()
})

test('unknown names and wrong values are refused by the field, on creation and on change', async () => {
  const { id } = await create({ title: 'Shirt' })
  app.takeEvents()
  const custom = { care: 5, colour: 'red', box: { width: 'x' } }
  const errors = [
    { field: 'custom.care', reason: 'must be string' },
    { field: 'custom.colour', reason: 'is not a known field' },
    { field: 'custom.box.width', reason: 'must be integer' },
  ]
  for (const reply of [
    await staff('POST', '/products', { title: 'Other', variants, custom }),
    await staff('PATCH', `/products/${id}`, { custom }),
  ]) {
    assert.deepEqual([reply.status, reply.body.code, reply.body.errors], [422, 'http.invalid', errors])
  }
  for (const wrong of [{ constructor: 'x' }, { care: 'x'.repeat(51) }, 'text', { colour: null }]) {
    assert.equal((await staff('PATCH', `/products/${id}`, { custom: wrong })).status, 422)
  }
  assert.deepEqual(app.takeEvents(), [])
})

test('an import leaves the values as they are', async () => {
  const source = { system: 'shopify', id: '1' }
  const { id } = await create({ title: 'Shirt', custom: { care: 'Wash cold' } })
  const input = { title: 'Shirt from afar', variants, source }
  await app.run(async (ctx) => {
    const { products } = await import('./collections.ts')
    const before = await ctx.get(products, id)
    if (before) await replaceProduct(ctx, before, input)
  })
  const after = await app.run((ctx) => findProductBySource(ctx, source))
  assert.deepEqual([after?.title, after?.custom], ['Shirt from afar', { care: 'Wash cold' }])
})

test('a field whose module is gone keeps its value and shows nowhere', () => {
  const fields = new Map((labels.fields ?? []).map((field) => [field.name, { ...field, module: 'labels' }]))
  const custom = patchCustom({ gone: 1, supplier: 7 }, { care: 'Wash cold', supplier: null })
  assert.deepEqual(custom, { gone: 1, care: 'Wash cold' })
  assert.deepEqual(shownCustom(custom, fields, 'staff'), { care: 'Wash cold' })
  assert.equal(shownCustom({ gone: 1 }, fields, 'staff'), undefined)
})

test('values show in the order in which they are declared', () => {
  const fields = new Map((labels.fields ?? []).map((field) => [field.name, { ...field, module: 'labels' }]))
  const shown = shownCustom({ box: { width: 1 }, supplier: 7, care: 'x' }, fields, 'staff')
  assert.deepEqual(Object.keys(shown ?? {}), ['care', 'supplier', 'box'])
})

test('a shop without fields takes none, and says so', async () => {
  const plain = await createTestApp()
  const reply = await plain.request('POST', '/api/admin/products', {
    token: plain.owner,
    body: { title: 'Shirt', variants, custom: { care: 'x' } },
  })
  assert.deepEqual(reply.body.errors, [{ field: 'custom.care', reason: 'is not a known field' }])
  const { body } = await plain.request('GET', '/api/admin/extensions', { token: plain.owner })
  assert.deepEqual(body, { fields: [] })
  await plain.close()
})
