import { faults } from '#kernel/fault.ts'
import type { CatalogueFormat } from './product-draft.ts'

/** What makes a file unreadable as a whole. What is wrong with a row is reported, not thrown. */
export const catalogueFaults = faults('import', {
  emptyFile: [422, 'This file is empty. Export the products again, as CSV.'],
  notUtf8: [422, 'This file is not in UTF-8. Save it as "CSV UTF-8" and import it again.'],
  unreadableHeader: [422, 'The first row of this file cannot be read as a row of column names.'],
  unknownFormat: [422, 'This is neither a Shopify nor a WooCommerce export of products.'],
  missingColumns: [422, 'This file lacks columns that a product cannot do without.'],
  repeatedColumn: [422, 'This file has two columns of the same name.'],
})

/** Where a format's columns are in this file. */
export interface Columns<C extends string> {
  readonly header: readonly string[]
  /** By our name of the column; -1 where the file has no such column. */
  readonly at: Readonly<Record<C, number>>
}

export const toColumnName = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ')

/** Finds each column by the first of its spellings (in lower case) that the header has. */
export function mapColumns<C extends string>(
  header: readonly string[],
  spellings: Readonly<Record<C, readonly string[]>>,
): Columns<C> {
  const names = header.map(toColumnName)
  const at = {} as Record<C, number>
  for (const column of Object.keys(spellings) as C[]) {
    const found = spellings[column].find((spelling) => names.includes(spelling))
    at[column] = found === undefined ? -1 : names.indexOf(found)
    if (found !== undefined && names.lastIndexOf(found) !== at[column]) {
      throw catalogueFaults.repeatedColumn({
        message: `The header has two columns named "${header[at[column]]?.trim()}"; remove or rename one of them.`,
        details: { column: header[at[column]]?.trim() },
      })
    }
  }
  return { header, at }
}

/**
 * Refuses a file without the columns that each product needs. `needed` maps our name to the one that people
 * see.
 */
export function requireColumns<C extends string>(
  columns: Columns<C>,
  needed: Partial<Record<C, string>>,
  format: string,
): void {
  const missing = Object.entries(needed).filter(([column]) => columns.at[column as C] === -1)
  if (missing.length === 0) return
  const names = missing.map(([, name]) => name)
  throw catalogueFaults.missingColumns({
    message: `This is no whole ${format} export: its header lacks ${names.map((name) => `"${name}"`).join(', ')}.`,
    details: { missing: names },
  })
}

/** Tells the format by the columns that no other has. */
export function detectFormat(header: readonly string[]): CatalogueFormat {
  const names = new Set(header.map(toColumnName))
  if (names.has('handle') || names.has('url handle')) return 'shopify'
  if (names.has('type') && names.has('name') && names.has('regular price')) return 'woocommerce'
  throw catalogueFaults.unknownFormat({
    message: `${unknownHeader(header)} Shopify's has "Handle", "Title" and "Variant Price"; WooCommerce's, exported \
by a site in English, has "Type", "Name" and "Regular price".`,
  })
}

const HEADER_CHARS_SHOWN = 80

function unknownHeader(header: readonly string[]): string {
  const text = header.join(', ')
  const shown = text.length > HEADER_CHARS_SHOWN ? `${text.slice(0, HEADER_CHARS_SHOWN)}…` : text
  const divided = header.length < 3 && /[;\t]/.test(text) ? ' Its columns must be divided by commas.' : ''
  return `The header "${shown}" is not one of a known export.${divided}`
}
