import type { Money } from '#kernel/money.ts'
import type { Sender } from './frame.ts'
import type { OrderSnapshot } from './messages.ts'

export const usd = (amount: number): Money => ({ amount, currency: 'USD' })

export const aSender: Sender = {
  name: 'Marketsquare',
  email: 'shop@example.com',
  url: 'https://shop.example',
}

/** A guest's order of two lines, with everything in it that a mail can tell. */
export const anOrder = (differences: Partial<OrderSnapshot> = {}): OrderSnapshot => ({
  id: 'order_1',
  number: '7QK4-M2XD',
  email: 'Ada@example.com',
  name: 'Ada Lovelace',
  currency: 'USD',
  locale: 'en-US',
  lines: [
    {
      title: 'Linen Apron',
      variantTitle: 'Oat',
      sku: 'APR-OAT',
      quantity: 2,
      unitPrice: usd(4800),
      total: usd(9600),
    },
    { title: 'Soap', variantTitle: null, sku: null, quantity: 1, unitPrice: usd(850), total: usd(850) },
  ],
  totals: {
    subtotal: usd(10_450),
    discount: usd(2_090),
    shipping: usd(1_000),
    tax: usd(500),
    total: usd(9_860),
    taxIncluded: false,
  },
  shippingAddress: {
    name: 'Ada Lovelace',
    line1: '12 Analytical Way',
    city: 'Portland',
    region: 'OR',
    postalCode: '97201',
    countryCode: 'US',
  },
  shippingOption: 'Standard',
  accessToken: 'guest token',
  ...differences,
})
