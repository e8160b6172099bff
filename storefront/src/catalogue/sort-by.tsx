import { useTexts } from '../language.tsx'
import classes from './controls.module.css'
import { type Listing, SORTS, sortOf } from './listing.ts'
import { catalogueTexts } from './texts.ts'
import { useNarrow } from './use-narrow.ts'

export function SortBy({ listing }: { listing: Listing }) {
  const t = useTexts(catalogueTexts)
  const narrow = useNarrow()
  const sorts = SORTS.filter((sort) => sort !== 'relevance' || listing.q)
  return (
    <label className={classes.sort}>
      <span className={classes.sortLabel}>{t.sortBy}</span>
      <select
        className={classes.field}
        value={sortOf(listing)}
        onChange={({ currentTarget }) => {
          const { sort: _, ...rest } = listing
          narrow(currentTarget.value === sorts[0] ? rest : { ...rest, sort: currentTarget.value })
        }}
      >
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {t.sorts[sort]}
          </option>
        ))}
      </select>
    </label>
  )
}
