import { type Parser, parse } from 'csv-parse'
import { parse as parseWhole } from 'csv-parse/sync'
import { createByteWindow } from './byte-window.ts'
import { catalogueFaults } from './header.ts'
import { createLineBook } from './line-book.ts'

/** A row longer than this is not one: a quote was left open. It bounds what is held in memory. */
export const ROW_BYTES_MAX = 1_000_000

const SLICE_BYTES = 16 * 1024
const BOM_BYTES = 3
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** One row of a CSV file that is not blank. */
export interface CsvRow {
  /** The physical line on which it begins, from 1, and the one on which it ends. */
  readonly line: number
  readonly lastLine: number
  readonly cells: readonly string[]
  /** Why its cells cannot be trusted. */
  readonly fault?: string
  /** Nothing after it could be read, and of its own cells only those before its first quote. */
  readonly isCutOff?: true
}

export type ByteSource = AsyncIterable<Uint8Array | string>

/**
 * Reads comma separated values (RFC 4180, UTF-8, with or without a byte order mark, lines ending in LF or
 * CRLF) piece by piece, and yields the rows that each piece completes, the header first. Nothing in the rows
 * makes it throw: a row with more or fewer cells than the header, or with damaged characters, comes with a
 * `fault`; one whose quote is never closed is the last, as what follows it cannot be told apart.
 *
 * @param onBytes told after each piece how many bytes have been read
 */
export async function* csvRows(
  source: ByteSource,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<readonly CsvRow[]> {
  const reading = createReading()
  try {
    for await (const { bytes, read } of slices(source)) {
      await reading.feed(bytes)
      onBytes?.(read)
      const rows = reading.take()
      if (rows.length > 0) yield rows
    }
    await reading.end()
    yield reading.take()
  } finally {
    reading.close()
  }
}

/** The parser calls back synchronously while it is fed; `take` empties what it found. */
function createReading() {
  const book = createLineBook()
  const window = createByteWindow()
  let rows: CsvRow[] = []
  let columns = 0
  let rowsEndAt = 0
  let broken: CsvRow | undefined

  const parser: Parser = parse({
    ...DIALECT,
    relax_quotes: true,
    on_record: (cells: string[], { bytes }) => {
      const raw = cells.some(mayBeMisquoted) && window.between(rowsEndAt, bytes)
      rowsEndAt = bytes
      if (cells.some((cell) => cell.trim() !== '')) {
        columns ||= cells.length
        const fault = raw && isMisquoted(raw) ? MISQUOTED : faultOf(cells, columns)
        rows.push({ ...book.linesOf(cells, bytes), cells, ...(fault && { fault }) })
      }
      return null
    },
  })
  parser.on('error', () => {})

  const breakOff = (why: string) => {
    const line = book.linesBefore(rowsEndAt) + 1
    const start = window.between(rowsEndAt, rowsEndAt + PREFIX_BYTES).toString()
    const fault = `${why} Nothing after it could be read: repair this row and import the file again.`
    broken = { line, lastLine: line, cells: cellsBeforeQuote(start), fault, isCutOff: true }
  }

  return {
    async feed(bytes: Buffer) {
      book.feed(bytes)
      if (broken) return
      window.forget(rowsEndAt)
      window.feed(bytes)
      await settled((done) => parser.write(bytes, done))
      if (book.bytes() - rowsEndAt > ROW_BYTES_MAX) {
        breakOff(
          `This row is longer than ${ROW_BYTES_MAX} bytes; a quote that it opens is probably not closed.`,
        )
      }
    },
    async end() {
      if (!broken) {
        await settled((done) => parser.end(done)).catch(() =>
          breakOff('A quote that this row opens is never closed.'),
        )
      }
      if (broken) rows.push({ ...broken, lastLine: Math.max(broken.line, book.lines()) })
    },
    take(): readonly CsvRow[] {
      const taken = rows
      rows = []
      return taken
    },
    close: () => parser.destroy(),
  }
}

/** Enough of a row to tell what product it is of. */
const PREFIX_BYTES = 4_096

const cellsBeforeQuote = (row: string): string[] => (row.split(/["\r\n]/, 1)[0] ?? '').split(',').slice(0, -1)

const settled = (start: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())))

function faultOf(cells: readonly string[], columns: number): string | undefined {
  if (cells.length !== columns) {
    const much = cells.length === 1 ? '1 cell' : `${cells.length} cells`
    return `This row has ${much} where the header has ${columns}. Is a comma or a quote missing or too many?`
  }
  if (cells.some((cell) => cell.includes('\uFFFD'))) {
    return 'This row has characters that are not UTF-8. Save the file as "CSV UTF-8".'
  }
  return undefined
}

const DIALECT = { record_delimiter: ['\r\n', '\n'], relax_column_count: true }

const MISQUOTED = 'This row has a quote in the wrong place. Within a quoted cell, a quote is written twice.'

/**
 * The lenient parser takes `"a"b` for the text that it is, so that one misplaced quote does not end the
 * reading; but then the cell may have swallowed the rows that follow. Such a cell begins with a quote. So
 * does `"""a"" b"`, which is right: the strict parser tells them apart.
 */
const mayBeMisquoted = (cell: string) => cell.startsWith('"')

function isMisquoted(raw: Buffer): boolean {
  try {
    parseWhole(raw, DIALECT)
    return false
  } catch {
    return true
  }
}

/**
 * Cuts what comes into pieces of bounded size without the byte order mark, and refuses UTF-16. `read` counts
 * the bytes of the source.
 */
async function* slices(source: ByteSource): AsyncGenerator<{ bytes: Buffer; read: number }> {
  const toBytes = createEncoder()
  let start: Buffer | undefined = Buffer.alloc(0)
  let read = 0
  for await (const chunk of source) {
    let bytes = toBytes(chunk)
    if (start) {
      start = Buffer.concat([start, bytes])
      if (start.length < BOM_BYTES) continue
      bytes = withoutMark(start)
      read = start.length - bytes.length
      start = undefined
    }
    for (let at = 0; at === 0 || at < bytes.length; at += SLICE_BYTES) {
      const slice = bytes.subarray(at, at + SLICE_BYTES)
      read += slice.length
      yield { bytes: slice, read }
    }
  }
  if (start && start.length > 0) yield { bytes: withoutMark(start), read: start.length }
}

function withoutMark(bytes: Buffer): Buffer {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw catalogueFaults.notUtf8()
  return bytes.subarray(0, BOM_BYTES).equals(BOM) ? bytes.subarray(BOM_BYTES) : bytes
}

/** Text may be cut between the halves of a surrogate pair, so a first half waits for its second. */
function createEncoder(): (chunk: Uint8Array | string) => Buffer {
  let half = ''
  return (chunk) => {
    if (typeof chunk !== 'string') return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const text = half + chunk
    const last = text.charCodeAt(text.length - 1)
    half = last >= 0xd800 && last <= 0xdbff ? text.slice(-1) : ''
    return Buffer.from(half ? text.slice(0, -1) : text)
  }
}
