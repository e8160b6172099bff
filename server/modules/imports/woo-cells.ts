import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { type Money, zero } from '#kernel/money.ts'
import { addressProblem, amount, cell, complain, quoted, tidy, wholeNumber } from './cells.ts'
import { decodeEntities } from './html-entities.ts'
import { LABEL_CHARS_MAX, STOCK_MAX, type StockDraft } from './product-draft.ts'
import type { WooColumn, WooRow } from './woo-columns.ts'

/**
 * WooCommerce puts an apostrophe before a cell that a spreadsheet might take for a formula.
 * Source: `escape_data` of its CSV exporter.
 */
export const withoutGuard = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

/** `18,50`, as shops write it whose language does; thousands are never written apart. */
export const withPoint = (text: string): string =>
  /^\s*\d*,\d+\s*$/.test(text) ? text.replace(',', '.') : text

/** Divides a list at its separators, each of one character; `\,` is a comma within a value. */
export function splitList(text: string, separators = ','): string[] {
  const values: string[] = []
  let value = ''
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    if (char === '\\' && text[at + 1] === ',') {
      value += ','
      at++
    } else if (separators.includes(char)) {
      values.push(value.trim())
      value = ''
    } else {
      value += char
    }
  }
  values.push(value.trim())
  return [...new Set(values.filter((each) => each !== ''))]
}

/** A list of names: tags, brands. */
export const namesOf = (row: WooRow, column: WooColumn): string[] =>
  splitList(cell(row, column)).map((name) => toName(row, column, name))

const toName = (row: WooRow, column: WooColumn, text: string) =>
  tidy(decodeEntities(text).trim(), LABEL_CHARS_MAX, (what) => complain(row, column, what))

/** What a product is filed under that no one filed. */
const NO_CATEGORY = 'uncategorized'

/** `Clothing > Tshirts, Clothing > Men`: paths from the root. */
export function categoriesOf(row: WooRow): string[][] {
  return splitList(cell(row, 'categories'))
    .filter((path) => path.toLowerCase() !== NO_CATEGORY)
    .map((path) => path.split('>').map((name) => toName(row, 'categories', name)))
    .map((path) => path.filter((name) => name !== ''))
    .filter((path) => path.length > 0)
}

export function imagesOf(row: WooRow): { url: string; alt: string }[] {
  return splitList(cell(row, 'images')).map((url) => {
    const what = addressProblem(url)
    if (what) complain(row, 'images', what)
    return { url, alt: '' }
  })
}

/** What is paid now: the sale price while the sale lasts, with the regular one beside it. */
export function priceOf(
  row: WooRow,
  of: { currency: string; now: Instant },
): { price: Money; compareAtPrice?: Money } {
  const regular = amount(row, 'regularPrice', of.currency)
  if (cell(row, 'regularPrice') === '') complain(row, 'regularPrice', 'there is no price.')
  const sale = amount(row, 'salePrice', of.currency)
  if (!regular || !sale) return { price: regular ?? zero(of.currency) }
  if (sale.amount > regular.amount) {
    complain(row, 'salePrice', `${quoted(cell(row, 'salePrice'))} is more than the regular price.`)
  }
  const isOn = isOnSale(row, of.now) && sale.amount < regular.amount
  return isOn ? { price: sale, compareAtPrice: regular } : { price: regular }
}

function isOnSale(row: WooRow, now: Instant): boolean {
  const starts = instantOf(row, 'saleStarts')
  const ends = instantOf(row, 'saleEnds')
  const endsAt = ends && (ends.isDay ? ends.at + DAY_MS - 1 : ends.at)
  return (starts?.at ?? now) <= now && now <= (endsAt ?? now)
}

const DATE = /^(\d{4})-(\d\d?)-(\d\d?)(?:[ T](\d\d?):(\d\d)(?::(\d\d))?)?$/

/** The exporter writes the site's local time and not where that is, so it is taken for UTC. */
function instantOf(row: WooRow, column: WooColumn): { at: Instant; isDay: boolean } | undefined {
  const text = cell(row, column)
  if (text === '') return undefined
  const [year, month, day, hour, minute, second] = (DATE.exec(text) ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0))
  const at = Date.UTC(year ?? Number.NaN, (month ?? 0) - 1, day)
  const isReal = month && day && month <= 12 && at < Date.UTC(year as number, month) && (hour ?? 0) < 24
  if (!isReal) complain(row, column, `${quoted(text)} is not a date such as 2026-11-30.`)
  const time = (hour ?? 0) * HOUR_MS + (minute ?? 0) * MINUTE_MS + (second ?? 0) * SECOND_MS
  return { at: at + time, isDay: text.length <= '2026-11-30'.length }
}

/**
 * WooCommerce counts units only where a stock is given; else a product is simply in stock, out of stock or to
 * be ordered. `parent` means that the variations share one stock, which the caller must settle.
 */
export function stockOf(row: WooRow): StockDraft {
  const inStock = cell(row, 'inStock').toLowerCase()
  if (!['', '0', '1', 'backorder'].includes(inStock)) {
    complain(row, 'inStock', `${quoted(inStock)} is not one of 1, 0 and backorder.`)
  }
  const backorders = cell(row, 'backorders').toLowerCase()
  if (!['', '0', '1', 'notify'].includes(backorders)) {
    complain(row, 'backorders', `${quoted(backorders)} is not one of 1, 0 and notify.`)
  }
  if (cell(row, 'stock') !== '') {
    const onHand = wholeNumber(row, 'stock', STOCK_MAX)
    return { tracked: true, onHand, backorder: backorders === '1' || backorders === 'notify' }
  }
  return {
    tracked: inStock === '0' || inStock === 'backorder',
    onHand: 0,
    backorder: inStock === 'backorder',
  }
}
