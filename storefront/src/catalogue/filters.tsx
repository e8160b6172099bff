import { SlidersHorizontal } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTexts } from '../language.tsx'
import classes from './controls.module.css'
import { filtersOf, type Listing } from './listing.ts'
import { PriceRange } from './price-range.tsx'
import type { Facets } from './queries.ts'
import { catalogueTexts } from './texts.ts'
import { useNarrow } from './use-narrow.ts'

const WIDE = '(min-width: 56em)'

const useIsWide = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      const query = matchMedia(WIDE)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => matchMedia(WIDE).matches,
  )

interface FiltersProps {
  readonly listing: Listing
  readonly facets: Facets | undefined
}

/** Beside the list; where there is no room beside it, above it and folded. */
export function Filters(props: FiltersProps) {
  const t = useTexts(catalogueTexts)
  const isWide = useIsWide()
  if (isWide) {
    return (
      <aside className={classes.side} aria-label={t.filter}>
        <Fields {...props} />
      </aside>
    )
  }
  return (
    <details className={classes.fold}>
      <summary>
        <SlidersHorizontal size={18} aria-hidden />
        {t.filterCount(filtersOf(props.listing).length)}
      </summary>
      <Fields {...props} />
    </details>
  )
}

function Fields({ listing, facets }: FiltersProps) {
  const t = useTexts(catalogueTexts)
  const narrow = useNarrow()
  const { available: _, ...anyStock } = listing
  return (
    <div className={classes.fields}>
      <PriceRange listing={listing} range={facets?.price} />
      <fieldset className={classes.group}>
        <legend>{t.availability}</legend>
        <label className={classes.choice}>
          <input
            type="checkbox"
            checked={listing.available === 'true'}
            onChange={({ currentTarget }) =>
              narrow(currentTarget.checked ? { ...listing, available: 'true' } : anyStock)
            }
          />
          {t.inStockOnly}
        </label>
      </fieldset>
      <Vendors listing={listing} facets={facets} />
    </div>
  )
}

function Vendors({ listing, facets }: FiltersProps) {
  const t = useTexts(catalogueTexts)
  const narrow = useNarrow()
  const { vendor: chosen, ...anyVendor } = listing
  const counted = facets?.vendors ?? []
  const isGone = chosen && counted.every(({ value }) => value !== chosen)
  const vendors = isGone ? [{ value: chosen, count: 0 }, ...counted] : counted
  if (vendors.length < 2 && !chosen) return null
  return (
    <fieldset className={classes.group}>
      <legend>{t.vendor}</legend>
      <div className={classes.vendors}>
        <label className={classes.choice}>
          <input type="radio" name="vendor" checked={!chosen} onChange={() => narrow(anyVendor)} />
          {t.anyVendor}
        </label>
        {vendors.map(({ value, count }) => (
          <label key={value} className={classes.choice}>
            <input
              type="radio"
              name="vendor"
              checked={value === chosen}
              onChange={() => narrow({ ...listing, vendor: value })}
            />
            <span>
              {value} <span className={classes.number}>({count})</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
