import { type Instant, systemClock } from '#kernel/clock.ts'
import { exponentOf } from '#kernel/money.ts'
import { createClaims } from './claims.ts'
import { type ByteSource, type CsvRow, csvRows } from './csv-rows.ts'
import { catalogueFaults, detectFormat } from './header.ts'
import type { CatalogueFormat, CatalogueRow } from './product-draft.ts'
import type { CatalogueReader, Reading } from './reader.ts'
import { createShopifyReader } from './shopify.ts'
import { createWooReader } from './woocommerce.ts'

export type { CatalogueRow, ProductDraft, VariantDraft } from './product-draft.ts'

export interface ReadOptions {
  /** Told by the header where not given. */
  readonly format?: CatalogueFormat
  /** The ISO 4217 code of the amounts in the file, which does not say it. */
  readonly currency: string
  /** When reductions with a beginning and an end are looked at; now, where not given. */
  readonly now?: Instant
  /** Told again and again how many bytes of the source have been read: for a progress bar. */
  readonly onBytes?: (bytes: number) => void
}

/**
 * Reads a Shopify or WooCommerce export of products as it streams in, and yields each product as soon as it
 * is known to be whole, and each refusal. Every row of the file is in exactly one item; blank ones are passed
 * over.
 *
 * Throws only for what spoils the file as a whole: a fault `import.*` for a header that cannot be read,
 * `money.*` for an unknown currency, and whatever the source throws.
 *
 * @example
 * for await (const row of readCatalogue(createReadStream(path), { currency: 'USD' })) {
 *   if (row.kind === 'product') await save(row.draft)
 *   else report(row.line, row.reason)
 * }
 */
export async function* readCatalogue(source: ByteSource, options: ReadOptions): AsyncGenerator<CatalogueRow> {
  exponentOf(options.currency)
  let reader: CatalogueReader | undefined
  for await (const rows of csvRows(source, options.onBytes)) {
    for (const row of rows) {
      if (reader) for (const item of reader.take(row)) yield item
      else reader = createReader(row, options)
    }
  }
  if (!reader) throw catalogueFaults.emptyFile()
  yield* reader.end()
}

function createReader(header: CsvRow, { format, currency, now }: ReadOptions): CatalogueReader {
  if (header.fault)
    throw catalogueFaults.unreadableHeader({ message: `Line ${header.line}: ${header.fault}` })
  const reading: Reading = {
    currency,
    now: now ?? systemClock.now(),
    handles: createClaims('handle'),
    skus: createClaims('SKU'),
    externalIds: createClaims('ID'),
  }
  const create = (format ?? detectFormat(header.cells)) === 'shopify' ? createShopifyReader : createWooReader
  return create(header.cells, reading)
}
