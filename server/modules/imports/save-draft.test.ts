import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { findByHandle, type Product, products } from '#modules/catalog/index.ts'
import { stock } from '#modules/inventory/index.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { aProduct, usd } from '#testing/shop.ts'
import type { ProductDraft, VariantDraft } from './product-draft.ts'
import { ensureCategories, saveDraft } from './save-draft.ts'

let app: TestApp
before(async () => {
  app = await createTestApp()
})
beforeEach(() => void app.takeEvents())
after(() => app.close())

const aVariantDraft = (init: Partial<VariantDraft> = {}): VariantDraft => ({
  options: {},
  price: usd(1_450),
  weightGrams: 310,
  requiresShipping: true,
  taxable: true,
  stock: { tracked: true, onHand: 12, backorder: false },
  ...init,
})

let made = 0

function aDraft(init: Partial<ProductDraft> = {}): ProductDraft {
  const handle = init.handle ?? `thing-${made++}`
  return {
    source: 'shopify',
    externalId: handle,
    handle,
    title: 'Harbour Mug',
    description: 'Stoneware.',
    tags: ['mug'],
    categories: [],
    status: 'published',
    options: [],
    variants: [aVariantDraft()],
    images: [{ url: 'https://images.example.com/mug.jpg', alt: 'A mug' }],
    ...init,
  }
}

const save = (draft: ProductDraft, categoryIds: string[] = []) =>
  app.run((ctx) => saveDraft(ctx, draft, categoryIds))

const find = (handle: string): Promise<Product | undefined> =>
  app.run((ctx) => findByHandle(ctx, products, handle))

const onHand = (variantId = '') => app.run(async (ctx) => (await ctx.get(stock, variantId))?.onHand)

describe('a draft', () => {
  it('that is new becomes a product with everything that the file said, and its stock', async () => {
    const draft = aDraft({
      vendor: 'Pier & Kiln',
      type: 'Kitchen',
      options: [{ name: 'Size', values: ['S', 'L'] }],
      variants: [
        aVariantDraft({ sku: 'MUG-S', options: { Size: 'S' }, compareAtPrice: usd(1_800), barcode: '400' }),
        aVariantDraft({ options: { Size: 'L' }, stock: { tracked: false, onHand: 0, backorder: false } }),
      ],
      seo: { title: 'Mug' },
    })
    assert.equal(await save(draft), 'created')
    const product = await find(draft.handle)
    const { variants = [], ...rest } = product ?? {}
    assert.deepEqual(rest, {
      id: product?.id,
      revision: 1,
      handle: draft.handle,
      title: 'Harbour Mug',
      description: 'Stoneware.',
      vendor: 'Pier & Kiln',
      type: 'Kitchen',
      tags: ['mug'],
      categoryIds: [],
      listedIn: [],
      status: 'published',
      images: draft.images,
      options: draft.options,
      taxCategory: 'standard',
      seo: { title: 'Mug' },
      source: { system: 'shopify', id: draft.handle },
      createdAt: product?.createdAt,
      updatedAt: product?.createdAt,
    })
    const common = { price: usd(1_450), weightGrams: 310, requiresShipping: true, taxable: true }
    assert.deepEqual(
      variants.map(({ id: _id, ...variant }) => variant),
      [
        { ...common, sku: 'MUG-S', options: { Size: 'S' }, compareAtPrice: usd(1_800), barcode: '400' },
        { ...common, sku: null, options: { Size: 'L' }, compareAtPrice: null },
      ],
    )
    assert.equal(await onHand(product?.variants[0]?.id), 12)
    assert.deepEqual(app.takeEvents(), ['product.created', 'stock.changed'])
  })

  it('that comes again changes nothing at all', async () => {
    const draft = aDraft({ seo: { title: 'Mug' } })
    await save(draft)
    const before = await find(draft.handle)
    app.takeEvents()
    assert.equal(await save(draft), 'unchanged')
    assert.deepEqual(await find(draft.handle), before)
    assert.deepEqual(app.takeEvents(), [])
  })

  it('that differs changes what differs, and leaves ids and what was sold here since alone', async () => {
    const draft = aDraft({ variants: [aVariantDraft({ barcode: '400', image: 'https://i.example/1.jpg' })] })
    await save(draft)
    const before = await find(draft.handle)
    const variantId = before?.variants[0]?.id ?? ''
    await app.request('PUT', `/api/admin/variants/${variantId}/stock`, {
      token: app.owner,
      body: { onHand: 7 },
    })
    app.takeEvents()
    const changed = aDraft({ ...draft, title: 'Port Mug', variants: [aVariantDraft({ price: usd(1_600) })] })
    assert.equal(await save(changed), 'updated')
    const after = await find(draft.handle)
    const [variant] = after?.variants ?? []
    assert.deepEqual([after?.id, after?.title, variant?.id], [before?.id, 'Port Mug', variantId])
    assert.deepEqual([variant?.price, variant?.barcode, variant?.image], [usd(1_600), undefined, undefined])
    assert.equal(await onHand(variantId), 7)
    assert.deepEqual(app.takeEvents(), ['product.updated'])
  })

  it('is known again by its name in the other shop, though its title and so its handle changed', async () => {
    const draft = aDraft({ source: 'woocommerce', externalId: 'id:44', handle: 'rope' })
    await save(draft)
    const before = await find('rope')
    const renamed = aDraft({ ...draft, title: 'Line', handle: 'line' })
    assert.equal(await save(renamed), 'updated')
    const after = await find('rope')
    assert.deepEqual([after?.id, after?.title], [before?.id, 'Line'])
    assert.equal(await find('line'), undefined)
    assert.equal(await save(renamed), 'unchanged')
  })

  it('takes over a product of its handle that was made by hand', async () => {
    const { id } = await aProduct(app, { title: 'Lantern', handle: 'lantern' })
    app.takeEvents()
    assert.equal(await save(aDraft({ handle: 'lantern' })), 'updated')
    const product = await find('lantern')
    assert.deepEqual([product?.id, product?.title, product?.source?.id], [id, 'Harbour Mug', 'lantern'])
  })

  it('does not take over what another import brought: it gets a handle of its own, and keeps it', async () => {
    const [one, two] = ['id:1', 'id:2'].map((externalId) =>
      aDraft({ source: 'woocommerce', externalId, handle: 'anchor', title: 'Anchor' }),
    ) as [ProductDraft, ProductDraft]
    assert.deepEqual([await save(one), await save(two)], ['created', 'created'])
    assert.deepEqual(
      [(await find('anchor'))?.source?.id, (await find('anchor-2'))?.source?.id],
      ['id:1', 'id:2'],
    )
    assert.deepEqual([await save(one), await save(two)], ['unchanged', 'unchanged'])
  })

  it('is refused whole where the shop’s rules say no, with nothing of it left', async () => {
    await save(aDraft({ variants: [aVariantDraft({ sku: 'TAKEN' })] }))
    app.takeEvents()
    const clash = aDraft({ categories: [], variants: [aVariantDraft({ sku: 'TAKEN' })] })
    await assert.rejects(save(clash), { code: 'catalog.sku_taken', message: /"TAKEN"/ })
    assert.equal(await find(clash.handle), undefined)
    assert.deepEqual(app.takeEvents(), [])
  })
})

describe('the categories of a draft', () => {
  const ensure = (...categories: string[][]) => {
    const known = new Map<string, string>()
    return ensureCategories(app.run, aDraft({ categories }), known)
  }
  const read = async (id: string): Promise<Loose> =>
    (await app.request('GET', '/api/categories')).body.data.find((each: Loose) => each.id === id)

  it('are made, parents first, and found again', async () => {
    const [hoodies = '', mugs = ''] = await ensure(['Clothing', 'Hoodies'], ['Mugs'])
    const leaf = await read(hoodies)
    assert.deepEqual([leaf.title, leaf.handle], ['Hoodies', 'clothing-hoodies'])
    assert.equal((await read(leaf.parentId)).title, 'Clothing')
    assert.deepEqual(app.takeEvents(), ['category.created', 'category.created', 'category.created'])
    assert.deepEqual(await ensure(['Mugs'], ['Clothing', 'Hoodies']), [mugs, hoodies])
    assert.deepEqual(await ensure(['Clothing'], ['clothing']), [leaf.parentId])
    assert.deepEqual(app.takeEvents(), [])
  })

  it('may have names too long for an address', async () => {
    const path = ['x'.repeat(200), 'y'.repeat(200)]
    const [first] = await ensure(path)
    assert.equal((await read(first ?? '')).title, path[1])
    assert.deepEqual(await ensure(path), [first])
    const [other] = await ensure([path[0] as string, `${path[1]}`.slice(1)])
    assert.notEqual(other, first)
  })
})
