import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import test from 'node:test'
import { aShopifyFile, readFile, rowsIn } from './fixtures/a-file.ts'
import { IMAGES_MAX, type ProductDraft, VARIANTS_MAX } from './product-draft.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })
const reasonsOf = async (...rows: Record<string, string>[]) => (await readFile(aShopifyFile(...rows))).reasons
const variantOf = async (row: Record<string, string>) => {
  const { drafts, reasons } = await readFile(aShopifyFile({ Handle: 'a', ...row }))
  assert.deepEqual(reasons, [])
  return drafts[0]?.variants[0]
}

const MUG: ProductDraft = {
  source: 'shopify',
  externalId: 'harbour-mug',
  handle: 'harbour-mug',
  title: 'Harbour Mug',
  description: 'Stoneware, glazed in two blues.\n\n• 350 ml & dishwasher safe\n• Says "ahoy" on the base',
  vendor: 'Pier & Kiln',
  type: 'Kitchen',
  tags: ['mug', 'stoneware'],
  categories: [['Kitchen']],
  status: 'published',
  options: [
    { name: 'Colour', values: ['Deep blue', 'Pale blue'] },
    { name: 'Size', values: ['Small', 'Large'] },
  ],
  variants: [
    {
      sku: 'MUG-DB-S',
      options: { Colour: 'Deep blue', Size: 'Small' },
      price: usd(1450),
      compareAtPrice: usd(1800),
      weightGrams: 310,
      requiresShipping: true,
      taxable: true,
      barcode: '04006381333931',
      stock: { tracked: true, onHand: 12, backorder: false },
      image: 'https://images.example.com/mug-2.jpg',
    },
    {
      sku: 'MUG-DB-L',
      options: { Colour: 'Deep blue', Size: 'Large' },
      price: usd(1750),
      weightGrams: 420,
      requiresShipping: true,
      taxable: true,
      stock: { tracked: true, onHand: 0, backorder: true },
    },
    {
      sku: 'MUG-PB-S',
      options: { Colour: 'Pale blue', Size: 'Small' },
      price: usd(1450),
      weightGrams: 310,
      requiresShipping: true,
      taxable: true,
      stock: { tracked: true, onHand: 3, backorder: false },
      image: 'https://images.example.com/mug-3.jpg',
    },
  ],
  images: [
    { url: 'https://images.example.com/mug-1.jpg', alt: '' },
    { url: 'https://images.example.com/mug-2.jpg', alt: 'Mug from above' },
    { url: 'https://images.example.com/mug-3.jpg', alt: 'Mug in the rain' },
  ],
  seo: { title: 'Harbour Mug | Pier & Kiln', description: 'A mug that remembers the sea' },
}

test('an export is read into whole drafts', async () => {
  const { all, drafts } = await readFile(createReadStream(new URL('fixtures/shopify.csv', import.meta.url)))
  assert.deepEqual(
    all.map(({ kind, lines, rows }) => [kind, lines.from, lines.to, rows]),
    [
      ['product', 2, 9, 4],
      ['product', 10, 10, 1],
      ['product', 11, 12, 2],
    ],
  )
  assert.deepEqual(drafts[0], MUG)
  assert.deepEqual([drafts[1]?.options, drafts[1]?.variants.map(({ options }) => options)], [[], [{}]])
  assert.deepEqual([drafts[2]?.giftCard, drafts[2]?.status], [true, 'draft'])
})

test('the columns of the newer template are understood', async () => {
  const file = `Title,URL handle,Description,Product category,Published on online store,Status,SKU,Option1 name,Option1 value,\
Price,Compare-at price,Charge tax,Inventory tracker,Inventory quantity,Continue selling when out of stock,\
Weight value (grams),Requires shipping,Product image URL,Variant image URL
Tee,tee,Soft,Apparel > Tops,TRUE,Active,T-1,Size,M,19.5,25,FALSE,shopify,4,CONTINUE,150,TRUE,https://a.example/1.png,
`
  const { drafts } = await readFile(file)
  assert.deepEqual(drafts[0]?.categories, [['Apparel', 'Tops']])
  assert.deepEqual(drafts[0]?.variants, [
    {
      sku: 'T-1',
      options: { Size: 'M' },
      price: usd(1950),
      compareAtPrice: usd(2500),
      weightGrams: 150,
      requiresShipping: true,
      taxable: false,
      stock: { tracked: true, onHand: 4, backorder: true },
    },
  ])
})

test('only an active, published product is published', async () => {
  const rows = [
    { Published: 'true', Status: '' },
    { Published: 'TRUE', Status: 'Active' },
    { Published: '', Status: 'active' },
    { Published: '', Status: '' },
    { Published: 'false', Status: 'active' },
    { Published: 'true', Status: 'archived' },
    { Published: 'true', Status: 'draft' },
  ]
  const { drafts } = await readFile(aShopifyFile(...rows.map((row, at) => ({ Handle: `p${at}`, ...row }))))
  assert.deepEqual(
    drafts.map(({ status }) => status),
    ['published', 'published', 'published', 'draft', 'draft', 'draft', 'draft'],
  )
})

test('a product with any bad row is refused as a whole, each bad row with its own reason', async () => {
  const { all, reasons, refused } = await readFile(
    aShopifyFile(
      { Handle: 'a', 'Option1 Name': 'Size', 'Option1 Value': 'S' },
      { Handle: 'a', 'Option1 Value': 'M', 'Variant Price': '' },
      { Handle: 'a', 'Option1 Value': 'L', 'Variant Price': '12.345', 'Variant Grams': '-5' },
      { Handle: 'a', 'Option1 Value': 'XL', 'Variant Price': '9' },
      { Handle: 'b' },
    ),
  )
  assert.deepEqual(reasons, [
    '3: Variant Price: this variant has no price.',
    '4: Variant Price: "12.345" is not an amount in USD such as 19.99. ' +
      'Variant Grams: "-5" is not a weight from zero to 10 tonnes.',
  ])
  assert.deepEqual(
    refused.map(({ handle, lines, rows }) => [handle, lines, rows]),
    [
      ['a', { from: 2, to: 5 }, 3],
      ['a', { from: 2, to: 5 }, 1],
    ],
  )
  assert.equal(rowsIn(all), 5)
})

test('a handle that comes again further down is refused with both lines', async () => {
  const { drafts, reasons } = await readFile(
    aShopifyFile({ Handle: 'a' }, { Handle: 'b' }, { Handle: 'A ', Title: 'Again', 'Variant Price': '1' }),
  )
  assert.deepEqual(
    drafts.map(({ handle }) => handle),
    ['a', 'b'],
  )
  assert.deepEqual(reasons, [
    '4: The handle "a" is already used on line 2. The rows of one product must stand together.',
  ])
})

test('a SKU that another row has is refused with both lines', async () => {
  assert.deepEqual(
    await reasonsOf(
      { Handle: 'a', 'Variant SKU': 'X' },
      { Handle: 'b', 'Variant SKU': "'X" },
      { Handle: 'c', 'Variant SKU': 'Y', 'Option1 Name': 'Size', 'Option1 Value': 'S' },
      { Handle: 'c', 'Variant SKU': 'Y', 'Option1 Value': 'M', 'Variant Price': '1' },
    ),
    ['3: The SKU "X" is already used on line 2.', '5: The SKU "Y" is already used on line 4.'],
  )
})

test('variants that cannot be told apart are refused', async () => {
  assert.deepEqual(
    await reasonsOf(
      { Handle: 'a', 'Option1 Name': 'Size', 'Option1 Value': 'S' },
      { Handle: 'a', 'Option1 Value': 'S', 'Variant Price': '1' },
      { Handle: 'b', 'Option1 Name': 'Title', 'Option1 Value': 'Default Title' },
      { Handle: 'b', 'Variant Price': '1' },
    ),
    [
      '3: This variant has the same options (S) as the one on line 2.',
      '5: This variant has no options to tell it from the one on line 4.',
    ],
  )
})

test('options must be named once and have a value in each variant', async () => {
  assert.deepEqual(
    await reasonsOf(
      {
        Handle: 'a',
        'Option1 Name': 'Size',
        'Option1 Value': 'S',
        'Option2 Name': 'size',
        'Option2 Value': 'T',
      },
      { Handle: 'b', 'Option1 Name': 'Size', 'Option1 Value': 'S', 'Option2 Name': 'Colour' },
      { Handle: 'c', 'Option1 Value': 'S' },
    ),
    [
      '2: This product has two options named "size".',
      '3: Option2 Value: this variant has no "Colour".',
      '4: Option1 Value: "S" is a value of an option that the product\'s first row does not name.',
    ],
  )
})

test('a row without a handle spoils the product above it', async () => {
  const { all, reasons } = await readFile(
    aShopifyFile({ Handle: 'a' }, { Handle: '', 'Variant SKU': 'lost', Title: '' }, { Handle: 'b' }),
  )
  assert.deepEqual(reasons, [
    '3: This row has no handle. If it belongs to the product above, repeat the handle.',
  ])
  assert.deepEqual([rowsIn(all), all[0]?.rows], [3, 2])
})

test('a row that does not fit the header spoils its product and no other', async () => {
  const { drafts, reasons } = await readFile(
    'Handle,Title,Variant Price\na,A,1\nb,B,1\nb,,,9\nc,C,1\nd,"D,1\ne,E,1\n',
  )
  assert.deepEqual(
    drafts.map(({ handle }) => handle),
    ['a', 'c'],
  )
  assert.deepEqual(
    reasons.map((reason) => reason.slice(0, 40)),
    ['4: This row has 4 cells where the header', '6: A quote that this row opens is never '],
  )
})

test('a handle with control characters is refused', async () => {
  assert.deepEqual(await reasonsOf({ Handle: 'a\u0000b' }), [
    '2: The handle of this row has control characters.',
  ])
})

test('handles become addresses, and what the shop called the product is kept', async () => {
  const { drafts } = await readFile(aShopifyFile({ Handle: 'Crème_Brûlée' }, { Handle: '抹茶' }))
  assert.deepEqual(
    drafts.map(({ handle, externalId }) => [handle.replace(/[0-9a-f]{8}$/, '…'), externalId]),
    [
      ['creme-brulee', 'Crème_Brûlée'],
      ['product-…', '抹茶'],
    ],
  )
})

test('what no shop means is refused by name', async () => {
  const cases: [Record<string, string>, string][] = [
    [{ Title: '' }, 'Title: a product needs a title in its first row.'],
    [{ Title: 'x'.repeat(201) }, `Title: "${'x'.repeat(60)}…" is longer than 200 characters.`],
    [{ Title: 'a\u0007b' }, 'Title: "a�b" has control characters.'],
    [{ 'Variant Price': '-1' }, 'Variant Price: "-1" is below zero.'],
    [{ 'Variant Price': '$5' }, 'Variant Price: "$5" is not an amount in USD such as 19.99.'],
    [{ 'Variant Price': '1,234' }, 'Variant Price: "1,234" is not an amount in USD such as 19.99.'],
    [
      { 'Variant Price': '99999999999' },
      'Variant Price: 9999999999900 is over the largest amount, 1000000000000 minor units.',
    ],
    [{ 'Variant Price': '9'.repeat(70) }, `Variant Price: "${'9'.repeat(60)}…" is not an amount of money.`],
    [
      { 'Variant Compare At Price': 'x' },
      'Variant Compare At Price: "x" is not an amount in USD such as 19.99.',
    ],
    [{ 'Variant Inventory Qty': '-2' }, 'Variant Inventory Qty: "-2" is below zero.'],
    [{ 'Variant Inventory Qty': '1.5' }, 'Variant Inventory Qty: "1.5" is not a whole number.'],
    [
      { 'Variant Inventory Qty': '9000000000' },
      'Variant Inventory Qty: "9000000000" is more than 1000000000.',
    ],
    [
      { 'Variant Inventory Policy': 'maybe' },
      'Variant Inventory Policy: "maybe" is neither deny nor continue.',
    ],
    [{ 'Variant Grams': '1e9' }, 'Variant Grams: "1e9" is not a weight from zero to 10 tonnes.'],
    [{ 'Variant Taxable': 'ja' }, 'Variant Taxable: "ja" is neither true nor false.'],
    [{ Status: 'sleeping' }, 'Status: "sleeping" is not one of active, draft, archived and unlisted.'],
    [
      { 'Image Src': 'ftp://a/b' },
      'Image Src: "ftp://a/b" is not an address that begins with http:// or https://.',
    ],
    [{ 'Image Src': 'javascript:alert(1)' }, ''],
    [{ 'Variant Image': `https://a.example/${'x'.repeat(2_000)}` }, ''],
    [
      { Tags: Array.from({ length: 251 }, (_, at) => `t${at}`).join() },
      'This product has 251 tags; at most 250 are possible.',
    ],
    [
      { 'Body (HTML)': 'x '.repeat(10_001) },
      'This product has 20001 characters of description; at most 20000 are possible.',
    ],
  ]
  for (const [row, reason] of cases) {
    const reasons = await reasonsOf({ Handle: 'a', ...row })
    assert.equal(reasons.length, 1, JSON.stringify(row))
    if (reason) assert.equal(reasons[0], `2: ${reason}`)
  }
})

test('too many variants, images or rows are refused', async () => {
  const many = (count: number, row: (at: number) => Record<string, string>) =>
    Array.from({ length: count }, (_, at) => ({ Handle: 'a', ...row(at) }))
  const variants = (count: number) =>
    many(count, (at) => ({ 'Option1 Name': at ? '' : 'No', 'Option1 Value': `${at}`, 'Variant Price': '1' }))
  const images = (count: number) => many(count, (at) => ({ 'Image Src': `https://a.example/${at}` }))
  assert.deepEqual(await reasonsOf(...variants(VARIANTS_MAX)), [])
  assert.deepEqual(await reasonsOf(...variants(VARIANTS_MAX + 1)), [
    '2: This product has 251 variants; at most 250 are possible.',
  ])
  assert.deepEqual(await reasonsOf(...images(IMAGES_MAX)), [])
  assert.deepEqual(await reasonsOf(...images(IMAGES_MAX + 1)), [
    '2: This product has 101 images; at most 100 are possible.',
  ])
  const { all, reasons } = await readFile(aShopifyFile(...images(5_000)))
  assert.deepEqual(reasons, ['2: This product has 5000 rows; at most 700 are possible.'])
  assert.equal(rowsIn(all), 5_000)
})

test('the amounts are read in the digits of the currency', async () => {
  const file = (price: string) => aShopifyFile({ Handle: 'a', 'Variant Price': price })
  const priceIn = async (currency: string, price: string) =>
    (await readFile(file(price), { currency })).drafts[0]?.variants[0]?.price.amount
  assert.deepEqual(
    [await priceIn('JPY', '500.00'), await priceIn('JPY', '500.5'), await priceIn('KWD', '1.234')],
    [500, undefined, 1234],
  )
})

test('a price before the reduction is kept only if it is higher', async () => {
  for (const before of ['', '0', '9.99', '10.00']) {
    assert.equal((await variantOf({ 'Variant Compare At Price': before }))?.compareAtPrice, undefined)
  }
  assert.deepEqual((await variantOf({ 'Variant Compare At Price': '10.01' }))?.compareAtPrice, usd(1001))
})

test('a second title under the same handle is refused', async () => {
  assert.deepEqual(await reasonsOf({ Handle: 'a', Title: 'One' }, { Handle: 'a', Title: 'Two' }), [
    '3: Title: "Two" is not the title on line 2, which has the same handle.',
  ])
})

test('option names of any kind are plain properties', async () => {
  const variant = await variantOf({ 'Option1 Name': '__proto__', 'Option1 Value': 'x' })
  assert.deepEqual(Object.entries(variant?.options ?? {}), [['__proto__', 'x']])
})
