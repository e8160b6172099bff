import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { Breadcrumbs } from '../catalogue/breadcrumbs.tsx'
import { CategoryChips } from '../catalogue/category-chips.tsx'
import { type Category, childrenOf, pathTo } from '../catalogue/category-tree.ts'
import { Empty } from '../catalogue/empty.tsx'
import { ListingView } from '../catalogue/listing-view.tsx'
import classes from '../catalogue/page.module.css'
import { GridSkeleton } from '../catalogue/product-grid.tsx'
import { categoriesQuery, categoryQuery } from '../catalogue/queries.ts'
import { catalogueTexts } from '../catalogue/texts.ts'
import { PageFault } from '../components/page-fault.tsx'
import { PageTitle } from '../components/page-title.tsx'
import { useTexts } from '../language.tsx'

export function CategoryPage() {
  const { handle } = useParams({ from: '/categories/$handle' })
  const { data, error, refetch } = useQuery(categoryQuery(handle))
  if (!data) return error ? <PageFault error={error} reset={() => void refetch()} /> : <Waiting />
  // A page of its own for each, so that the focus moves on.
  return <CategoryView key={handle} category={data} />
}

function CategoryView({ category }: { category: Category }) {
  const t = useTexts(catalogueTexts)
  const listing = useSearch({ from: '/categories/$handle' })
  const { data } = useQuery(categoriesQuery)
  const all = data?.data ?? []
  return (
    <div className={classes.page}>
      <Breadcrumbs path={pathTo(all, category).slice(0, -1)} current={category.title} />
      <div className={classes.intro}>
        <PageTitle>{category.title}</PageTitle>
        {category.description && <p className={classes.lead}>{category.description}</p>}
        <CategoryChips categories={childrenOf(all, category.id)} label={t.within(category.title)} />
      </div>
      <ListingView
        listing={listing}
        category={category.handle}
        empty={
          <Empty title={t.emptyCategory} hint={t.emptyCategoryHint}>
            <CategoryChips categories={childrenOf(all, null)} label={t.all} />
          </Empty>
        }
      />
    </div>
  )
}

const Waiting = () => (
  <div className={classes.page}>
    <GridSkeleton count={8} />
  </div>
)
