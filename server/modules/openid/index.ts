import type { Module } from '#module'
import { flows, linkedIdentities } from './collections.ts'
import { purgeFlows } from './flow.ts'
import { meRoutes } from './me-routes.ts'
import { notices } from './notices.ts'
import { routes } from './routes.ts'
import { setUp } from './set-up.ts'

export { accountReclaimed, identityLinked, identityUnlinked } from './linked-identity.ts'
export { forgetIdentities, identitiesOf } from './links.ts'
export { type SignInProvider, signInProviders } from './sign-in-provider.ts'

/** Signing in with an account at another house: Google, GitHub, Apple, Microsoft, a company's own. */
export const openid: Module = {
  name: 'openid',
  collections: [flows, linkedIdentities],
  routes: [...routes, ...meRoutes],
  subscribers: notices.map(({ subscriber }) => subscriber),
  schedules: [purgeFlows],
  setUp,
}
