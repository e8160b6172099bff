import type { SetUp } from '#module'
import { eraseSteps, personalData } from '#modules/profiles/index.ts'
import { meRoutes } from './me-routes.ts'
import { currentCarts } from './own-cart.ts'
import { cartsOf, forgetCarts } from './personal-carts.ts'

/** The carts of those who have an account. A part of the module's manifest. */
export const ownCarts = {
  collections: [currentCarts],
  routes: meRoutes,
  setUp({ ports }: SetUp) {
    ports.use(personalData).set('carts', cartsOf)
    ports.use(eraseSteps).set('carts', forgetCarts)
  },
}
