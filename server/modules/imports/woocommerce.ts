import { cell, type Problem, quoted } from './cells.ts'
import { checkDraft, type PlacedVariant } from './check-draft.ts'
import type { CsvRow } from './csv-rows.ts'
import type { CatalogueRow, Lines, ProductDraft } from './product-draft.ts'
import { type CatalogueReader, type Extent, type Reading, toRefusals } from './reader.ts'
import { withoutGuard, withPoint } from './woo-cells.ts'
import { mapWooColumns, type WooColumns, type WooRow } from './woo-columns.ts'
import { createFamilies, type Family } from './woo-families.ts'
import { externalIdOf, toWooDraft, typesOf } from './woo-product.ts'
import { toWooVariant } from './woo-variant.ts'
import { toVariations } from './woo-variations.ts'

/**
 * WooCommerce writes a simple product as one row, and a variable one as a row and others for its variations,
 * which name it by SKU or id and may stand anywhere, also above it. So simple products are answered at once,
 * and the variable ones are kept, packed, until the file has ended.
 */
export function createWooReader(header: readonly string[], reading: Reading): CatalogueReader {
  const columns = mapWooColumns(header)
  const families = createFamilies(columns)
  return {
    take(csv) {
      const row = toWooRow(csv, columns)
      if (csv.fault) {
        families.lose(row, csv.isCutOff)
        return refuse(row, csv.fault)
      }
      const kind = kindOf(row)
      if ('refused' in kind) return refuse(row, kind.refused)
      claimNames(row, kind.name, reading)
      if (kind.name === 'simple') return toSimple(row, reading)
      const full = families.keep(row, kind.name)
      return full ? refuse(row, full) : []
    },
    *end() {
      for (const family of families.whole()) yield* toVariable(family, reading)
      for (const orphan of families.orphans()) {
        const parent = cell(orphan, 'parent')
        yield* refuse(orphan, parent ? noParent(parent) : 'This variation does not name its product.')
      }
    },
  }
}

const noParent = (parent: string) =>
  `This variation belongs to ${quoted(parent)}, and no row that could be read is a variable product of that name.`

/** Undoes what the exporter did to cells for the sake of spreadsheets and of the site's language. */
function toWooRow(csv: CsvRow, columns: WooColumns): WooRow {
  const cells = csv.cells.map((text) => (text.startsWith("'") ? withoutGuard(text) : text))
  for (const column of ['regularPrice', 'salePrice', 'weight'] as const) {
    const at = columns.at[column]
    const text = cells[at]
    if (text?.includes(',')) cells[at] = withPoint(text)
  }
  return { line: csv.line, lastLine: csv.lastLine, cells, columns, problems: [] }
}

type Kind = { readonly name: 'simple' | 'variable' | 'variation' } | { readonly refused: string }

const UNSUPPORTED: Record<string, string> = {
  grouped: 'Grouped products are not supported yet. The products in the group are imported by themselves.',
  external: 'External products, sold in another shop, are not supported yet.',
}

function kindOf(row: WooRow): Kind {
  const kinds = typesOf(row).filter((word) => word !== 'downloadable' && word !== 'virtual')
  const [name = 'simple', ...more] = kinds
  if (more.length === 0 && (name === 'simple' || name === 'variable' || name === 'variation')) return { name }
  const what = `The type ${quoted(cell(row, 'type'))} is not supported: only simple and variable products are.`
  return { refused: UNSUPPORTED[name] ?? what }
}

/** In the order of the file, so that it is the later of two rows that is refused. */
function claimNames(row: WooRow, kind: string, { skus, externalIds }: Reading): void {
  const id = externalIdOf(row)
  const sku = cell(row, 'sku')
  const taken = [
    id && externalIds.claim(id, row.line),
    kind !== 'variable' && sku && skus.claim(sku, row.line),
  ]
  for (const reason of taken) if (reason) row.problems.push({ line: row.line, reason })
}

const nameOf = (row: WooRow) => cell(row, 'sku') || externalIdOf(row) || cell(row, 'name')

const extentOf = (row: WooRow): Extent => ({
  lines: { from: row.line, to: row.lastLine },
  rows: 1,
  handle: nameOf(row),
})

const refuse = (row: WooRow, reason: string): readonly CatalogueRow[] =>
  toRefusals(extentOf(row), [{ line: row.line, reason }])

function toSimple(row: WooRow, reading: Reading): readonly CatalogueRow[] {
  const variant = toWooVariant(row, reading)
  const draft = toWooDraft(row, { options: [], variants: [variant], reading })
  const placed = [{ line: row.line, variant }]
  return settle({ draft, placed, extent: extentOf(row), line: row.line, problems: row.problems })
}

function toVariable({ parent, variations, lost }: Family, reading: Reading): readonly CatalogueRow[] {
  const rows = [parent, ...variations]
  const { options, placed } = toVariations(parent, variations, reading)
  const draft = toWooDraft(parent, { options, variants: placed.map(({ variant }) => variant), reading })
  const extent = {
    lines: rows.reduce(around, { from: parent.line, to: parent.lastLine }),
    rows: rows.length,
    handle: nameOf(parent),
  }
  const missing: Problem[] = lost === undefined ? [] : [{ line: parent.line, reason: lostVariation(lost) }]
  const problems = [...rows.flatMap((row) => row.problems), ...missing]
  return settle({ draft, placed, extent, line: parent.line, problems })
}

const around = ({ from, to }: Lines, { line, lastLine }: WooRow): Lines => ({
  from: Math.min(from, line),
  to: Math.max(to, lastLine),
})

const lostVariation = (line: number) =>
  `A variation of this product may be on line ${line}, which could not be taken; the product is not imported without it.`

function settle(found: {
  draft: ProductDraft
  placed: readonly PlacedVariant[]
  extent: Extent
  line: number
  problems: readonly Problem[]
}): readonly CatalogueRow[] {
  const { draft, placed, extent, line } = found
  const problems = [...found.problems, ...checkDraft(draft, placed, line)]
  if (problems.length > 0) return toRefusals(extent, problems)
  return [{ kind: 'product', lines: extent.lines, rows: extent.rows, draft }]
}
