import type { Module } from '#module'
import { analytics } from './analytics/index.ts'
import { apiKeys } from './api-keys/index.ts'
import { auditModule as audit } from './audit/index.ts'
import { carts } from './carts/index.ts'
import { catalog } from './catalog/index.ts'
import { identity } from './identity/index.ts'
import { imports } from './imports/index.ts'
import { inventory } from './inventory/index.ts'
import { media } from './media/index.ts'
import { notifications } from './notifications/index.ts'
import { openid } from './openid/index.ts'
import { operations } from './operations/index.ts'
import { orders } from './orders/index.ts'
import { passkeys } from './passkeys/index.ts'
import { payments } from './payments/index.ts'
import { profiles } from './profiles/index.ts'
import { promotions } from './promotions/index.ts'
import { search } from './search/index.ts'
import { secondFactor } from './second-factor/index.ts'
import { settings } from './settings/index.ts'
import { shipping } from './shipping/index.ts'
import { taxes } from './taxes/index.ts'

/** The layering rule: a module may import the front doors of those above it, never of those below. */
export const modules: readonly Module[] = [
  settings,
  audit,
  notifications,
  identity,
  apiKeys,
  secondFactor,
  passkeys,
  openid,
  media,
  profiles,
  inventory,
  catalog,
  promotions,
  shipping,
  taxes,
  carts,
  payments,
  orders,
  analytics,
  search,
  imports,
  operations,
]
