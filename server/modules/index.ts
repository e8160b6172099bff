import type { Module } from '#module'
import { carts } from './carts/index.ts'
import { catalog } from './catalog/index.ts'
import { identity } from './identity/index.ts'
import { imports } from './imports/index.ts'
import { inventory } from './inventory/index.ts'
import { media } from './media/index.ts'
import { notifications } from './notifications/index.ts'
import { operations } from './operations/index.ts'
import { orders } from './orders/index.ts'
import { payments } from './payments/index.ts'
import { promotions } from './promotions/index.ts'
import { search } from './search/index.ts'
import { settings } from './settings/index.ts'
import { shipping } from './shipping/index.ts'
import { taxes } from './taxes/index.ts'

/** The layering rule: a module may import the front doors of those above it, never of those below. */
export const modules: readonly Module[] = [
  settings,
  notifications,
  identity,
  media,
  inventory,
  catalog,
  promotions,
  shipping,
  taxes,
  carts,
  payments,
  orders,
  search,
  imports,
  operations,
]
