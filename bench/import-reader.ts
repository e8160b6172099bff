import { type CatalogueRow, readCatalogue } from '../server/modules/imports/read-catalogue.ts'
import { generateShopifyCsv, generateWooCsv } from './catalogue-csv.ts'

/**
 * `node bench/import-reader.ts [rows] [shopify|woocommerce]`: seconds and memory of reading a generated
 * export.
 */
const rows = Number(process.argv[2] ?? 100_000)
const format = process.argv[3] === 'woocommerce' ? 'woocommerce' : 'shopify'

const found = { product: 0, refused: 0, variants: 0, rows: 0 }
let bytes = 0
let rssMax = 0
const watch = setInterval(noteMemory, 20)
const startedAt = performance.now()

const source = format === 'shopify' ? generateShopifyCsv(rows) : generateWooCsv(rows)
const onBytes = (read: number) => {
  bytes = read
  noteMemory()
}
for await (const row of readCatalogue(source, { currency: 'USD', onBytes })) count(row)
clearInterval(watch)
noteMemory()
const seconds = (performance.now() - startedAt) / 1_000
const cpu = process.cpuUsage()

console.log(
  JSON.stringify({
    format,
    ...found,
    megabytes: Math.round(bytes / 1e5) / 10,
    seconds: Math.round(seconds * 100) / 100,
    cpuSeconds: Math.round((cpu.user + cpu.system) / 1e4) / 100,
    rssMaxMb: Math.round(rssMax / 2 ** 20),
  }),
)

function count(row: CatalogueRow): void {
  found[row.kind]++
  found.rows += row.rows
  if (row.kind === 'product') found.variants += row.draft.variants.length
}

function noteMemory(): void {
  rssMax = Math.max(rssMax, process.memoryUsage.rss())
}
