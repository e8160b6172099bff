import { defineTexts } from '../language.tsx'

export const ordersTexts = defineTexts(
  {
    number: (number: string) => `Order ${number}`,
    andMore: (title: string, more: number) => (more === 0 ? title : `${title} and ${more} more`),
    status: {
      pending: 'Waiting for the payment',
      placed: 'Placed',
      paid: 'Paid',
      fulfilled: 'Shipped',
      cancelled: 'Cancelled',
    },
    none: 'You have not ordered anything yet. When you do, you see here where it is.',
    toShop: 'Look around the shop',
    claim: {
      title: 'Bought without signing in?',
      text: (email: string) => `We look for orders of ${email} and bring them into your account.`,
      button: 'Bring them here',
      done: 'We are looking. What we find appears above in a moment.',
    },
  },
  {
    number: (number: string) => `Bestellung ${number}`,
    andMore: (title: string, more: number) => (more === 0 ? title : `${title} und ${more} weitere`),
    status: {
      pending: 'Wartet auf die Zahlung',
      placed: 'Bestellt',
      paid: 'Bezahlt',
      fulfilled: 'Verschickt',
      cancelled: 'Storniert',
    },
    none: 'Du hast noch nichts bestellt. Wenn du es tust, siehst du hier, wo es gerade ist.',
    toShop: 'Im Laden umsehen',
    claim: {
      title: 'Ohne Anmeldung gekauft?',
      text: (email: string) => `Wir suchen Bestellungen von ${email} und holen sie in dein Konto.`,
      button: 'Hierher holen',
      done: 'Wir suchen. Was wir finden, steht gleich oben.',
    },
  },
)
