export const SORTS = ['relevance', 'newest', 'price', '-price', 'title'] as const
export type Sort = (typeof SORTS)[number]

/** How a list of products is narrowed and ordered, as it stands in the address. Prices in minor units. */
export interface Listing {
  readonly q?: string
  readonly sort?: string
  readonly min?: string
  readonly max?: string
  readonly available?: string
  readonly vendor?: string
  readonly type?: string
}

/** The same as `GET /products/search` takes it. */
export interface SearchQuery {
  readonly q: string
  readonly category?: string
  readonly sort?: Sort
  readonly minPrice?: number
  readonly maxPrice?: number
  readonly available?: boolean
  readonly vendor?: string
  readonly type?: string
  readonly limit?: number
  readonly after?: string
}

export type Filter = 'price' | 'available' | 'vendor' | 'type'

const FIELDS = {
  price: ['min', 'max'],
  available: ['available'],
  vendor: ['vendor'],
  type: ['type'],
} as const satisfies Record<Filter, readonly (keyof Listing)[]>

/** What is in the address is anybody's; what is no amount counts as not said. */
export const toAmount = (written: string | undefined): number | undefined =>
  written !== undefined && /^\d{1,12}$/.test(written) ? Number(written) : undefined

export const sortOf = ({ sort, q }: Listing): Sort =>
  SORTS.find((known) => known === sort && (known !== 'relevance' || q)) ?? (q ? 'relevance' : 'newest')

/** The filters that are set, in the order in which they are shown. */
export const filtersOf = (listing: Listing): readonly Filter[] =>
  (Object.keys(FIELDS) as Filter[]).filter((filter) => {
    if (filter === 'price') return toAmount(listing.min) !== undefined || toAmount(listing.max) !== undefined
    return filter === 'available' ? listing.available === 'true' : Boolean(listing[filter])
  })

export const without = (listing: Listing, filters: readonly Filter[]): Listing => {
  const gone = filters.flatMap((filter): readonly string[] => FIELDS[filter])
  return Object.fromEntries(Object.entries(listing).filter(([name]) => !gone.includes(name)))
}

/** Whether the list is another one than that of the whole category, newest first. */
export const isNarrowed = (listing: Listing): boolean =>
  filtersOf(listing).length > 0 || sortOf(listing) !== 'newest'

const said = <T extends object>(wishes: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(
    Object.entries(wishes).filter(([, value]) => value !== undefined && value !== ''),
  ) as never

export const toSearch = (listing: Listing, category?: string): SearchQuery => ({
  q: listing.q ?? '',
  sort: sortOf(listing),
  ...said({
    category,
    minPrice: toAmount(listing.min),
    maxPrice: toAmount(listing.max),
    available: listing.available === 'true' || undefined,
    vendor: listing.vendor,
    type: listing.type,
  }),
})
