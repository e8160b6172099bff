import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { FaultPage } from './components/fault-page.tsx'
import { PAGES } from './pages.ts'
import { queries } from './queries.ts'
import { meQuery } from './session/me.ts'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The permission without which the page has nothing to show. */
    readonly needs?: string | null
  }
}

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: FaultPage })

/** Whoever is not signed in is led to the sign-in, and from there back to where they wanted to. */
const staff = createRoute({
  getParentRoute: () => root,
  id: 'staff',
  component: Shell,
  async beforeLoad({ location }) {
    const me = await queries.ensureQueryData(meQuery)
    if (!me) throw redirect({ to: '/sign-in', search: { to: location.href } })
  },
})

const pages = PAGES.map(({ path, needs, component }) =>
  createRoute({ getParentRoute: () => staff, path, component, staticData: { needs } }),
)

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in.tsx'), 'SignInPage'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/invitation/invitation.tsx'), 'InvitationPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([staff.addChildren(pages), signIn, invitation]),
  basepath: '/admin',
  defaultPreload: 'intent',
  defaultErrorComponent: FaultPage,
  scrollRestoration: true,
  // Plain words: what stands in the address is text, and is typed again by whoever reads it.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch(search) {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
    return text && `?${text}`
  },
})
