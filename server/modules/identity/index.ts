import type { Module } from '#module'
import { adminRoutes } from './admin-routes.ts'
import { createAuthenticate, createSessionReader } from './authenticate.ts'
import { roles, sessions, signInLinks, tickets, users } from './collections.ts'
import { ensureOwner } from './ensure-owner.ts'
import { authenticator, secondFactor, tokenReaders } from './ports.ts'
import { routes } from './routes.ts'
import { purgeSessions } from './sessions.ts'
import { purgeTickets } from './tickets.ts'

export { addUser, findUserByEmail, userOf } from './accounts.ts'
export {
  authenticator,
  permissionList,
  type SecondFactor,
  secondFactor,
  type TokenReader,
  tokenReaders,
} from './ports.ts'
export { permissionsOf } from './roles.ts'
export { completeSignIn, type SignedIn } from './sign-in.ts'
export { createSignInLink } from './sign-in-links.ts'
export { issueTicket, needTicket, redeemTicket } from './tickets.ts'
export { type User, userRegistered, userUpdated } from './user.ts'

/** Who is who: accounts, sessions, roles. */
export const identity: Module = {
  name: 'identity',
  collections: [users, roles, sessions, tickets, signInLinks],
  routes: [...routes, ...adminRoutes],
  permissions: { 'users:read': 'See the accounts of customers and staff.' },
  schedules: [purgeSessions, purgeTickets],
  async setUp(app) {
    app.ports.fill(authenticator, createAuthenticate(app))
    app.ports.fill(tokenReaders, new Map([['mst', createSessionReader(app)]]))
    app.ports.fill(secondFactor, { methodsOf: async () => [], accept: async () => false })
    await ensureOwner(app)
  },
}
