import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { CategoryChips } from '../catalogue/category-chips.tsx'
import { childrenOf } from '../catalogue/category-tree.ts'
import { Empty } from '../catalogue/empty.tsx'
import { ListingView } from '../catalogue/listing-view.tsx'
import classes from '../catalogue/page.module.css'
import { categoriesQuery } from '../catalogue/queries.ts'
import { catalogueTexts } from '../catalogue/texts.ts'
import { PageTitle } from '../components/page-title.tsx'
import { useTexts } from '../language.tsx'

/** What was found; without a word to look for, everything there is. */
export function SearchPage() {
  const t = useTexts(catalogueTexts)
  const listing = useSearch({ from: '/search' })
  const { data } = useQuery(categoriesQuery)
  const { q } = listing
  return (
    <div className={classes.page}>
      <div className={classes.intro}>
        <PageTitle key={q}>{q ? t.resultsFor(q) : t.all}</PageTitle>
      </div>
      <ListingView
        listing={listing}
        empty={
          <Empty
            title={q ? t.nothingFound(q) : t.nothingYet}
            hint={q ? t.nothingFoundHint : t.nothingYetHint}
          >
            {q && <CategoryChips categories={childrenOf(data?.data ?? [], null)} label={t.all} />}
          </Empty>
        }
      />
    </div>
  )
}
