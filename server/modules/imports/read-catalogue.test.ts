import assert from 'node:assert/strict'
import { createReadStream, existsSync } from 'node:fs'
import { readFile as readBytes } from 'node:fs/promises'
import { Readable } from 'node:stream'
import test from 'node:test'
import fc from 'fast-check'
import { Fault } from '#kernel/fault.ts'
import { readFile, rowsIn, toCsv } from './fixtures/a-file.ts'
import type { CatalogueRow } from './product-draft.ts'

const fixtureOf = (name: string) => new URL(`fixtures/${name}.csv`, import.meta.url)
const SHARED = new URL('../../../../shared/data/', import.meta.url)

/** Counted apart from this reader, with another CSV parser. */
const REAL_FILES = [
  {
    name: 'shopify-apparel',
    rows: 22,
    variants: 22,
    images: 20,
    price: 129_500,
    onHand: 22,
    grams: 0,
    choices: 1,
  },
  {
    name: 'shopify-home-and-garden',
    rows: 21,
    variants: 21,
    images: 21,
    price: 234_584,
    onHand: 65,
    grams: 0,
    choices: 1,
  },
  {
    name: 'shopify-jewelery',
    rows: 41,
    variants: 23,
    images: 41,
    price: 98_074,
    onHand: 20,
    grams: 28,
    choices: 3,
  },
]

for (const { name, ...expected } of REAL_FILES) {
  test(`the real file ${name} is read whole`, async (t) => {
    const file = new URL(`${name}.csv`, SHARED)
    if (!existsSync(file)) return t.skip('the shared data are not here')
    const { all, drafts, reasons } = await readFile(createReadStream(file))
    assert.deepEqual(reasons, [])
    assert.equal(drafts.length, 20)
    assert.ok(drafts.every(({ status }) => status === 'published'))
    const variants = drafts.flatMap((draft) => draft.variants)
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
    assert.deepEqual(
      {
        rows: rowsIn(all),
        variants: variants.length,
        images: drafts.flatMap(({ images }) => images).length,
        price: sum(variants.map(({ price }) => price.amount)),
        onHand: sum(variants.map(({ stock }) => stock.onHand)),
        grams: sum(variants.map(({ weightGrams }) => weightGrams)),
        choices: drafts.filter(({ options }) => options.length > 0).length,
      },
      expected,
    )
  })
}

const FIXTURES = ['shopify', 'woocommerce'] as const

for (const name of FIXTURES) {
  test(`${name}: one byte at a time gives the same as all at once`, async () => {
    const bytes = await readBytes(fixtureOf(name))
    const whole = await readFile(bytes)
    const single = Readable.from(Array.from(bytes, (byte) => Uint8Array.of(byte)))
    assert.deepEqual((await readFile(single)).all, whole.all)
  })

  test(`${name}: CRLF and a byte order mark change nothing`, async () => {
    const text = await readBytes(fixtureOf(name), 'utf8')
    const whole = await readFile(text)
    assert.deepEqual((await readFile(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).all, whole.all)
    assert.deepEqual((await readFile(text.trimEnd())).all, whole.all)
  })
}

test('a file cut in two at any byte gives the same', async () => {
  const file = Buffer.from(
    '\uFEFFHandle,Title,Variant Price,Tags\r\né,"Crème ""brûlée""",1.50,"a,\r\nb"\r\n\r\nx,😀,2,\r\nx,,bad,\r\n"z","y"q,3,\r\n',
  )
  const whole = await readFile(file)
  assert.deepEqual(
    whole.refused.map(({ line }) => line),
    [6, 7],
  )
  for (let at = 0; at <= file.length; at++) {
    const parts = Readable.from([file.subarray(0, at), file.subarray(at)], { objectMode: true })
    assert.deepEqual((await readFile(parts)).all, whole.all, `cut at ${at}`)
  }
})

test('a header that is none is refused in words', async () => {
  const refuses = (text: string, code: string, message: RegExp, format?: 'shopify' | 'woocommerce') =>
    assert.rejects(readFile(text, format && { format }), (error) => {
      assert.ok(error instanceof Fault)
      assert.equal(error.code, code)
      assert.match(error.message, message)
      return true
    })
  await refuses('', 'import.empty_file', /empty/)
  await refuses('\n\n , \n', 'import.empty_file', /empty/)
  await refuses('sku,amount\n', 'import.unknown_format', /"sku, amount" is not one of a known export/)
  await refuses('Handle;Title;Variant Price\n', 'import.unknown_format', /divided by commas/)
  await refuses('Handle,Variant Price\n', 'import.missing_columns', /lacks "Title"/)
  await refuses(
    'Handle,Title,Variant Price\n',
    'import.missing_columns',
    /lacks "Type", "Name", "Regular/,
    'woocommerce',
  )
  await refuses('Type,Name,Regular price\n', 'import.missing_columns', /lacks "SKU"/)
  await refuses('Handle,Title,Title,Variant Price\n', 'import.repeated_column', /two columns named "Title"/)
  await refuses('Handle,"Title', 'import.unreadable_header', /^Line 1: A quote/)
  await refuses('H\uFFFDndle,Title', 'import.unreadable_header', /UTF-8/)
})

test('an unknown currency is refused before anything is read', async () => {
  await assert.rejects(readFile('Handle,Title,Variant Price\n', { currency: 'XYZ' }), {
    code: 'money.unknown_currency',
  })
})

const HEADERS = {
  shopify:
    'Handle,Title,Variant Price,Variant SKU,Option1 Name,Option1 Value,Image Src,Variant Grams,Published'.split(
      ',',
    ),
  woocommerce:
    'ID,Type,SKU,Name,Regular price,Sale price,Parent,Stock,Attribute 1 name,Attribute 1 value(s),Images'.split(
      ',',
    ),
}
const CELLS = [
  ...[
    '',
    '',
    '',
    'a',
    'a',
    'b',
    'A',
    'P',
    'id:1',
    '1',
    '2',
    '-1',
    '1.5',
    '1e9',
    'true',
    'Size',
    'S',
    'M',
    'S, M',
  ],
  ...[
    'simple',
    'simple',
    'variable',
    'variation',
    'variation',
    'grouped',
    'simple, virtual',
    'Default Title',
    'Title',
  ],
  ...[
    '"',
    '""',
    '"x',
    'x"',
    'a,b',
    'a\nb',
    '\r\n',
    '\u0000',
    '\uFFFD',
    '\uFEFF',
    "'=1",
    '😀',
    'https://a.example/b',
  ],
]

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '')

for (const name of FIXTURES) {
  test(`${name}: each row of any well-formed file is in exactly one item`, async () => {
    const row = fc.array(fc.constantFrom(...CELLS), { minLength: 1, maxLength: HEADERS[name].length + 1 })
    const full = fc.array(fc.constantFrom(...CELLS), {
      minLength: HEADERS[name].length,
      maxLength: HEADERS[name].length,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 1, arbitrary: row }, { weight: 9, arbitrary: full })),
        async (rows) => {
          const { all } = await readFile(toCsv([HEADERS[name], ...rows]))
          assert.equal(rowsIn(all), rows.filter((cells) => !isBlank(cells)).length)
          for (const item of all) checkItem(item)
        },
      ),
      { numRuns: 300 },
    )
  })

  test(`${name}: no bytes behind a header make it throw or lose a line`, async () => {
    const part = fc.oneof(
      fc.constantFrom(...CELLS, ',', ',', '\n', '\n', '"'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 60 }),
        fc.uint8Array({ maxLength: 8 }),
        async (parts, noise) => {
          const head = Buffer.from(`${HEADERS[name].join(',')}\n${parts.join('')}`)
          const file = Buffer.concat([head, noise])
          const { all } = await readFile(file)
          for (const item of all) checkItem(item)
          const lines = file.toString().split('\n').slice(1)
          for (const [index, line] of lines.entries()) {
            if (/^[\s,"]*$/.test(line)) continue
            const number = index + 2
            assert.ok(
              all.some(({ lines }) => lines.from <= number && number <= lines.to),
              `line ${number} of ${lines}`,
            )
          }
        },
      ),
      { numRuns: 500 },
    )
  })
}

test('any bytes are read or refused with a fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const error = await readFile(bytes).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      assert.ok(
        error === undefined || (error instanceof Fault && error.code.startsWith('import.')),
        String(error),
      )
    }),
    { numRuns: 500 },
  )
})

function checkItem(item: CatalogueRow): void {
  assert.ok(item.rows >= 1 && item.lines.from >= 2 && item.lines.from <= item.lines.to)
  if (item.kind === 'refused') {
    assert.ok(item.reason.length > 0 && item.line >= item.lines.from && item.line <= item.lines.to)
    return
  }
  const { handle, title, options, variants } = item.draft
  assert.match(handle, /^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  assert.ok(title !== '' && variants.length > 0)
  const choices = variants.map((variant) => JSON.stringify(options.map(({ name }) => variant.options[name])))
  assert.equal(new Set(choices).size, variants.length)
  for (const variant of variants) {
    assert.ok(Number.isSafeInteger(variant.price.amount) && variant.price.amount >= 0)
    assert.ok(Number.isSafeInteger(variant.weightGrams) && Number.isSafeInteger(variant.stock.onHand))
    assert.ok(options.every(({ name, values }) => values.includes(variant.options[name] ?? '')))
  }
}
