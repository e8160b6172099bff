import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useRef } from 'react'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import { shop } from '../shop.ts'
import classes from './chosen-filters.module.css'
import { type Filter, filtersOf, type Listing, toAmount, without } from './listing.ts'
import { catalogueTexts } from './texts.ts'
import { useNarrow } from './use-narrow.ts'

/** Which filters are set; each is taken away by a click. */
export function ChosenFilters({ listing }: { listing: Listing }) {
  const t = useTexts(catalogueTexts)
  const nameOf = useNames(listing)
  const narrow = useNarrow()
  const region = useRef<HTMLElement>(null)
  const chosen = filtersOf(listing)
  const drop = (filters: readonly Filter[]) => {
    // The button goes away: the focus stays in this place.
    region.current?.focus({ preventScroll: true })
    narrow(without(listing, filters))
  }
  return (
    <section ref={region} tabIndex={-1} aria-label={t.chosenFilters} className={classes.chosen}>
      {chosen.map((filter) => (
        <button
          key={filter}
          type="button"
          className={classes.filter}
          aria-label={t.remove(nameOf(filter))}
          onClick={() => drop([filter])}
        >
          {nameOf(filter)}
          <X size={15} aria-hidden />
        </button>
      ))}
      {chosen.length > 1 && (
        <button type="button" className={classes.clear} onClick={() => drop(chosen)}>
          {t.clearAll}
        </button>
      )}
    </section>
  )
}

function useNames(listing: Listing): (filter: Filter) => string {
  const t = useTexts(catalogueTexts)
  const money = useMoney()
  const { data } = useQuery(shop.query('/shop'))
  const currency = data?.currency ?? 'USD'
  return (filter) => {
    if (filter === 'available') return t.inStockOnly
    if (filter !== 'price') return listing[filter] ?? ''
    const min = toAmount(listing.min)
    const max = toAmount(listing.max)
    const from = min === undefined ? '' : money({ amount: min, currency })
    const to = max === undefined ? '' : money({ amount: max, currency })
    if (from && to) return `${from} – ${to}`
    return from ? t.atLeast(from) : t.atMost(to)
  }
}
