import type { Module } from '#module'
import { carts as cartCollection } from './collections.ts'
import { rememberCarts } from './foresight.ts'
import { ownCarts } from './own-carts.ts'
import { routes } from './routes.ts'

export { type Address, AddressSchema } from '#modules/profiles/index.ts'
export { cartHolder } from './access.ts'
export { type Cart, closeFor, reopen } from './cart.ts'
export { needCart, type Quoted, requote } from './change-cart.ts'
export { carts as cartCollection } from './collections.ts'
export { compareQuotes } from './compare-quotes.ts'
export { customerKeyOf, type Facts, shortages } from './facts.ts'
export { cartFaults } from './faults.ts'
export { type Foreseen, foresee } from './foresight.ts'
export type { Explanation, Quote, QuotedLine, Totals } from './quote.ts'
export { ExplanationSchema, LineSchema, problemsOf, TotalsSchema } from './view.ts'

/** What customers are about to buy, what it costs, and why. */
export const carts: Module = {
  name: 'carts',
  collections: [cartCollection, ...ownCarts.collections],
  routes: [...routes, ...ownCarts.routes],
  permissions: { 'carts:read': "See customers' open carts." },
  setUp(app) {
    rememberCarts(app)
    return ownCarts.setUp?.(app)
  },
}
