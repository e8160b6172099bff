import { browserSession, createShop } from '@marketsquare/sdk'

/** The API of the shop that served this page, with the cookie of the page's session. */
export const shop = createShop({ session: browserSession() })
