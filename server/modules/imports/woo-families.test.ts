import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { createTextSpool } from './text-spool.ts'
import { mapWooColumns, type WooRow } from './woo-columns.ts'
import { createFamilies } from './woo-families.ts'

const columns = mapWooColumns(['ID', 'Type', 'SKU', 'Name', 'Regular price', 'Parent'])
const aRow = (line: number, type: string, sku: string, parent = ''): WooRow => ({
  line,
  lastLine: line,
  cells: [String(line), type, sku, `Name of ${sku}`, '10', parent],
  columns,
  problems: [],
})

test('what does not fit any more is refused, and the product that lacks it is marked', () => {
  const families = createFamilies(columns, 250)
  assert.equal(families.keep(aRow(2, 'variable', 'P'), 'variable'), undefined)
  assert.equal(families.keep(aRow(3, 'variation', 'P-1', 'P'), 'variation'), undefined)
  assert.match(families.keep(aRow(4, 'variation', 'P-2'.repeat(80), 'P'), 'variation') ?? '', /Divide it/)
  const [family] = [...families.whole()]
  assert.deepEqual(
    [family?.parent.line, family?.variations.map(({ line }) => line), family?.lost],
    [2, [3], 4],
  )
})

test('a spool gives back each text, and takes no more than it may', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
      const spool = createTextSpool(Buffer.byteLength(texts.join('')))
      const numbers = texts.map((text) => spool.add(text))
      assert.deepEqual(
        numbers.map((number) => spool.get(number as number)),
        texts,
      )
      assert.equal(spool.add('x'), undefined)
    }),
  )
})

test('a text larger than a slab is kept whole', () => {
  const spool = createTextSpool(10_000_000)
  const texts = ['a', 'é'.repeat(2_000_000), 'b']
  assert.deepEqual(
    texts.map((text) => spool.add(text)).map((number) => spool.get(number as number)),
    texts,
  )
})
