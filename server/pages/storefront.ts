import type { Question } from './ask-route.ts'
import { excerpt, type Head, type Place } from './head.ts'
import {
  categoryPath,
  productPath,
  type ShownCategory,
  type ShownImage,
  type ShownProduct,
  toBreadcrumbs,
  toItemList,
  toProductData,
  toSite,
} from './structured-data.ts'
import type { Language } from './visitor.ts'

/** A page of the storefront, as far as the server has a part in it. */
export interface StorefrontPage {
  /** As the server's router has it. */
  readonly path: string
  /** Its own chunk, from the room; undefined: none is fetched ahead. */
  readonly source?: string
  /** What it will ask for first, besides what every page asks for. */
  readonly asks?: (params: Params) => readonly Question[]
  /** Of `asks`: that without which there is no such page. */
  readonly needs?: number
  readonly head: (found: readonly unknown[], at: HeadPlace) => Head
}

type Params = Readonly<Record<string, string>>

export interface HeadPlace extends Place {
  readonly categories: readonly ShownCategory[]
  readonly isNarrowed: boolean
}

interface List<T> {
  readonly data: readonly T[]
}

type Words = Readonly<Record<Language, string>>

/** As many as the storefront shows at once: another number would be another query, and nothing gained. */
const HOME_LIMIT = 12
const CATEGORY_LIMIT = 24

const DESCRIPTION: Readonly<Record<Language, (shop: string) => string>> = {
  en: (shop) => `Everything that ${shop} has, to look at and to order.`,
  de: (shop) => `Alles, was es bei ${shop} gibt, zum Ansehen und Bestellen.`,
}

const home: StorefrontPage = {
  path: '/',
  source: 'src/pages/home.tsx',
  asks: () => [{ path: '/products', query: { limit: HOME_LIMIT } }],
  head([found], { shop, origin, language, categories }) {
    const products = (found as List<ShownProduct> | undefined)?.data ?? []
    const image = products[0]?.images[0]
    return {
      title: shop,
      description: DESCRIPTION[language](shop),
      path: '/',
      image,
      isIndexed: true,
      preload: arcade(categories, products)[1]?.url,
      data: toSite(shop, origin),
    }
  },
}

const category: StorefrontPage = {
  path: '/categories/:handle',
  source: 'src/pages/category.tsx',
  asks: ({ handle = '' }) => [
    { path: '/categories/:idOrHandle', params: { idOrHandle: handle } },
    { path: '/products', query: { category: handle, limit: CATEGORY_LIMIT } },
  ],
  needs: 0,
  head([shown, list], at) {
    const found = shown as ShownCategory
    const products = (list as List<ShownProduct> | undefined)?.data ?? []
    const steps = [
      { name: at.shop, path: '/' },
      ...ancestors(found, at.categories).map((each) => ({ name: each.title, path: categoryPath(each) })),
    ]
    return {
      title: found.title,
      description: excerpt(found.description),
      path: categoryPath(found),
      image: found.image ?? products[0]?.images[0],
      isIndexed: !at.isNarrowed,
      preload: products[0]?.images[0]?.url,
      data: [toBreadcrumbs(steps, at.origin), toItemList(products, at.origin)],
    }
  },
}

const product: StorefrontPage = {
  path: '/products/:handle',
  source: 'src/pages/product.tsx',
  asks: ({ handle = '' }) => [{ path: '/products/:idOrHandle', params: { idOrHandle: handle } }],
  needs: 0,
  head([shown], at) {
    const found = shown as ShownProduct
    const steps = [
      { name: at.shop, path: '/' },
      ...longestWay(found, at.categories).map((each) => ({ name: each.title, path: categoryPath(each) })),
      { name: found.title, path: productPath(found) },
    ]
    return {
      title: found.seo?.title || found.title,
      description: found.seo?.description || excerpt(found.description),
      path: productPath(found),
      type: 'product',
      image: found.images[0],
      isIndexed: true,
      preload: found.images[0]?.url,
      data: [toProductData(found, at.origin), toBreadcrumbs(steps, at.origin)],
    }
  },
}

/** Of the categories that a product is in, the one that lies deepest says most, as on the page itself. */
function longestWay(
  { categoryIds }: Pick<ShownProduct, 'categoryIds'>,
  all: readonly ShownCategory[],
): readonly ShownCategory[] {
  const ways = all.filter(({ id }) => categoryIds.includes(id)).map((each) => ancestors(each, all))
  return ways.reduce((best, next) => (next.length > best.length ? next : best), [])
}

/** The pictures that the first page begins with, chosen as the storefront does; the second is the largest. */
function arcade(
  categories: readonly ShownCategory[],
  products: readonly ShownProduct[],
): readonly ShownImage[] {
  const tops = categories.filter(({ parentId }) => parentId === null)
  const within = tops.map(({ id }) => categories.find(({ parentId }) => parentId === id)?.image)
  const images = [...within, ...products.map((each) => each.images[0]), ...tops.map(({ image }) => image)]
  return images.flatMap((image) => image ?? [])
}

/** A category and those that it lies in, from the top. A tree that is told wrongly ends somewhere. */
function ancestors(of: ShownCategory, all: readonly ShownCategory[]): readonly ShownCategory[] {
  const found = new Set<ShownCategory>([of])
  for (const each of found) {
    const parent = all.find(({ id }) => id === each.parentId)
    if (parent) found.add(parent)
  }
  return [...found].reverse()
}

/** A page for somebody alone, or of results: nothing that a search engine should show. */
const personal = (path: string, file: string, words: Words): StorefrontPage => ({
  path,
  source: `src/pages/${file}.tsx`,
  head: (_found, { language }) => ({ title: words[language], isIndexed: false }),
})

/** Those that mails and providers lead to are among them. */
const ACCOUNT_PARTS: Readonly<Record<string, Words>> = {
  orders: { en: 'Your orders', de: 'Deine Bestellungen' },
  addresses: { en: 'Addresses', de: 'Adressen' },
  profile: { en: 'Profile', de: 'Profil' },
  security: { en: 'Security', de: 'Sicherheit' },
  privacy: { en: 'Privacy', de: 'Datenschutz' },
  'verify-email': { en: 'Confirm your address', de: 'Adresse bestätigen' },
  'sign-in': { en: 'Sign in', de: 'Anmelden' },
  'reset-password': { en: 'Choose a new password', de: 'Neues Passwort wählen' },
  'change-email': { en: 'Change your address', de: 'Adresse ändern' },
  openid: { en: 'Sign in', de: 'Anmelden' },
  farewell: { en: 'Farewell', de: 'Auf Wiedersehen' },
}

export const STOREFRONT_PAGES: readonly StorefrontPage[] = [
  home,
  category,
  product,
  personal('/search', 'search', { en: 'Search', de: 'Suche' }),
  personal('/cart', 'cart', { en: 'Cart', de: 'Warenkorb' }),
  personal('/checkout', 'checkout', { en: 'Checkout', de: 'Kasse' }),
  personal('/orders/:orderId', 'order', { en: 'Your order', de: 'Deine Bestellung' }),
  personal('/sign-in', 'sign-in', { en: 'Sign in', de: 'Anmelden' }),
  personal('/register', 'register', { en: 'Create an account', de: 'Konto anlegen' }),
  personal('/account', 'account', { en: 'Your account', de: 'Dein Konto' }),
  ...Object.entries(ACCOUNT_PARTS).map(([part, words]) =>
    personal(`/account/${part}`, 'account-part', words),
  ),
]

/** Shown with status 404 wherever there is nothing. */
export const NOWHERE: StorefrontPage = {
  path: '/*',
  head: (_found, { language }) => ({
    title: { en: 'There is nothing here', de: 'Hier ist nichts' }[language],
    isIndexed: false,
  }),
}
