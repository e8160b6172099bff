import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Breadcrumbs } from '../catalogue/breadcrumbs.tsx'
import { Buy } from '../catalogue/buy.tsx'
import { mostExact, pathTo } from '../catalogue/category-tree.ts'
import { Gallery } from '../catalogue/gallery.tsx'
import classes from '../catalogue/page.module.css'
import type { Product } from '../catalogue/prices.ts'
import { ProductDetails } from '../catalogue/product-details.tsx'
import { GridSkeleton } from '../catalogue/product-grid.tsx'
import product from '../catalogue/product-page.module.css'
import { categoriesQuery, productQuery } from '../catalogue/queries.ts'
import { Related } from '../catalogue/related.tsx'
import { useChoice } from '../catalogue/use-choice.ts'
import { PageFault } from '../components/page-fault.tsx'

export function ProductPage() {
  const { handle } = useParams({ from: '/products/$handle' })
  const { data, error, refetch } = useQuery(productQuery(handle))
  if (!data) return error ? <PageFault error={error} reset={() => void refetch()} /> : <Waiting />
  // A page of its own for each, so that the focus moves on.
  return <ProductView key={data.id} shown={data} />
}

function ProductView({ shown }: { shown: Product }) {
  const { data } = useQuery(categoriesQuery)
  const all = data?.data ?? []
  const category = mostExact(all, shown.categoryIds)
  const { choice, variant, choose } = useChoice(shown)
  return (
    <div className={classes.page}>
      <Breadcrumbs path={category ? pathTo(all, category) : []} current={shown.title} />
      <div className={product.layout}>
        <Gallery product={shown} start={variant?.image ?? null} />
        <div className={product.words}>
          <Buy product={shown} choice={choice} variant={variant} choose={choose} />
          <ProductDetails product={shown} variant={variant} />
        </div>
      </div>
      {category && <Related category={category.handle} product={shown} />}
    </div>
  )
}

const Waiting = () => (
  <div className={classes.page}>
    <GridSkeleton count={2} />
  </div>
)
