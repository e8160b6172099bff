import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createApp } from '#app'
import { ConfigError, readConfig } from '#config'
import { Fault } from '#kernel/fault.ts'
import { importCatalogue } from '#modules/imports/import-catalogue.ts'
import type { CatalogueFormat, Tally } from '#modules/imports/index.ts'
import { modules } from '#modules/index.ts'

const USAGE = `Imports products from a Shopify or WooCommerce export into the shop in DATA_DIR (./data).

  npm run import -- FILE.csv [--format shopify|woocommerce]

Safe to run again, and while the shop is running. Ends with 1 when rows were refused, with 2 when the file could not
be imported.`

const BAR_CHARS = 30

/** The command `npm run import`. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { format: { type: 'string' }, help: { type: 'boolean' } },
  })
  const [file] = positionals
  if (values.help || file === undefined || positionals.length > 1) {
    console.error(USAGE)
    return values.help ? 0 : 2
  }
  const format = toFormat(values.format)
  const { size } = await stat(file)
  const config = { ...readConfig(), logLevel: 'warn' }
  // The search index is the running shop's: here it would only take time and memory.
  const app = await createApp(config, { modules: modules.filter(({ name }) => name !== 'search') })
  try {
    const bar = createBar(size)
    const init = { run: app.run, onProgress: bar.show, ...(format && { format }) }
    const tally = await importCatalogue(createReadStream(file), init)
    bar.clear()
    console.log(report(file, tally))
    return tally.refusedRows > 0 ? 1 : 0
  } finally {
    await app.close()
  }
}

function toFormat(text: string | undefined): CatalogueFormat | undefined {
  if (text === undefined || text === 'shopify' || text === 'woocommerce') return text
  throw new TypeError(`--format ${text}: must be shopify or woocommerce.`)
}

/** A bar on a terminal; nothing where the output goes into a file. */
function createBar(bytes: number) {
  const { stderr } = process
  let shownAt = 0
  return {
    show(tally: Tally) {
      if (!stderr.isTTY || performance.now() - shownAt < 100) return
      shownAt = performance.now()
      const share = bytes === 0 ? 1 : Math.min(1, tally.bytesRead / bytes)
      const filled = Math.round(share * BAR_CHARS)
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_CHARS - filled)
      const done = tally.created + tally.updated + tally.unchanged
      stderr.write(`\r${bar} ${Math.round(share * 100)} %  ${tally.rows} rows, ${done} products`)
    },
    clear() {
      if (stderr.isTTY) stderr.write('\r\x1b[K')
    },
  }
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

function report(file: string, tally: Tally): string {
  const { created, updated, unchanged, rows, refusedRows, refused } = tally
  const lines = [
    `${file}: ${counted(rows, 'row')} read.`,
    `  ${counted(created, 'product')} created, ${updated} updated, ${unchanged} unchanged.`,
    ...(refusedRows > 0 ? [`  ${counted(refusedRows, 'row')} refused:`] : []),
    ...refused.map(({ line, handle, reason }) => `  line ${line}${handle ? ` (${handle})` : ''}: ${reason}`),
  ]
  if (refusedRows > refused.length && refused.length > 0) lines.push('  …')
  return lines.join('\n')
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const isPlain =
      error instanceof Fault ||
      error instanceof ConfigError ||
      error instanceof TypeError ||
      (error as { code?: string }).code === 'ENOENT'
    console.error(isPlain ? (error as Error).message : error)
    process.exitCode = 2
  },
)
