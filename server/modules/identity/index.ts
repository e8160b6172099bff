import { sharedCounts } from '#kernel/shared-counts.ts'
import type { Module } from '#module'
import { letterKinds } from '#modules/notifications/index.ts'
import { adminRoutes } from './admin-routes.ts'
import { createAttempts } from './attempts.ts'
import { signInAttempts } from './attempts-guard.ts'
import { createAuthenticate, createSessionReader } from './authenticate.ts'
import { roles, sessions, signInLinks, tickets, users } from './collections.ts'
import { ensureOwner } from './ensure-owner.ts'
import { mailFlows } from './mail-flows.ts'
import { authenticator, secondFactor, tokenReaders, waysInToForget } from './ports.ts'
import { routes } from './routes.ts'
import { sessionCache } from './session-cache.ts'
import { purgeSessions } from './sessions.ts'
import { staff } from './staff.ts'
import { purgeTickets } from './tickets.ts'

export { addUser, findUserByEmail, self, userOf } from './accounts.ts'
export { users } from './collections.ts'
export { listSessions, SessionView } from './own-sessions.ts'
export {
  authenticator,
  forgetWaysIn,
  permissionList,
  type SecondFactor,
  secondFactor,
  type TokenReader,
  tokenReaders,
  waysInToForget,
} from './ports.ts'
export { freeEmail, proveEmail } from './prove-email.ts'
export { sessionCache, takingBack } from './session-cache.ts'
export { endSessions } from './sessions.ts'
export { completeSignIn, type SignedIn } from './sign-in.ts'
export { createSignInLink } from './sign-in-links.ts'
export {
  knownPermissions,
  needOtherOwner,
  needOwn,
  permissionsOf,
  staffFaults,
  takeTurn,
} from './staff.ts'
export { refreshProof } from './step-up.ts'
export { issueTicket, needTicket, redeemTicket, voidTickets } from './tickets.ts'
export {
  CUSTOMER,
  type Erasure,
  emailOf,
  emailVerified,
  identityFaults,
  isStaff,
  newUser,
  signedOut,
  type User,
  userRegistered,
  userUpdated,
  withProvenEmail,
} from './user.ts'
export { CookieWish, LoginView, toLogin } from './views.ts'

/** Who is who: accounts, sessions, roles. */
export const identity: Module = {
  name: 'identity',
  collections: [users, roles, sessions, tickets, signInLinks, ...staff.collections],
  routes: [...routes, ...mailFlows.routes, ...adminRoutes, ...staff.routes],
  permissions: staff.permissions,
  jobs: [...mailFlows.jobs, ...staff.jobs],
  schedules: [purgeSessions, purgeTickets, ...staff.schedules],
  async setUp(app) {
    app.ports.fill(authenticator, createAuthenticate(app))
    app.ports.fill(signInAttempts, createAttempts(app.ports.use(sharedCounts)))
    app.ports.fill(sessionCache, null)
    app.ports.fill(tokenReaders, new Map([['mst', createSessionReader(app)]]))
    app.ports.fill(waysInToForget, new Map())
    app.ports.fill(secondFactor, { methodsOf: async () => [], accept: async () => false })
    for (const each of [...mailFlows.letters, ...staff.letters])
      app.ports.use(letterKinds).set(each.kind, each)
    await ensureOwner(app)
  },
}
