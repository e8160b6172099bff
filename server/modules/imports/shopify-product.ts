import { cell, complain, flag, quoted, textLine, tidy, webAddress, wholeNumber } from './cells.ts'
import { type PlacedVariant, toOptions } from './check-draft.ts'
import { htmlToText } from './html-text.ts'
import {
  ALT_CHARS_MAX,
  LABEL_CHARS_MAX,
  type ProductDraft,
  SEO_CHARS_MAX,
  STOCK_MAX,
  TITLE_CHARS_MAX,
} from './product-draft.ts'
import type { Reading } from './reader.ts'
import type { ShopifyRow } from './shopify-columns.ts'
import { isVariantRow, optionsOf, toVariant } from './shopify-variant.ts'

/** The product that a group of rows describes; what is wrong with it is noted in the rows. */
export function toShopifyDraft(
  group: { readonly rows: readonly ShopifyRow[]; readonly handle: string; readonly externalId: string },
  reading: Reading,
): { draft: ProductDraft; placed: readonly PlacedVariant[] } {
  const { rows, handle, externalId } = group
  const head = rows[0] as ShopifyRow
  const title = textLine(head, 'title', TITLE_CHARS_MAX)
  if (title === '') complain(head, 'title', 'a product needs a title in its first row.')
  for (const row of rows) refuseOtherTitle(row, head)
  const options = optionsOf(head)
  const placed = rows
    .filter((row) => row === head || isVariantRow(row))
    .map((row) => ({ line: row.line, variant: toVariant(row, options, reading) }))
  const names = options.map(({ name }) => name)
  const draft: ProductDraft = {
    source: 'shopify',
    externalId,
    handle,
    title,
    description: htmlToText(cell(head, 'body')),
    ...labels(head),
    tags: tagsOf(head),
    categories: categoriesOf(head),
    status: statusOf(head),
    options: toOptions(
      names,
      placed.map(({ variant }) => variant),
    ),
    variants: placed.map(({ variant }) => variant),
    images: imagesOf(rows),
    ...(flag(head, 'giftCard', false) && { giftCard: true }),
    ...seoOf(head),
  }
  return { draft, placed }
}

function refuseOtherTitle(row: ShopifyRow, head: ShopifyRow): void {
  const title = cell(row, 'title')
  if (title !== '' && title !== cell(head, 'title')) {
    complain(
      row,
      'title',
      `${quoted(title)} is not the title on line ${head.line}, which has the same handle.`,
    )
  }
}

function labels(head: ShopifyRow): { vendor?: string; type?: string } {
  const vendor = textLine(head, 'vendor')
  const type = textLine(head, 'type')
  return { ...(vendor && { vendor }), ...(type && { type }) }
}

function tagsOf(head: ShopifyRow): string[] {
  const refuse = (what: string) => complain(head, 'tags', what)
  const tags = cell(head, 'tags')
    .split(',')
    .map((tag) => tidy(tag.trim(), LABEL_CHARS_MAX, refuse))
  return [...new Set(tags.filter((tag) => tag !== ''))]
}

/** Shopify's own taxonomy (`Apparel & Accessories > Clothing`) stands in where the merchant gave no type. */
function categoriesOf(head: ShopifyRow): string[][] {
  const type = textLine(head, 'type')
  if (type) return [[type]]
  const path = textLine(head, 'category', SEO_CHARS_MAX)
    .split('>')
    .map((name) => name.trim())
  const names = path.filter((name) => name !== '')
  return names.length > 0 ? [names] : []
}

/**
 * Older exports have no status; newer ones have both. Archived and unlisted products are not shown, so
 * drafts.
 */
function statusOf(head: ShopifyRow): ProductDraft['status'] {
  const status = cell(head, 'status').toLowerCase()
  if (!['', 'active', 'draft', 'archived', 'unlisted'].includes(status)) {
    complain(head, 'status', `${quoted(status)} is not one of active, draft, archived and unlisted.`)
  }
  const isPublished = flag(head, 'published', status === 'active')
  return isPublished && (status === '' || status === 'active') ? 'published' : 'draft'
}

function seoOf(head: ShopifyRow): Pick<ProductDraft, 'seo'> {
  const title = textLine(head, 'seoTitle', SEO_CHARS_MAX)
  const description = textLine(head, 'seoDescription', SEO_CHARS_MAX)
  return title || description ? { seo: { ...(title && { title }), ...(description && { description }) } } : {}
}

function imagesOf(rows: readonly ShopifyRow[]): { url: string; alt: string }[] {
  const seen = new Set<string>()
  return rows
    .filter((row) => cell(row, 'image') !== '')
    .map((row) => ({
      position: cell(row, 'imagePosition') === '' ? STOCK_MAX : wholeNumber(row, 'imagePosition', STOCK_MAX),
      image: { url: webAddress(row, 'image'), alt: textLine(row, 'imageAlt', ALT_CHARS_MAX) },
    }))
    .sort((a, b) => a.position - b.position)
    .map(({ image }) => image)
    .filter(({ url }) => !seen.has(url) && seen.add(url))
}
