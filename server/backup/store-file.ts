import { createReadStream } from 'node:fs'
import { createGunzip, createGzip } from 'node:zlib'
import type { CollectionSpec, Stored } from '#store/engine.ts'
import { fromLine } from './canonical.ts'
import { byName, type MovedCollection } from './collections.ts'
import { createDigest, differences, type Sum } from './digest.ts'
import type { DocumentPage, Documents } from './documents.ts'
import { writeHashed } from './hashing.ts'
import { type FileSum, FORMAT } from './manifest.ts'
import { MovingError } from './moving-error.ts'

/**
 * `store.ndjson.gz`: a line that says what follows, a line for each document in the order of collection and
 * id, a line with the sum. The digest is that of the lines between the first and the last.
 */

/** Past 4 the file hardly gets smaller, and a backup takes much longer. */
const GZIP_LEVEL = 4
const LINE_BYTES_MAX = 16_777_216

interface FileInit {
  readonly file: string
  readonly documents: Documents
  readonly collections: readonly MovedCollection[]
}

export async function writeStoreFile(init: FileInit): Promise<{ sum: Sum; size: FileSum }> {
  const { file, documents, collections } = init
  const digest = createDigest()
  const schemas = byName(collections).map(({ name, schema }) => [name, schema])
  async function* lines(): AsyncGenerator<Buffer> {
    yield toBuffer({ format: FORMAT, collections: Object.fromEntries(schemas) })
    for await (const page of documents) yield Buffer.from(digest.add(page))
    yield toBuffer(digest.sum())
  }
  const size = await writeHashed(file, lines(), createGzip({ level: GZIP_LEVEL, chunkSize: 65_536 }))
  return { sum: digest.sum(), size }
}

const toBuffer = (line: object) => Buffer.from(`${JSON.stringify(line)}\n`)

/** Its documents, in their order. Rejects at the end where they are not those that were written. */
export async function* readStoreFile(
  file: string,
  collections: readonly CollectionSpec[],
): AsyncGenerator<DocumentPage> {
  const known = new Map(collections.map((collection) => [collection.name, collection]))
  const digest = createDigest()
  let trailer: Sum | undefined
  try {
    for await (const lines of linesOf(file)) {
      for (const page of pagesOf(lines, known)) {
        digest.add(page)
        yield page
      }
      const last = lines.at(-1)
      if (last?.startsWith('{"documents":')) trailer = JSON.parse(last) as Sum
    }
  } catch (cause) {
    if (cause instanceof SyntaxError || (cause as NodeJS.ErrnoException).code?.startsWith('Z_'))
      throw new MovingError(`${file} is damaged: ${(cause as Error).message}.`, { cause })
    throw cause
  }
  if (!trailer) throw new MovingError(`${file} is damaged: it ends too early.`)
  const wrong = differences(trailer, digest.sum())
  if (wrong.length > 0) throw new MovingError([`${file} is damaged:`, ...wrong].join('\n  '))
}

/** Documents that follow one another in the same collection, together. */
function pagesOf(lines: readonly string[], known: ReadonlyMap<string, CollectionSpec>): DocumentPage[] {
  const pages: { collection: CollectionSpec; rows: Stored[]; lines: string[] }[] = []
  for (const line of lines) {
    if (!line.startsWith('[')) continue
    const { collection: name, stored } = fromLine(line)
    let page = pages.at(-1)
    if (page?.collection.name !== name) {
      page = { collection: known.get(name) ?? { name, indexes: {} }, rows: [], lines: [] }
      pages.push(page)
    }
    page.rows.push(stored)
    page.lines.push(line)
  }
  return pages
}

/** Whole lines, some at a time. */
async function* linesOf(file: string): AsyncGenerator<string[]> {
  const source = createReadStream(file, { highWaterMark: 262_144 })
  const unzipped = createGunzip({ chunkSize: 262_144 })
  source.on('error', (error) => unzipped.destroy(error))
  let rest: Buffer[] = []
  let restBytes = 0
  try {
    for await (const chunk of source.pipe(unzipped) as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf(0x0a)
      if (end === -1) {
        rest.push(chunk)
        restBytes += chunk.length
        if (restBytes > LINE_BYTES_MAX) throw new SyntaxError('a line is too long')
        continue
      }
      const text = Buffer.concat([...rest, chunk.subarray(0, end)]).toString('utf8')
      rest = [chunk.subarray(end + 1)]
      restBytes = rest[0]?.length ?? 0
      yield text.split('\n')
    }
  } finally {
    source.destroy()
  }
  if (restBytes > 0) throw new SyntaxError('it ends in the middle of a line')
}
