import { useQuery } from '@tanstack/react-query'
import { CategoryTiles } from '../catalogue/category-tiles.tsx'
import { childrenOf } from '../catalogue/category-tree.ts'
import { Empty } from '../catalogue/empty.tsx'
import { Hero } from '../catalogue/hero.tsx'
import classes from '../catalogue/page.module.css'
import { GridSkeleton, ProductGrid } from '../catalogue/product-grid.tsx'
import { categoriesQuery, newestQuery } from '../catalogue/queries.ts'
import { catalogueTexts } from '../catalogue/texts.ts'
import { FaultAlert } from '../components/fault-alert.tsx'
import { useTexts } from '../language.tsx'

export function HomePage() {
  const t = useTexts(catalogueTexts)
  const { data: categories } = useQuery(categoriesQuery)
  const all = categories?.data ?? []
  const tops = childrenOf(all, null)
  return (
    <>
      <Hero categories={all} />
      <div className={classes.page}>
        {tops.length > 0 && (
          <section className={classes.first} aria-labelledby="departments">
            <h2 id="departments" className={classes.sectionTitle}>
              {t.departments}
            </h2>
            <CategoryTiles categories={tops} />
          </section>
        )}
        <section className={classes.section} aria-labelledby="newest">
          <h2 id="newest" className={classes.sectionTitle}>
            {t.newest}
          </h2>
          <Newest />
        </section>
      </div>
    </>
  )
}

function Newest() {
  const t = useTexts(catalogueTexts)
  const { data, error, refetch } = useQuery(newestQuery)
  if (!data)
    return error ? <FaultAlert error={error} retry={() => void refetch()} /> : <GridSkeleton count={8} />
  if (data.data.length === 0) return <Empty title={t.nothingYet} hint={t.nothingYetHint} />
  return <ProductGrid products={data.data} />
}
