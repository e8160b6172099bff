import { cell, complain, quoted, tidy } from './cells.ts'
import { htmlToText } from './html-text.ts'
import { type ProductDraft, TITLE_CHARS_MAX } from './product-draft.ts'
import type { Reading } from './reader.ts'
import { slugify, withSuffix } from './slug.ts'
import { categoriesOf, imagesOf, namesOf } from './woo-cells.ts'
import type { WooRow } from './woo-columns.ts'

/** What a row is known by: the id that the exporting shop gave it, or its SKU where the file has no ids. */
export const externalIdOf = (row: WooRow): string => {
  const id = cell(row, 'id')
  return id === '' ? cell(row, 'sku') : `id:${id}`
}

/** The words of a `Type` such as `simple, downloadable, virtual`. */
export const typesOf = (row: WooRow): string[] =>
  cell(row, 'type')
    .split(',')
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== '')

/**
 * The draft of a row that is a product, with the variants that were found for it; problems are noted in the
 * row.
 */
export function toWooDraft(
  row: WooRow,
  of: Pick<ProductDraft, 'options' | 'variants'> & { readonly reading: Reading },
): ProductDraft {
  const title = tidy(htmlToText(cell(row, 'name')), TITLE_CHARS_MAX, (what) => complain(row, 'name', what))
  if (title === '') complain(row, 'name', 'a product needs a name.')
  if (externalIdOf(row) === '') complain(row, 'sku', 'a product without an ID needs one, to be known again.')
  const [vendor] = namesOf(row, 'brands')
  return {
    source: 'woocommerce',
    externalId: externalIdOf(row),
    handle: claimHandle(row, title, of.reading),
    title,
    description: descriptionOf(row),
    ...(vendor && { vendor }),
    tags: namesOf(row, 'tags'),
    categories: categoriesOf(row),
    status: statusOf(row),
    options: of.options,
    variants: of.variants,
    images: imagesOf(row),
  }
}

/**
 * The exporter gives no address, so it comes from the name; of two alike, the second gets its SKU or id
 * behind.
 */
function claimHandle(row: WooRow, title: string, { handles }: Reading): string {
  const plain = slugify(title)
  if (!handles.claim(plain, row.line)) return plain
  const longer = withSuffix(plain, slugify(cell(row, 'sku') || cell(row, 'id')))
  const taken = handles.claim(longer, row.line)
  if (taken) row.problems.push({ line: row.line, reason: taken })
  return longer
}

/** The short text first, as on the shop's own page. The exporter writes line breaks as `\n`. */
function descriptionOf(row: WooRow): string {
  const texts = (['shortDescription', 'description'] as const)
    .map((column) => htmlToText(withLineBreaks(cell(row, column)), 'break'))
    .filter((text) => text !== '')
  return [...new Set(texts)].join('\n\n')
}

/** `\\n` stands for the two characters, `\n` for a line break. */
const withLineBreaks = (text: string) =>
  text.includes('\\n') ? text.replace(/\\\\n|\\n/g, (mark) => (mark === '\\n' ? '\n' : '\\n')) : text

/**
 * 1 is published, 0 private, -1 a draft, 2 pending; what is hidden from the catalogue is not shown here
 * either.
 */
function statusOf(row: WooRow): ProductDraft['status'] {
  const published = cell(row, 'published').toLowerCase()
  if (!['', '-1', '0', '1', '2', 'true', 'false'].includes(published)) {
    complain(row, 'published', `${quoted(published)} is not one of 1, 0 and -1.`)
  }
  const visibility = cell(row, 'visibility').toLowerCase()
  if (!['', 'visible', 'catalog', 'search', 'hidden'].includes(visibility)) {
    complain(row, 'visibility', `${quoted(visibility)} is not one of visible, catalog, search and hidden.`)
  }
  const isShown = visibility !== 'hidden' && (published === '1' || published === 'true')
  return isShown ? 'published' : 'draft'
}
