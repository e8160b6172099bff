import { formatMoney, type Money } from '#kernel/money.ts'
import { type Button, style, TABLE } from './frame.ts'
import { type Html, html, nothing, oneLine } from './html.ts'
import type { FulfilmentSnapshot, MailAddress, OrderLineSnapshot, OrderSnapshot } from './messages.ts'

/** A label and an amount, ready to be read. */
export interface TotalRow {
  readonly label: string
  readonly value: string
  readonly strong?: boolean
}

/** The sums of an order, leaving out what plays no part in it. */
export function totalRows({ totals, locale, shippingOption }: OrderSnapshot): TotalRow[] {
  const write = (amount: Money) => formatMoney(amount, locale)
  const { subtotal, discount, shipping, tax, total, taxIncluded } = totals
  const rows: TotalRow[] = [{ label: 'Subtotal', value: write(subtotal) }]
  if (discount.amount > 0) {
    rows.push({ label: 'Discount', value: write({ ...discount, amount: -discount.amount }) })
  }
  if (shipping.amount > 0) rows.push({ label: 'Shipping', value: write(shipping) })
  else if (shippingOption !== null) rows.push({ label: 'Shipping', value: 'Free' })
  if (tax.amount > 0 && !taxIncluded) rows.push({ label: 'Tax', value: write(tax) })
  rows.push({ label: 'Total', value: write(total), strong: true })
  if (tax.amount > 0 && taxIncluded) rows.push({ label: 'Tax included', value: write(tax) })
  return rows
}

/** What follows a line's title: `Blue / M · SKU TS-1`. */
const detailOf = ({ variantTitle, sku }: OrderLineSnapshot): string =>
  [variantTitle, sku && `SKU ${sku}`].filter(Boolean).join(' · ')

/** Countries that write the postal code after the town and region; elsewhere it stands before the town. */
const CODE_LAST = new Set(['AU', 'CA', 'GB', 'IE', 'IN', 'NZ', 'US', 'ZA'])

/** By locale and code; Intl looks a name up anew each time. */
const countryNames = new Map<string, string>()

function countryName(code: string, locale: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code
  const key = `${locale} ${code}`
  let name = countryNames.get(key)
  if (name === undefined) {
    name = new Intl.DisplayNames([locale, 'en'], { type: 'region' }).of(code) ?? code
    countryNames.set(key, name)
  }
  return name
}

/** An address as it would stand on a parcel, a line each. */
export function addressLines(address: MailAddress, locale: string): string[] {
  const { name, company, line1, line2, city, region, postalCode, countryCode } = address
  const joined = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' ')
  const town = CODE_LAST.has(countryCode ?? '')
    ? joined(region ? `${city},` : city, region, postalCode)
    : joined(postalCode, region ? `${city},` : city, region)
  const country = countryCode && countryName(countryCode, locale)
  return [name, company, line1, line2, town, country]
    .filter((line) => !!line)
    .map((line) => oneLine(`${line}`))
}

export function linesText({ lines, locale }: OrderSnapshot): string {
  return lines
    .map((line) => {
      const detail = detailOf(line)
      const title = `${line.quantity} x ${oneLine(line.title)}${detail && ` (${oneLine(detail)})`}`
      return `${title}\n    ${formatMoney(line.total, locale)}`
    })
    .join('\n')
}

export function totalsText(rows: readonly TotalRow[]): string {
  const width = Math.max(...rows.map(({ label }) => label.length)) + 2
  return rows.map(({ label, value }) => `${`${label}:`.padEnd(width)}${value}`).join('\n')
}

const lineHtml = (line: OrderLineSnapshot, locale: string): Html => {
  const detail = detailOf(line)
  const each = `${line.quantity} × ${formatMoney(line.unitPrice, locale)}`
  return html`
<tr><td class="ink rule" style="padding:14px 0;${style.rule};${style.ink}">
<b style="font-weight:600">${line.title}</b><br>
<span class="soft" style="${style.soft}">${detail ? html`${detail}<br>` : nothing}${each}</span></td>
<td class="ink rule" align="right" valign="top" style="padding:14px 0 14px 16px;white-space:nowrap;
${style.rule};${style.ink}">${formatMoney(line.total, locale)}</td></tr>`
}

const totalHtml = ({ label, value, strong }: TotalRow): Html =>
  strong
    ? html`
<tr><td class="ink" style="${style.total}">${label}</td>
<td class="ink" align="right" style="${style.total};white-space:nowrap">${value}</td></tr>`
    : html`
<tr><td class="soft" style="padding:2px 0;${style.soft}">${label}</td>
<td class="soft" align="right" style="padding:2px 0;white-space:nowrap;${style.soft}">${value}</td></tr>`

export const linesHtml = ({ lines, locale }: OrderSnapshot): Html =>
  html`${TABLE} style="margin-top:28px">${lines.map((line) => lineHtml(line, locale))}</table>`

export const totalsHtml = (rows: readonly TotalRow[]): Html =>
  html`${TABLE} class="rule" style="padding-top:12px;${style.rule}">${rows.map(totalHtml)}</table>`

/** What is in a parcel, without prices: parcels are opened in front of others. */
export const parcelHtml = (lines: FulfilmentSnapshot['lines']): Html =>
  html`${TABLE} style="margin-top:28px">${lines.map(
    ({ title, quantity }) => html`
<tr><td class="ink rule" style="padding:12px 0;${style.rule};${style.ink}">${title}</td>
<td class="soft rule" align="right" valign="top" style="padding:12px 0 12px 16px;white-space:nowrap;
${style.rule};${style.soft}">× ${quantity}</td></tr>`,
  )}</table>`

/** A heading and lines below it, beside each other where there is room: an address, a way of shipping. */
export const blockHtml = (label: string, lines: readonly string[]): Html =>
  lines.length === 0
    ? nothing
    : html`<div class="col" style="display:inline-block;width:50%;vertical-align:top;padding-top:24px">
<div class="soft" style="${style.label}">${label}</div>
<div class="ink" style="padding-top:4px;font-size:15px;line-height:22px;${style.ink}">
${lines.map((line) => html`${line}<br>`)}</div></div>`

export const linkHtml = ({ label, href }: Button): Html =>
  html`<p style="margin:24px 0 0"><a class="ink" href="${href}" style="${style.ink}">${label}</a></p>`
