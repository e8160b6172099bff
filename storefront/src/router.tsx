import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { loadCategory, loadHome, loadProduct, loadSearch } from './catalogue/queries.ts'
import { Layout } from './components/layout.tsx'
import { NotFound } from './components/not-found.tsx'
import { PageFault } from './components/page-fault.tsx'
import { pages } from './pages.ts'

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound, errorComponent: PageFault })

type Search = Readonly<Record<string, unknown>>

/** One text of the address. */
const text = (value: unknown): string | undefined =>
  value === undefined || value === null || typeof value === 'object' ? undefined : String(value)

const some = <T extends object>(wishes: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> =>
  Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined)) as never

/** What a list of products is narrowed and ordered by. Prices in minor units. */
const toListing = ({ q, sort, min, max, available, vendor, type }: Search) =>
  some({
    q: text(q),
    sort: text(sort),
    min: text(min),
    max: text(max),
    available: text(available),
    vendor: text(vendor),
    type: text(type),
  })
const toToken = ({ token }: Search) => some({ token: text(token) })
const toReturn = ({ to, token }: Search) => some({ to: text(to), token: text(token) })

const getParentRoute = () => root

const home = createRoute({
  getParentRoute,
  path: '/',
  loader: loadHome,
  component: pages.home,
})
const category = createRoute({
  getParentRoute,
  path: '/categories/$handle',
  validateSearch: toListing,
  loader: ({ params, location }) => loadCategory(params.handle, toListing(location.search)),
  component: pages.category,
})
const product = createRoute({
  getParentRoute,
  path: '/products/$handle',
  validateSearch: ({ variant }: Search) => some({ variant: text(variant) }),
  loader: ({ params }) => loadProduct(params.handle),
  component: pages.product,
})
const search = createRoute({
  getParentRoute,
  path: '/search',
  validateSearch: toListing,
  loader: ({ location }) => loadSearch(toListing(location.search)),
  component: pages.search,
})
const cart = createRoute({
  getParentRoute,
  path: '/cart',
  component: pages.cart,
})
const checkout = createRoute({
  getParentRoute,
  path: '/checkout',
  component: pages.checkout,
})
const order = createRoute({
  getParentRoute,
  path: '/orders/$orderId',
  validateSearch: toToken,
  component: pages.order,
})
const signIn = createRoute({
  getParentRoute,
  path: '/sign-in',
  validateSearch: toReturn,
  component: pages.signIn,
})
const register = createRoute({
  getParentRoute,
  path: '/register',
  validateSearch: toReturn,
  component: pages.register,
})
/** Everything of a person, one page and its own routes within: the same chunk. */
const account = createRoute({
  getParentRoute,
  path: '/account',
  validateSearch: toReturn,
  component: pages.account,
})
const accountPart = createRoute({
  getParentRoute,
  path: '/account/$part',
  validateSearch: toReturn,
  component: pages.accountPart,
})

/** What stands in addresses is text, as people and other sites write it. */
const parseSearch = (search: string): Search => Object.fromEntries(new URLSearchParams(search))
const stringifySearch = (search: Search): string => {
  const said = Object.entries(search).filter(([, value]) => value !== undefined)
  return said.length === 0
    ? ''
    : `?${new URLSearchParams(said.map(([name, value]) => [name, String(value)]))}`
}

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    category,
    product,
    search,
    cart,
    checkout,
    order,
    signIn,
    register,
    account,
    accountPart,
  ]),
  defaultPreload: 'intent',
  parseSearch,
  stringifySearch,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: PageFault,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
