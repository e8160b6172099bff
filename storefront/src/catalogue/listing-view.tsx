import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { FaultAlert } from '../components/fault-alert.tsx'
import { Hidden } from '../components/hidden.tsx'
import { useTexts } from '../language.tsx'
import { ChosenFilters } from './chosen-filters.tsx'
import { Empty } from './empty.tsx'
import { Filters } from './filters.tsx'
import { filtersOf, isNarrowed, type Listing } from './listing.ts'
import classes from './listing-view.module.css'
import { GridSkeleton } from './product-grid.tsx'
import { ProductPages } from './product-pages.tsx'
import { facetsQuery, listingQuery } from './queries.ts'
import { SortBy } from './sort-by.tsx'
import { catalogueTexts } from './texts.ts'

interface ListingProps {
  readonly listing: Listing
  readonly category?: string
  /** What to say where there is nothing even without a filter. */
  readonly empty: ReactNode
}

/** Products with their filters and order, all of which stand in the address. */
export function ListingView({ listing, category, empty }: ListingProps) {
  const t = useTexts(catalogueTexts)
  const pages = useInfiniteQuery(listingQuery(listing, category))
  const isWhole = category !== undefined && !isNarrowed(listing)
  const { data: whole } = useQuery({ ...facetsQuery(category), enabled: isWhole })
  const chosen = filtersOf(listing)
  const products = pages.data?.pages.flatMap(({ data }) => data) ?? []
  const first = isWhole ? whole : pages.data?.pages[0]
  const [facets, setFacets] = useState(first?.facets)
  // Until there are new ones the old ones stay, and with them the focus.
  if (first?.facets && first.facets !== facets) setFacets(first.facets)
  const count = first?.total ?? (pages.hasNextPage ? undefined : products.length)
  if (pages.data && products.length === 0 && chosen.length === 0) return empty
  return (
    <div className={classes.layout}>
      <Filters listing={listing} facets={facets} />
      <section aria-label={t.products} className={classes.results}>
        <h2 className={classes.heading}>
          <Hidden>{t.products}</Hidden>
        </h2>
        <div className={classes.bar}>
          <p className={classes.count} role="status">
            {pages.data && !pages.isPlaceholderData && count !== undefined && t.count(count)}
          </p>
          <SortBy listing={listing} />
        </div>
        <ChosenFilters listing={listing} />
        <div
          className={pages.isPlaceholderData ? classes.stale : undefined}
          aria-busy={pages.isPlaceholderData}
        >
          {pages.error && !pages.data && (
            <FaultAlert error={pages.error} retry={() => void pages.refetch()} />
          )}
          {pages.isPending && <GridSkeleton count={9} isNarrow />}
          {pages.data && products.length === 0 && <Empty title={t.nothingFits} hint={t.nothingFitsHint} />}
          {products.length > 0 && (
            <ProductPages pages={pages} products={products} ask={pages.fetchNextPage} />
          )}
        </div>
      </section>
    </div>
  )
}
