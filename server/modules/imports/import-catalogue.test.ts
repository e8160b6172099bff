import assert from 'node:assert/strict'
import { createReadStream, existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { after, before, beforeEach, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ctx } from '#context'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { aShopifyFile, aWooFile } from './fixtures/a-file.ts'
import { type ImportInit, importCatalogue } from './import-catalogue.ts'
import type { Tally } from './import-record.ts'

let app: TestApp
before(async () => {
  app = await createTestApp()
})
beforeEach(() => void app.takeEvents())
after(() => app.close())

const importText = (text: string, init: Partial<ImportInit> = {}): Promise<Tally> =>
  importCatalogue(Readable.from([Buffer.from(text)]), { run: app.run, ...init })

const fixture = (name: string) => createReadStream(new URL(`fixtures/${name}.csv`, import.meta.url))

const listed = async (query = '?limit=100'): Promise<Loose[]> =>
  (await app.request('GET', `/api/admin/products${query}`, { token: app.owner })).body.data

const counts = ({ created, updated, unchanged, refusedRows, rows }: Tally) => ({
  rows,
  created,
  updated,
  unchanged,
  refusedRows,
})

const SHARED = new URL('../../../../shared/data/', import.meta.url)

describe('a real Shopify export', () => {
  for (const name of ['shopify-apparel', 'shopify-home-and-garden', 'shopify-jewelery']) {
    it(`(${name}) comes in whole, and again without change`, async (t) => {
      const file = new URL(`${name}.csv`, SHARED)
      if (!existsSync(file)) return t.skip('the shared data are not here')
      const init = { run: app.run }
      const first = await importCatalogue(createReadStream(file), init)
      assert.deepEqual([first.created, first.refused], [20, []])
      const commits = countCommits()
      const again = await importCatalogue(createReadStream(file), init)
      assert.deepEqual(counts(again), { ...counts(first), created: 0, unchanged: 20 })
      assert.equal(commits(), 0)
    })
  }
})

function countCommits(): () => number {
  let count = 0
  app.store.onCommit(() => {
    count += 1
  })
  return () => count
}

describe('an export', () => {
  it('of Shopify brings variants, stock, pictures and categories', async () => {
    const tally = await importCatalogue(fixture('shopify'), { run: app.run })
    assert.deepEqual(counts(tally), { rows: 7, created: 3, updated: 0, unchanged: 0, refusedRows: 0 })
    const mug = (await listed()).find((product) => product.handle === 'harbour-mug')
    assert.deepEqual(
      mug.variants.map((variant: Loose) => [variant.sku, variant.price.amount, variant.stock]),
      [
        ['MUG-DB-S', 1_450, { onHand: 12, tracked: true, backorder: false }],
        ['MUG-DB-L', 1_750, { onHand: 0, tracked: true, backorder: true }],
        ['MUG-PB-S', 1_450, { onHand: 3, tracked: true, backorder: false }],
      ],
    )
    const inKitchen = await app.request('GET', '/api/products?category=kitchen')
    assert.deepEqual(
      inKitchen.body.data.map((product: Loose) => product.handle),
      ['harbour-mug'],
    )
    const again = await importCatalogue(fixture('shopify'), { run: app.run })
    assert.deepEqual(counts(again), { rows: 7, created: 0, updated: 0, unchanged: 3, refusedRows: 0 })
  })

  it('of WooCommerce too, and reports what it cannot bring, with the line', async () => {
    const tally = await importCatalogue(fixture('woocommerce'), { run: app.run })
    const { created, refusedRows, refused } = tally
    assert.ok(created > 0 && refusedRows > 0)
    assert.deepEqual(
      refused.filter(({ reason }) => /not supported/.test(reason)).map(({ line, handle }) => [line, handle]),
      [
        [10, 'SET'],
        [11, 'BOOK'],
      ],
    )
    const again = await importCatalogue(fixture('woocommerce'), { run: app.run })
    assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, created])
    assert.deepEqual(again.refused, refused)
  })
})

describe('a row that cannot be imported', () => {
  it('is reported with its line and reason, and the rest comes in', async () => {
    const tally = await importText(
      aShopifyFile({ Handle: 'good-1' }, { Handle: 'bad', 'Variant Price': 'a lot' }, { Handle: 'good-2' }),
    )
    assert.deepEqual(counts(tally), { rows: 3, created: 2, updated: 0, unchanged: 0, refusedRows: 1 })
    const [refusal] = tally.refused
    assert.deepEqual([refusal?.line, refusal?.handle], [3, 'bad'])
    assert.match(refusal?.reason ?? '', /"a lot"/)
  })

  it('leaves its whole product out: half a product is none', async () => {
    const size = (value: string, price: string) => ({
      Handle: 'halved',
      'Option1 Name': value === 'S' ? 'Size' : '',
      'Option1 Value': value,
      'Variant Price': price,
    })
    const tally = await importText(aShopifyFile(size('S', '10'), size('M', '-1'), size('L', '12')))
    assert.deepEqual(counts(tally), { rows: 3, created: 0, updated: 0, unchanged: 0, refusedRows: 3 })
    assert.equal(tally.refused[0]?.line, 3)
    assert.equal(
      (await listed()).some((product) => product.handle === 'halved'),
      false,
    )
    assert.deepEqual(app.takeEvents(), [])
  })

  it('may also be one that the shop’s own rules refuse', async () => {
    await importText(aShopifyFile({ Handle: 'first', 'Variant SKU': 'ONE' }))
    const tally = await importText(
      aShopifyFile({ Handle: 'second', 'Variant SKU': 'ONE' }, { Handle: 'search' }, { Handle: 'third' }),
    )
    assert.deepEqual([tally.created, tally.refusedRows], [1, 2])
    const reasons = tally.refused.toSorted((a, b) => a.line - b.line)
    assert.match(reasons[0]?.reason ?? '', /The SKU "ONE" belongs to "A thing"/)
    assert.match(reasons[1]?.reason ?? '', /"search" cannot be a handle/)
  })

  it('does not end the import where it is its category that the shop refuses', async () => {
    const tally = await importText(aShopifyFile({ Handle: 'odd', Type: 'Search' }, { Handle: 'even' }))
    assert.deepEqual([tally.created, tally.refusedRows, tally.rows], [1, 1, 2])
    assert.deepEqual([tally.refused[0]?.line, tally.refused[0]?.handle], [2, 'odd'])
  })
})

describe('each product', () => {
  it('is one commit with its stock: nobody ever sees half of one', async () => {
    const perCommit: string[][] = []
    app.store.onCommit((_writes, events) => {
      if (events.length > 0) perCommit.push(events.map((event) => event.type))
    })
    const sizes = Array.from({ length: 20 }, (_, at) => ({
      Handle: 'scarf',
      'Option1 Name': at === 0 ? 'Size' : '',
      'Option1 Value': `${at}`,
      'Variant Price': '10',
      'Variant Inventory Qty': '5',
      'Variant Inventory Tracker': 'shopify',
    }))
    await importText(aShopifyFile(...sizes))
    assert.deepEqual(perCommit, [['product.created', 'stock.changed']])
  })

  it('is told of as it comes in', async () => {
    const seen: number[] = []
    await importText(aWooFile({ Name: 'Oar' }, { Name: 'Keel' }), {
      onProgress: (tally) => void seen.push(tally.rows),
    })
    assert.deepEqual(seen, [1, 2])
  })
})

describe('a store that breaks', () => {
  it('ends the import with its own error once all that was begun is over, and leaves nothing unheard', async () => {
    let [under, saved] = [0, 0]
    const run = async <R>(work: (ctx: Ctx) => Promise<R>): Promise<R> => {
      if (saved++ < 5) return app.run(work)
      under += 1
      await pause(saved % 7)
      under -= 1
      throw new Error('The disk is full.')
    }
    for (const length of [10, 60]) {
      const rows = Array.from({ length }, (_, at) => ({ Handle: `doomed-${length}-${at}` }))
      await assert.rejects(importText(aShopifyFile(...rows), { run }), /The disk is full/)
      assert.equal(under, 0)
    }
  })
})

describe('a file that is no export', () => {
  it('is refused as a whole', async () => {
    const reject = (text: string, code: string) => assert.rejects(importText(text), { code })
    await reject('', 'import.empty_file')
    await reject('{"products":[]}', 'import.unknown_format')
    await reject('name;price\nMug;10\n', 'import.unknown_format')
    await reject('Handle,Body\nmug,x\n', 'import.missing_columns')
    await assert.rejects(
      importCatalogue(Readable.from([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x0a])]), {
        run: app.run,
      }),
      { code: 'import.unreadable_header', message: /UTF-8/ },
    )
  })
})
