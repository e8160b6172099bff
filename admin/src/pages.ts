import { CATALOGUE } from './pages/catalogue.ts'
import { COMMERCE } from './pages/commerce.ts'
import { SELL } from './pages/sell.ts'
import { SYSTEM } from './pages/system.ts'

/** Every page below the guard, by the groups of the navigation. */
export const PAGES = [...SELL, ...CATALOGUE, ...COMMERCE, ...SYSTEM] as const
