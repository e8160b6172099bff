import type { Schemas } from '@marketsquare/sdk'
import type { InfiniteData } from '@tanstack/react-query'
import { queries } from '../../queries.ts'

type AdminProduct = Schemas['AdminProduct']
type Level = NonNullable<AdminProduct['variants'][number]['stock']>

/** A variant as the list of stock shows it. */
export interface StockRow extends Level {
  readonly variantId: string
  readonly productId: string
  readonly title: string
  readonly variantTitle: string | null
  readonly sku: string | null
  /** Undefined where the list does not say. */
  readonly picture: string | null | undefined
}

export const nameOf = ({ title, variantTitle }: StockRow): string =>
  variantTitle ? `${title}, ${variantTitle}` : title

export const toStockRows = (products: readonly AdminProduct[]): StockRow[] =>
  products.flatMap(({ id, title, images, options, variants }) =>
    variants.flatMap(({ stock, ...variant }) =>
      stock
        ? {
            ...stock,
            variantId: variant.id,
            productId: id,
            title,
            variantTitle: options.map(({ name }) => variant.options[name]).join(' / ') || null,
            sku: variant.sku,
            picture: variant.image ?? images[0]?.url ?? null,
          }
        : [],
    ),
  )

/** Low ones are tracked, and not sold beyond what is there: else they would not be low. */
export const fromLow = (low: Schemas['LowStock']): StockRow => ({
  ...low,
  picture: undefined,
  tracked: true,
  backorder: false,
})

interface Products {
  readonly data: readonly AdminProduct[]
}

/** Puts a variant's stock into every list of products that is shown. */
export function showStock(variantId: string, level: Level): void {
  queries.setQueriesData<InfiniteData<Products>>(
    { predicate: ({ queryKey }) => isProductPages(queryKey) },
    (shown) =>
      shown && {
        ...shown,
        pages: shown.pages.map((page) => ({
          ...page,
          data: page.data.map((product) => withStock(product, variantId, level)),
        })),
      },
  )
}

const isProductPages = ([address, , kind]: readonly unknown[]) =>
  address === '/admin/products' && kind === 'pages'

const withStock = (product: AdminProduct, variantId: string, level: Level): AdminProduct =>
  product.variants.some(({ id }) => id === variantId)
    ? {
        ...product,
        variants: product.variants.map((variant) =>
          variant.id === variantId ? { ...variant, stock: { ...level } } : variant,
        ),
      }
    : product
