import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../language.tsx'
import classes from './page.module.css'
import type { Product } from './prices.ts'
import { GridSkeleton, ProductGrid } from './product-grid.tsx'
import { relatedQuery } from './queries.ts'
import { catalogueTexts } from './texts.ts'

const SHOWN = 4

/** Others of the same category. Not worth a complaint when they cannot be had. */
export function Related({ category, product }: { category: string; product: Product }) {
  const t = useTexts(catalogueTexts)
  const { data, isPending } = useQuery(relatedQuery(category, SHOWN + 1))
  const others = data?.data.filter(({ id }) => id !== product.id).slice(0, SHOWN) ?? []
  if (!isPending && others.length === 0) return null
  return (
    <section className={classes.section} aria-labelledby="related">
      <h2 id="related" className={classes.sectionTitle}>
        {t.related}
      </h2>
      {isPending ? <GridSkeleton count={SHOWN} /> : <ProductGrid products={others} />}
    </section>
  )
}
