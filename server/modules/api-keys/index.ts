import type { Module } from '#module'
import { tokenReaders } from '#modules/identity/index.ts'
import { adminRoutes } from './admin-routes.ts'
import { KEY_PREFIX } from './api-key.ts'
import { keys, keyUses } from './collections.ts'
import { purgeKeys } from './purge-keys.ts'
import { createKeyReader } from './read-key.ts'

export { NEVER_SCOPES } from './api-key.ts'

/** Ways in for programs: each with a few permissions of whoever made it. */
export const apiKeys: Module = {
  name: 'api-keys',
  collections: [keys, keyUses],
  routes: adminRoutes,
  permissions: {
    'api-keys:read': 'See which API keys there are, what they may do and when they were last used.',
    'api-keys:write': 'Make, rename and revoke API keys.',
  },
  schedules: [purgeKeys],
  setUp(app) {
    app.ports.use(tokenReaders).set(KEY_PREFIX, createKeyReader(app))
  },
}
