import { exponentOf, type Money } from '#kernel/money.ts'

// What search engines read of a page, in the words of https://schema.org.

export interface ShownImage {
  readonly url: string
  readonly alt: string
}

/** What of a product in the API's reply is told here. */
export interface ShownProduct {
  readonly handle: string
  readonly title: string
  readonly description: string
  readonly vendor: string | null
  readonly categoryIds: readonly string[]
  readonly images: readonly ShownImage[]
  readonly seo: { readonly title?: string; readonly description?: string } | null
  readonly variants: readonly ShownVariant[]
}

interface ShownVariant {
  readonly sku: string | null
  readonly price: Money
  readonly available: number
}

export interface ShownCategory {
  readonly id: string
  readonly handle: string
  readonly title: string
  readonly description: string
  readonly image: ShownImage | null
  readonly parentId: string | null
}

const CONTEXT = 'https://schema.org'
/** With host and all; null where the address of a picture is none. */
export const toAbsolute = (url: string, origin: string): string | null =>
  URL.parse(url, `${origin}/`)?.href ?? null

export const productPath = ({ handle }: { handle: string }) => `/products/${encodeURIComponent(handle)}`
export const categoryPath = ({ handle }: { handle: string }) => `/categories/${encodeURIComponent(handle)}`

export const toSite = (shop: string, origin: string): object[] => [
  {
    '@context': CONTEXT,
    '@type': 'WebSite',
    name: shop,
    url: `${origin}/`,
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${origin}/search?q={search_term_string}` },
      'query-input': 'required name=search_term_string',
    },
  },
  {
    '@context': CONTEXT,
    '@type': 'Organization',
    name: shop,
    url: `${origin}/`,
    logo: `${origin}/favicon.svg`,
  },
]

/** From the shop down to the page itself. */
export const toBreadcrumbs = (
  steps: readonly { readonly name: string; readonly path: string }[],
  origin: string,
): object => ({
  '@context': CONTEXT,
  '@type': 'BreadcrumbList',
  itemListElement: steps.map(({ name, path }, at) => ({
    '@type': 'ListItem',
    position: at + 1,
    name,
    item: `${origin}${path}`,
  })),
})

export const toItemList = (
  products: readonly Pick<ShownProduct, 'handle' | 'title'>[],
  origin: string,
): object => ({
  '@context': CONTEXT,
  '@type': 'ItemList',
  itemListElement: products.map((product, at) => ({
    '@type': 'ListItem',
    position: at + 1,
    name: product.title,
    url: `${origin}${productPath(product)}`,
  })),
})

export function toProductData(product: ShownProduct, origin: string): object {
  const { variants } = product
  const url = `${origin}${productPath(product)}`
  const images = product.images.flatMap((each) => toAbsolute(each.url, origin) ?? [])
  const sku = variants.length === 1 ? variants[0]?.sku : undefined
  return {
    '@context': CONTEXT,
    '@type': 'Product',
    name: product.title,
    ...(product.description && { description: product.description }),
    url,
    ...(images.length > 0 && { image: images }),
    ...(sku && { sku }),
    ...(product.vendor && { brand: { '@type': 'Brand', name: product.vendor } }),
    ...(variants.length > 0 && { offers: toOffers(variants, url) }),
  }
}

function toOffers(variants: readonly ShownVariant[], url: string): object {
  const isThere = variants.some(({ available }) => available > 0)
  const about = { url, availability: `${CONTEXT}/${isThere ? 'InStock' : 'OutOfStock'}` }
  const prices = variants.map(({ price }) => price).sort((a, b) => a.amount - b.amount)
  const [low, high] = [prices[0], prices.at(-1)] as [Money, Money]
  const priceCurrency = low.currency
  if (variants.length === 1) return { '@type': 'Offer', ...about, price: toMajor(low), priceCurrency }
  return {
    '@type': 'AggregateOffer',
    ...about,
    lowPrice: toMajor(low),
    highPrice: toMajor(high),
    priceCurrency,
    offerCount: variants.length,
  }
}

/** `1999` of USD is `"19.99"`: the digits of the currency and a point, whatever the language. */
export function toMajor({ amount, currency }: Money): string {
  const digits = exponentOf(currency)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const sign = amount < 0 ? '-' : ''
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
