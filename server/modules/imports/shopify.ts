import { cell, type Problem } from './cells.ts'
import { checkDraft } from './check-draft.ts'
import type { CsvRow } from './csv-rows.ts'
import { type CatalogueRow, IMAGES_MAX, VARIANTS_MAX } from './product-draft.ts'
import { type CatalogueReader, type Reading, toRefusals } from './reader.ts'
import { mapShopifyColumns, type ShopifyRow } from './shopify-columns.ts'
import { toShopifyDraft } from './shopify-product.ts'
import { slugify } from './slug.ts'

/** More rows than this cannot be one product's variants and images; the rest is counted, not kept. */
const PRODUCT_ROWS_MAX = 2 * (VARIANTS_MAX + IMAGES_MAX)

/** Rows with one handle, one after the other. */
interface Group {
  /** The handle as it will be; rows that agree in it belong together. */
  readonly handle: string
  readonly externalId: string
  readonly from: number
  readonly rows: ShopifyRow[]
  /** What makes the rows unfit to be read as a product at all. */
  readonly problems: Problem[]
  to: number
  count: number
}

/**
 * Shopify writes a product as rows with the same handle, one below the other: the first has the product and a
 * variant, the others a variant, an image or both. A product is complete when another handle comes, so only
 * one is held at a time; a handle that comes again later is refused, as its first rows may have been imported
 * already.
 */
export function createShopifyReader(header: readonly string[], reading: Reading): CatalogueReader {
  const columns = mapShopifyColumns(header)
  let open: Group | undefined

  const close = (): readonly CatalogueRow[] => {
    const group = open
    open = undefined
    return group ? finish(group, reading) : []
  }
  return {
    take(csv) {
      const row: ShopifyRow = { line: csv.line, cells: csv.cells, columns, problems: [] }
      const externalId = cell(row, 'handle')
      const handle = toHandle(externalId)
      const belongs = open !== undefined && (handle === '' || handle === open.handle)
      const done = belongs ? [] : close()
      open ??= openGroup({ handle, externalId, line: csv.line }, reading)
      addRow(open, row, csv)
      return done
    },
    end: close,
  }
}

const CONTROLS = /\p{Cc}/gu

const toHandle = (text: string) => (text === '' ? '' : slugify(text.replace(CONTROLS, '�')))

function openGroup(of: { handle: string; externalId: string; line: number }, { handles }: Reading): Group {
  const { handle, externalId, line } = of
  const taken = handle && handles.claim(handle, line)
  const problems = taken ? [{ line, reason: `${taken} The rows of one product must stand together.` }] : []
  return { handle, externalId, from: line, to: line, count: 0, rows: [], problems }
}

function addRow(group: Group, row: ShopifyRow, csv: CsvRow): void {
  group.to = csv.lastLine
  group.count++
  if (group.count > PRODUCT_ROWS_MAX) return
  group.rows.push(row)
  const reason = csv.fault ?? handleProblem(cell(row, 'handle'))
  if (reason) group.problems.push({ line: csv.line, reason })
}

/**
 * A row without a handle most likely belongs to the product above it, so that one is not imported without it.
 */
function handleProblem(handle: string): string | undefined {
  if (handle === '') return 'This row has no handle. If it belongs to the product above, repeat the handle.'
  return handle.search(CONTROLS) === -1 ? undefined : 'The handle of this row has control characters.'
}

function finish(group: Group, reading: Reading): readonly CatalogueRow[] {
  const { handle, from, rows, count } = group
  const extent = { lines: { from, to: group.to }, rows: count, handle }
  if (group.problems.length > 0) return toRefusals(extent, group.problems)
  if (count > PRODUCT_ROWS_MAX) {
    const reason = `This product has ${count} rows; at most ${PRODUCT_ROWS_MAX} are possible.`
    return toRefusals(extent, [{ line: from, reason }])
  }
  const { draft, placed } = toShopifyDraft(group, reading)
  const problems = [...rows.flatMap((row) => row.problems), ...checkDraft(draft, placed, from)]
  return problems.length > 0
    ? toRefusals(extent, problems)
    : [{ kind: 'product', lines: extent.lines, rows: count, draft }]
}
