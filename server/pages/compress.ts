import { readdir, readFile, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'

/** Below it, a packet carries either. */
const BYTES_MIN = 1_024
/** Pictures and fonts are compressed already. */
const TEXTS = new Set(['.js', '.css', '.svg', '.json', '.html', '.txt', '.webmanifest', '.xml'])

/** Each takes tens of megabytes. */
const AT_ONCE = 2

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

/** Puts `x.js.br` and `x.js.gz` beside every text of this folder that is worth it, as small as they get. */
export async function compressAll(dir: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const texts = entries.filter((each) => each.isFile() && TEXTS.has(extname(each.name)))
  const waiting = texts.map(({ parentPath, name }) => join(parentPath, name))
  const work = async () => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) await compress(file)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file)
  if (bytes.length < BYTES_MIN) return
  const brotli = {
    params: { [zlib.BROTLI_PARAM_QUALITY]: 11, [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }
  await writeFile(`${file}.br`, await toBrotli(bytes, brotli))
  await writeFile(`${file}.gz`, await toGzip(bytes, { level: 9 }))
}
