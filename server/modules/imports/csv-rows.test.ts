import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import test from 'node:test'
import { type CsvRow, csvRows, ROW_BYTES_MAX } from './csv-rows.ts'

const chunks = (...parts: (string | Uint8Array)[]) => Readable.from(parts, { objectMode: true })

async function rowsOf(...parts: (string | Uint8Array)[]): Promise<CsvRow[]> {
  return (await Array.fromAsync(csvRows(chunks(...parts)))).flat()
}

test('a row is known by the physical lines it stands on, also after fields of several lines', async () => {
  const rows = await rowsOf('a,b\n1,"x\ny\nz"\n2,w\n\n3,v')
  assert.deepEqual(rows, [
    { line: 1, lastLine: 1, cells: ['a', 'b'] },
    { line: 2, lastLine: 4, cells: ['1', 'x\ny\nz'] },
    { line: 5, lastLine: 5, cells: ['2', 'w'] },
    { line: 7, lastLine: 7, cells: ['3', 'v'] },
  ])
})

test('a CRLF counts as one line break, inside quotes too, and may be mixed with LF', async () => {
  const rows = await rowsOf('a,b\r\n1,"x\r\ny"\r\n2,w\n3,v\r\n')
  assert.deepEqual(
    rows.map(({ line, lastLine, cells }) => [line, lastLine, cells[0]]),
    [
      [1, 1, 'a'],
      [2, 3, '1'],
      [4, 4, '2'],
      [5, 5, '3'],
    ],
  )
})

test('a byte order mark is no part of the first cell, not even before a quote or cut in pieces', async () => {
  const bytes = Buffer.from('\uFEFF"ID",b\n1,2\n')
  const whole = await rowsOf(bytes)
  assert.deepEqual(whole[0]?.cells, ['ID', 'b'])
  assert.deepEqual(
    await rowsOf(
      ...bytes
        .toString('latin1')
        .split('')
        .map((byte) => Buffer.from(byte, 'latin1')),
    ),
    whole,
  )
  assert.deepEqual(await rowsOf(Buffer.from('\uFEFF')), [])
})

test('blank rows are passed over, whether empty or of empty cells', async () => {
  const rows = await rowsOf('\n\n,\na,b\n , \n"",""\n1,2\n\n')
  assert.deepEqual(
    rows.map(({ line, fault }) => [line, fault]),
    [
      [4, undefined],
      [7, undefined],
    ],
  )
})

test('a row with more or fewer cells than the header comes with a fault', async () => {
  const rows = await rowsOf('a,b,c\n1,2,3\n1,2\n1,2,3,4\nx\n')
  assert.deepEqual(
    rows.map(({ line, fault }) => [line, fault?.slice(0, 48)]),
    [
      [1, undefined],
      [2, undefined],
      [3, 'This row has 2 cells where the header has 3. Is '],
      [4, 'This row has 4 cells where the header has 3. Is '],
      [5, 'This row has 1 cell where the header has 3. Is a'],
    ],
  )
})

test('a row that is not UTF-8 comes with a fault, and the others are read', async () => {
  const latin1 = Buffer.from('a,b\n1,caf\xe9\n2,tea\n', 'latin1')
  const rows = await rowsOf(latin1)
  assert.match(rows[1]?.fault ?? '', /not UTF-8/)
  assert.deepEqual(rows[2], { line: 3, lastLine: 3, cells: ['2', 'tea'] })
})

test('a file in UTF-16 is refused as a whole', async () => {
  await assert.rejects(rowsOf(Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le')), { code: 'import.not_utf8' })
  await assert.rejects(rowsOf(Buffer.from([0xfe, 0xff, 0, 97])), { code: 'import.not_utf8' })
})

test('quotes within an unquoted cell are part of it', async () => {
  const rows = await rowsOf('a,b\n12" pipe,5\'6"\n')
  assert.deepEqual(rows[1]?.cells, ['12" pipe', '5\'6"'])
})

test('a quote that swallows the next rows spoils those rows and no others', async () => {
  const rows = await rowsOf('a,b\n1,"open\n2,x\n3,"closed"\n4,y\n')
  assert.deepEqual(
    rows.map(({ line, lastLine, fault }) => [line, lastLine, fault !== undefined]),
    [
      [1, 1, false],
      [2, 4, true],
      [5, 5, false],
    ],
  )
})

test('a quote that is never closed ends the file with a row that says so', async () => {
  const rows = await rowsOf('a,b\n1,x\n\n2,"open\n3,y\n4,z\n')
  assert.deepEqual(
    rows.slice(0, 2).map(({ line }) => line),
    [1, 2],
  )
  assert.deepEqual([rows[2]?.line, rows[2]?.lastLine, rows[2]?.cells], [4, 6, ['2']])
  assert.match(rows[2]?.fault ?? '', /never closed/)
  assert.equal(rows.length, 3)
})

test('a row longer than any row is given up, and the rest of the file is only counted', async () => {
  async function* endless() {
    yield 'a,b\n1,x\n2,"'
    for (let line = 0; line < 50; line++) yield `${'y'.repeat(ROW_BYTES_MAX / 10)}\n`
  }
  const seen: number[] = []
  const rows = (await Array.fromAsync(csvRows(endless(), (bytes) => seen.push(bytes)))).flat()
  assert.deepEqual([rows.length, rows[2]?.line, rows[2]?.lastLine], [3, 3, 52])
  assert.match(rows[2]?.fault ?? '', /longer than 1000000 bytes/)
  assert.equal(seen.at(-1), 11 + 50 * (ROW_BYTES_MAX / 10 + 1))
})

test('a row of nothing but commas does not fill the memory', async () => {
  const rows = await rowsOf('a,b\n', ...new Array(40).fill(','.repeat(100_000)))
  assert.match(rows[1]?.fault ?? '', /longer than/)
})

test('the bytes told at the end are those of the source', async () => {
  for (const text of ['\uFEFFa,b\n1,é\n', 'a', '', '\uFEFF']) {
    let bytes = 0
    await Array.fromAsync(
      csvRows(chunks(Buffer.from(text)), (read) => {
        bytes = read
      }),
    )
    assert.equal(bytes, Buffer.byteLength(text), JSON.stringify(text))
  }
})

test('text that is cut between the halves of a character is put together again', async () => {
  assert.deepEqual(await rowsOf('a,b\n1,\ud83d', '\ude00\n'), await rowsOf('a,b\n1,😀\n'))
})

test('an error of the source is passed on, and a reader who stops early closes it', async () => {
  async function* broken() {
    yield 'a,b\n1,2\n'
    throw new Error('connection lost')
  }
  await assert.rejects(Array.fromAsync(csvRows(broken())), /connection lost/)
  let isClosed = false
  async function* long() {
    try {
      for (;;) yield 'a,b\n'
    } finally {
      isClosed = true
    }
  }
  for await (const _ of csvRows(long())) break
  assert.ok(isClosed)
})
