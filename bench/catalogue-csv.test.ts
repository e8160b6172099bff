import assert from 'node:assert/strict'
import test from 'node:test'
import { type CatalogueRow, readCatalogue } from '../server/modules/imports/read-catalogue.ts'
import { generateShopifyCsv, generateWooCsv } from './catalogue-csv.ts'

const read = (source: AsyncIterable<string>): Promise<CatalogueRow[]> =>
  Array.fromAsync(readCatalogue(source, { currency: 'USD' }))

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

test('a generated export has the rows that were asked for, all of them sound', async () => {
  for (const [rows, products] of [
    [0, 0],
    [1, 1],
    [4_001, 1_001],
  ] as const) {
    const found = await read(generateShopifyCsv(rows))
    assert.deepEqual(
      [found.filter(({ kind }) => kind === 'refused'), found.length, sum(found.map((row) => row.rows))],
      [[], products, rows],
    )
  }
  const found = await read(generateWooCsv(4_000))
  assert.ok(found.every((row) => row.kind === 'product' && row.draft.variants.length === 3))
  assert.deepEqual([found.length, sum(found.map((row) => row.rows))], [1_000, 4_000])
})

test('the same number of rows gives the same export', async () => {
  const [first, second] = [generateShopifyCsv(500), generateShopifyCsv(500)]
  assert.equal((await Array.fromAsync(first)).join(''), (await Array.fromAsync(second)).join(''))
})
