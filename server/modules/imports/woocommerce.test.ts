import assert from 'node:assert/strict'
import { readFile as readText } from 'node:fs/promises'
import test from 'node:test'
import { aWooFile, NOW, readFile, rowsIn } from './fixtures/a-file.ts'
import type { VariantDraft } from './product-draft.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })
const fixture = await readText(new URL('fixtures/woocommerce.csv', import.meta.url), 'utf8')
const reasonsOf = async (...rows: Record<string, string>[]) => (await readFile(aWooFile(...rows))).reasons

const variantOf = async (row: Record<string, string>): Promise<VariantDraft | undefined> => {
  const { drafts, reasons } = await readFile(aWooFile(row))
  assert.deepEqual(reasons, [])
  return drafts[0]?.variants[0]
}

const parent = (row: Record<string, string> = {}) => ({
  ID: '100',
  Type: 'variable',
  SKU: 'P',
  Name: 'Parent',
  'Attribute 1 name': 'Size',
  'Attribute 1 value(s)': 'S, M, L',
  ...row,
})
const variation = (size: string, row: Record<string, string> = {}) => ({
  Type: 'variation',
  Parent: 'P',
  'Attribute 1 name': 'Size',
  'Attribute 1 value(s)': size,
  ...row,
})

test('an export is read into whole drafts, the simple products first', async () => {
  const { all, drafts, reasons } = await readFile(fixture)
  assert.deepEqual(
    drafts.map(({ externalId, handle, status, categories }) => [externalId, handle, status, categories]),
    [
      [
        'id:11',
        'rope-line-10-m',
        'published',
        [
          ['Deck', 'Rope'],
          ['Deck', 'Gifts, small'],
        ],
      ],
      ['id:18', 'harbour-chart-pdf', 'draft', [['Charts']]],
      ['id:21', 'rope-line-10-m-rope-20', 'draft', [['Deck']]],
      [
        'id:12',
        'fisher-jumper',
        'published',
        [
          ['Clothing', 'Jumpers'],
          ['Clothing', 'Men'],
        ],
      ],
      ['id:17', 'deck-shoe', 'draft', [['Clothing']]],
    ],
  )
  assert.deepEqual(reasons, [
    '10: Grouped products are not supported yet. The products in the group are imported by themselves.',
    '11: External products, sold in another shop, are not supported yet.',
  ])
  assert.equal(rowsIn(all), 12)
})

test('a simple product keeps its sale, tax class, weight, texts and pictures', async () => {
  const { drafts } = await readFile(fixture)
  assert.deepEqual(drafts[0], {
    source: 'woocommerce',
    externalId: 'id:11',
    handle: 'rope-line-10-m',
    title: 'Rope & Line, 10 m',
    description: 'Three strands.\n\nMade of hemp.\n\nSold by the coil.',
    tags: ['hemp', '10 m'],
    categories: [
      ['Deck', 'Rope'],
      ['Deck', 'Gifts, small'],
    ],
    status: 'published',
    options: [],
    variants: [
      {
        sku: 'ROPE-10',
        options: {},
        price: usd(1250),
        compareAtPrice: usd(1500),
        weightGrams: 1134,
        requiresShipping: true,
        taxable: true,
        taxClass: 'reduced-rate',
        barcode: '4006381333931',
        stock: { tracked: true, onHand: 25, backorder: false },
      },
    ],
    images: [
      { url: 'https://images.example.com/rope-1.jpg', alt: '' },
      { url: 'https://images.example.com/rope-2.jpg', alt: '' },
    ],
  })
  const chart = drafts[1]?.variants[0]
  assert.deepEqual([chart?.requiresShipping, chart?.taxable], [false, false])
})

test('variations are gathered wherever they stand, by SKU and by id, and in the order of the shop', async () => {
  const { all, drafts } = await readFile(fixture)
  const jumper = drafts[3]
  assert.deepEqual(jumper?.options, [
    { name: 'Colour', values: ['Navy', 'Sand, light'] },
    { name: 'Size', values: ['S', 'M', 'L'] },
  ])
  assert.deepEqual(
    jumper?.variants.map(({ sku, options, weightGrams, price }) => [
      sku,
      options.Size,
      weightGrams,
      price.amount,
    ]),
    [
      ['JUMPER-NAVY-S', 'S', 680, 8900],
      ['JUMPER-NAVY-M', 'M', 680, 8900],
      ['JUMPER-SAND-s', 'S', 794, 9200],
      ['JUMPER-SAND-m', 'M', 794, 9200],
      ['JUMPER-SAND-l', 'L', 794, 9200],
    ],
  )
  assert.equal(jumper?.variants[0]?.image, 'https://images.example.com/jumper-navy.jpg')
  const item = all.find((row) => row.kind === 'product' && row.draft === jumper)
  assert.deepEqual([item?.lines, item?.rows], [{ from: 3, to: 13 }, 5])
  assert.deepEqual(drafts[4]?.variants, [
    {
      options: { Size: '42' },
      price: usd(6000),
      compareAtPrice: usd(7500),
      weightGrams: 408,
      requiresShipping: true,
      taxable: false,
      stock: { tracked: true, onHand: 0, backorder: true },
    },
  ])
})

test('a reduction counts from the start of its first day to the end of its last', async () => {
  const priceAt = async (now: number, starts: string, ends: string) => {
    const sale = { 'Sale price': '8', 'Date sale price starts': starts, 'Date sale price ends': ends }
    const { drafts, reasons } = await readFile(aWooFile(sale), { now })
    return reasons[0] ?? drafts[0]?.variants[0]?.price.amount
  }
  const day = Date.UTC(2026, 10, 22)
  assert.equal(await priceAt(day, '2026-11-22', '2026-11-22'), 800)
  assert.equal(await priceAt(day - 1, '2026-11-22', ''), 1000)
  assert.equal(await priceAt(day + 86_399_999, '', '2026-11-22'), 800)
  assert.equal(await priceAt(day + 86_400_000, '', '2026-11-22'), 1000)
  assert.equal(await priceAt(day + 3_600_001, '', '2026-11-22 1:00:00'), 1000)
  assert.equal(
    await priceAt(day, '31.12.2026', ''),
    '2: Date sale price starts: "31.12.2026" is not a date such as 2026-11-30.',
  )
  assert.match(String(await priceAt(day, '2026-02-30', '')), /is not a date/)
})

test('a weight is read in the unit that the header names', async () => {
  const weight = async (unit: string, text: string) =>
    (await readFile(aWooFile({ [`Weight (${unit})`]: text }))).drafts[0]?.variants[0]?.weightGrams
  assert.deepEqual(
    [
      await weight('kg', '1.2345'),
      await weight('g', '12.5'),
      await weight('lbs', '.5'),
      await weight('oz', '1'),
    ],
    [1235, 13, 227, 28],
  )
  assert.equal(await weight('kg', '0,75'), 750)
  await assert.rejects(readFile(aWooFile({ 'Weight (stone)': '1' })), { code: 'import.missing_columns' })
})

test('prices with a decimal comma are amounts, not thousands', async () => {
  assert.deepEqual((await variantOf({ 'Regular price': '18,5' }))?.price, usd(1850))
  assert.deepEqual(await reasonsOf({ 'Regular price': '1,234' }), [
    '2: Regular price: "1.234" is not an amount in USD such as 19.99.',
  ])
})

test('stock is counted where a number stands, and is else in, out or to come', async () => {
  const stock = async (row: Record<string, string>) => Object.values((await variantOf(row))?.stock ?? {})
  assert.deepEqual(await stock({ Stock: '5', 'Backorders allowed?': 'notify' }), [true, 5, true])
  assert.deepEqual(await stock({ 'In stock?': '1' }), [false, 0, false])
  assert.deepEqual(await stock({ 'In stock?': '0' }), [true, 0, false])
  assert.deepEqual(await stock({ 'In stock?': 'backorder' }), [true, 0, true])
})

test('a product is published only if published and visible', async () => {
  const status = async (published: string, visibility: string) =>
    (await readFile(aWooFile({ Published: published, 'Visibility in catalog': visibility }))).drafts[0]
      ?.status
  assert.equal(await status('1', 'visible'), 'published')
  assert.equal(await status('1', 'search'), 'published')
  assert.equal(await status('1', 'hidden'), 'draft')
  for (const published of ['0', '-1', "'-1", '2', ''])
    assert.equal(await status(published, 'visible'), 'draft')
})

test('an exact variation goes before one that leaves an option open', async () => {
  const { drafts, reasons } = await readFile(
    aWooFile(
      variation('', { SKU: 'ANY', 'Regular price': '10' }),
      variation('m', { SKU: 'M', 'Regular price': '12' }),
      parent(),
    ),
  )
  assert.deepEqual(reasons, [])
  assert.deepEqual(
    drafts[0]?.variants.map(({ sku, options, price }) => [sku, options.Size, price.amount]),
    [
      ['ANY-s', 'S', 1000],
      ['ANY-l', 'L', 1000],
      ['M', 'M', 1200],
    ],
  )
})

test('attributes that no variation names are not options', async () => {
  const material = { 'Attribute 2 name': 'Material', 'Attribute 2 value(s)': 'Wool, Silk' }
  const { drafts } = await readFile(aWooFile(parent(material), variation('S')))
  assert.deepEqual(drafts[0]?.options, [{ name: 'Size', values: ['S'] }])
})

test('a sentence may be an attribute but not a choice', async () => {
  const sentence = 'word '.repeat(50).trim()
  assert.deepEqual(
    await reasonsOf(parent({ 'Attribute 2 name': 'Care', 'Attribute 2 value(s)': sentence }), variation('S')),
    [],
  )
  const [reason] = await reasonsOf(parent({ 'Attribute 1 value(s)': `S, ${sentence}` }), variation('S'))
  assert.match(reason ?? '', /^2: Type: of the option "Size", "word .* is longer than 200 characters/)
})

test('variations that are switched off are left out', async () => {
  const { drafts } = await readFile(
    aWooFile(parent(), variation('S'), variation('M', { Published: '0', 'Regular price': '' })),
  )
  assert.deepEqual(
    drafts[0]?.variants.map(({ options }) => options.Size),
    ['S'],
  )
  assert.deepEqual(await reasonsOf(parent(), variation('S', { Published: '0' })), [
    '2: Type: a variable product needs a variation that can be bought.',
  ])
})

test('the only variation may use the stock of its product, several may not share it', async () => {
  const shared = { Stock: 'parent' }
  const { drafts } = await readFile(aWooFile(parent({ Stock: '7' }), variation('S', shared)))
  assert.deepEqual(drafts[0]?.variants[0]?.stock, { tracked: true, onHand: 7, backorder: false })
  assert.deepEqual(
    await reasonsOf(parent({ Stock: '7' }), variation('S', shared), variation('M', { Stock: '1' })),
    ['3: Stock: variations that share the stock of their product are not supported; count each by itself.'],
  )
  const [reason] = await reasonsOf(parent(), variation('', { Stock: '3' }))
  assert.match(
    reason ?? '',
    /^3: Stock: this variation stands for 3 variants, which cannot share one counted stock/,
  )
})

test('a variable product with a bad variation is refused as a whole', async () => {
  const { all, reasons, refused } = await readFile(
    aWooFile(parent(), variation('S'), {}, variation('XXL'), variation('M', { 'Regular price': '' })),
  )
  assert.deepEqual(reasons, [
    '5: Size: "XXL" is not among the values of the product: "S, M, L".',
    '6: Regular price: there is no price.',
  ])
  assert.deepEqual(
    refused.map(({ handle, lines, rows }) => [handle, lines, rows]),
    [
      ['P', { from: 2, to: 6 }, 3],
      ['P', { from: 2, to: 6 }, 1],
    ],
  )
  assert.equal(rowsIn(all), 5)
})

test('variations and products that do not fit together are refused', async () => {
  assert.deepEqual(await reasonsOf(variation('S'), variation('S', { Parent: '' }), { SKU: 'P' }), [
    '2: This variation belongs to "P", and no row that could be read is a variable product of that name.',
    '3: This variation does not name its product.',
  ])
  assert.deepEqual(await reasonsOf(parent()), [
    '2: Type: a variable product needs a variation that can be bought.',
  ])
  assert.deepEqual(await reasonsOf(parent(), variation('S'), variation('s')), [
    '4: This variant has the same options (S) as the one on line 3.',
  ])
  assert.deepEqual(await reasonsOf(parent(), variation(''), variation('')), [
    '4: Parent: all that this variation offers is offered by others already.',
  ])
  assert.deepEqual(await reasonsOf(parent(), variation('S', { 'Attribute 1 name': 'Width' })), [
    '3: Parent: "width" is not an attribute of the product on line 2.',
  ])
})

test('an open variation that stands for too many is refused without making them', async () => {
  const values = Array.from({ length: 40 }, (_, at) => `v${at}`).join(', ')
  const names = [1, 2, 3, 4, 5].map((n) => ({
    [`Attribute ${n} name`]: `A${n}`,
    [`Attribute ${n} value(s)`]: values,
  }))
  const open = Object.fromEntries(
    names.flatMap((each) => Object.entries(each)).map(([k, v]) => [k, k.endsWith('name') ? v : '']),
  )
  const [reason] = await reasonsOf(parent(Object.assign({}, ...names)), variation('', open))
  assert.equal(reason, '3: Parent: this variation stands for 102400000 variants; at most 250 are possible.')
})

test('more variations than a product can have are refused', async () => {
  const many = Array.from({ length: 300 }, (_, at) => variation('S', { ID: `${1_000 + at}` }))
  assert.deepEqual(await reasonsOf(parent(), ...many), [
    '2: This product has 300 variations; at most 250 are possible.',
  ])
})

test('hostile lists are refused in one pass', async () => {
  const long = (text: string) => text.repeat(200_000)
  const rows: Record<string, string>[] = [
    { Images: long('x,') },
    { Categories: long('a,b>') },
    { Tags: long('\\,,') },
    { Images: long('http://a,b,') },
  ]
  for (const row of rows) assert.equal((await readFile(aWooFile(row))).all.length, 1)
  const many = Array.from({ length: 90_000 }, (_, at) => `v${at}`).join()
  assert.equal(
    (await readFile(aWooFile(parent({ 'Attribute 1 value(s)': many }), variation('')))).refused.length,
    1,
  )
  const images = Array.from({ length: 50 }, (_, at) => `ftp://${at}`).join()
  assert.match((await reasonsOf({ Images: images }))[0] ?? '', /ftp:\/\/4".* And 45 more like these\.$/)
})

test('an ID or a SKU that comes twice is refused with both lines', async () => {
  assert.deepEqual(
    await reasonsOf({ ID: '7', SKU: 'X' }, { ID: '8', SKU: 'X' }, { ID: '7', SKU: 'Y' }, { ID: '', SKU: '' }),
    [
      '3: The SKU "X" is already used on line 2.',
      '4: The ID "id:7" is already used on line 2.',
      '5: SKU: a product without an ID needs one, to be known again.',
    ],
  )
})

test('types that are not supported are refused in words', async () => {
  assert.deepEqual(await reasonsOf({ Type: 'subscription, virtual' }, { Type: 'external' }), [
    '2: The type "subscription, virtual" is not supported: only simple and variable products are.',
    '3: External products, sold in another shop, are not supported yet.',
  ])
})

test('a variation that cannot be read spoils the product that it names and no other', async () => {
  const rows = [parent(), variation('S'), parent({ ID: '200', SKU: 'Q' }), variation('S', { Parent: 'Q' })]
  const file = aWooFile(...rows, variation('M'), { SKU: 'SIMPLE', ID: '300' }).split('\n')
  file[5] += ',one too many'
  const { drafts, reasons, all } = await readFile(file.join('\n'))
  assert.deepEqual(
    drafts.map(({ externalId }) => externalId),
    ['id:300', 'id:200'],
  )
  assert.deepEqual(
    reasons.map((reason) => reason.slice(0, 66)),
    [
      '6: This row has 10 cells where the header has 9. Is a comma or a q',
      '2: A variation of this product may be on line 6, which could not b',
    ],
  )
  assert.equal(rowsIn(all), 6)
})

test('a file that breaks off spoils all variable products before it', async () => {
  const file = `${aWooFile(parent(), variation('S'), { SKU: 'X' })}4,simple,"open\n`
  const { drafts, refused } = await readFile(file)
  assert.deepEqual(
    drafts.map(({ externalId }) => externalId),
    ['id:3'],
  )
  assert.deepEqual(
    refused.map(({ line }) => line),
    [5, 2],
  )
})

test('cells that were guarded from spreadsheets are themselves again', async () => {
  const { drafts } = await readFile(aWooFile({ Name: "'-20% tee", Tags: "'=a, b\\, c", SKU: "'+1" }))
  assert.deepEqual(
    [drafts[0]?.title, drafts[0]?.tags, drafts[0]?.variants[0]?.sku],
    ['-20% tee', ['=a', 'b, c'], '+1'],
  )
})

test('line breaks that the exporter wrote as \\n are line breaks', async () => {
  const { drafts } = await readFile(aWooFile({ Description: 'one\\ntwo\\n\\nC:\\\\new' }))
  assert.equal(drafts[0]?.description, 'one\ntwo\n\nC:\\new')
})

test('a sale price above the regular one is refused', async () => {
  assert.deepEqual(await reasonsOf({ 'Sale price': '10.01' }), [
    '2: Sale price: "10.01" is more than the regular price.',
  ])
  assert.deepEqual((await variantOf({ 'Sale price': '10' }))?.compareAtPrice, undefined)
  assert.ok(NOW > 0)
})
