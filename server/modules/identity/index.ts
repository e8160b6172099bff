import type { Module } from '#module'
import { adminRoutes } from './admin-routes.ts'
import { createAuthenticate } from './authenticate.ts'
import { sessions, signInLinks, users } from './collections.ts'
import { ensureOwner } from './ensure-owner.ts'
import { authenticator } from './ports.ts'
import { routes } from './routes.ts'
import { purgeSessions } from './sessions.ts'

export { addUser, findUserByEmail, userOf } from './accounts.ts'
export { authenticator, permissionList } from './ports.ts'
export { createSignInLink } from './sign-in-links.ts'
export { type User, userRegistered, userUpdated } from './user.ts'

/** Who is who: accounts, sessions, roles. */
export const identity: Module = {
  name: 'identity',
  collections: [users, sessions, signInLinks],
  routes: [...routes, ...adminRoutes],
  permissions: { 'users:read': 'See the accounts of customers and staff.' },
  schedules: [purgeSessions],
  async setUp(app) {
    app.ports.fill(authenticator, createAuthenticate(app))
    await ensureOwner(app)
  },
}
