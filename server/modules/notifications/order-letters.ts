import { formatMoney, type Money } from '#kernel/money.ts'
import { type Button, type Letter, type Sender, toHtml, toPlainText } from './frame.ts'
import { html, nothing, oneLine, webAddress } from './html.ts'
import type { FulfilmentSnapshot, OrderSnapshot, Tracking } from './messages.ts'
import {
  addressLines,
  blockHtml,
  linesHtml,
  linesText,
  linkHtml,
  parcelHtml,
  totalRows,
  totalsHtml,
  totalsText,
} from './order-parts.ts'

/** The order's page; a guest's link carries the token that opens it. */
function orderButton({ url }: Sender, { id, accessToken }: OrderSnapshot): Button {
  const query = accessToken === null ? '' : `?token=${encodeURIComponent(accessToken)}`
  return { label: 'View your order', href: `${url}/orders/${encodeURIComponent(id)}${query}` }
}

export function orderConfirmation(sender: Sender, order: OrderSnapshot): Letter {
  const { number, name, locale, shippingAddress, shippingOption } = order
  const button = orderButton(sender, order)
  const rows = totalRows(order)
  const address = shippingAddress ? addressLines(shippingAddress, locale) : []
  const title = name ? `Thank you, ${oneLine(name)}!` : 'Thank you for your order!'
  const lead = `Your order #${number} is confirmed. We will write again when it is on its way.`
  const shipping = shippingOption === null ? undefined : oneLine(shippingOption)
  return {
    subject: `Your order #${number} has been confirmed!`,
    text: toPlainText(sender, [
      title,
      lead,
      linesText(order),
      totalsText(rows),
      address.length > 0 ? `Shipping to:\n${address.join('\n')}` : undefined,
      shipping && `Shipping by: ${shipping}`,
      `${button.label}: ${button.href}`,
    ]),
    html: toHtml(sender, {
      title,
      leads: [lead],
      button,
      body: html`${linesHtml(order)}${totalsHtml(rows)}${[
        blockHtml('Shipping to', address),
        blockHtml('Shipping by', shipping ? [shipping] : []),
      ]}`,
    }),
  }
}

export function orderShipped(
  sender: Sender,
  { order, fulfilment }: { order: OrderSnapshot; fulfilment: FulfilmentSnapshot },
): Letter {
  const { number, locale, shippingAddress } = order
  const { lines, tracking } = fulfilment
  const address = shippingAddress ? addressLines(shippingAddress, locale) : []
  const page = orderButton(sender, order)
  const track = tracking && trackButton(tracking)
  const title = 'Your order is on its way'
  const lead = `We have just sent you a parcel of your order #${number}.`
  return {
    subject: `Your order #${number} is on its way`,
    text: toPlainText(sender, [
      title,
      lead,
      `In this parcel:\n${lines.map((line) => `${line.quantity} x ${oneLine(line.title)}`).join('\n')}`,
      tracking
        ? `Carrier: ${oneLine(tracking.carrier)}\nTracking number: ${oneLine(tracking.number)}`
        : undefined,
      track ? `${track.label}: ${track.href}` : undefined,
      address.length > 0 ? `Shipping to:\n${address.join('\n')}` : undefined,
      `${page.label}: ${page.href}`,
    ]),
    html: toHtml(sender, {
      title,
      leads: [lead],
      button: track ?? page,
      body: html`${parcelHtml(lines)}${[
        blockHtml('Tracking', tracking ? [tracking.carrier, tracking.number] : []),
        blockHtml('Shipping to', address),
        track ? linkHtml(page) : nothing,
      ]}`,
    }),
  }
}

function trackButton({ url }: Tracking): Button | undefined {
  const href = webAddress(url)
  return href === undefined ? undefined : { label: 'Track your parcel', href }
}

export function orderRefund(
  sender: Sender,
  { amount, currency, order, reason }: Money & { order: OrderSnapshot; reason: string | null },
): Letter {
  const { number, locale } = order
  const button = orderButton(sender, order)
  const title = `We have refunded ${formatMoney({ amount, currency }, locale)}`
  const leads = [
    `The money for your order #${number} goes back the way it came. Banks may take some days to show it.`,
    ...(reason ? [`The reason: ${oneLine(reason)}`] : []),
  ]
  return {
    subject: `A refund for your order #${number}`,
    text: toPlainText(sender, [title, ...leads, `${button.label}: ${button.href}`]),
    html: toHtml(sender, { title, leads, button, body: nothing }),
  }
}

export function orderCancellation(
  sender: Sender,
  { order, reason }: { order: OrderSnapshot; reason: string | null },
): Letter {
  const { number } = order
  const button = orderButton(sender, order)
  const rows = totalRows(order)
  const title = 'Your order was cancelled'
  const leads = [
    `Your order #${number} has been cancelled and will not be shipped.`,
    ...(reason ? [`The reason: ${oneLine(reason)}`] : []),
    'If you have paid for it, the money goes back the way it came.',
  ]
  return {
    subject: `Your order #${number} has been cancelled`,
    text: toPlainText(sender, [
      title,
      ...leads,
      linesText(order),
      totalsText(rows),
      `${button.label}: ${button.href}`,
    ]),
    html: toHtml(sender, {
      title,
      leads,
      button,
      body: html`${linesHtml(order)}${totalsHtml(rows)}`,
    }),
  }
}
