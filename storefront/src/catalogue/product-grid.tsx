import type { Ref } from 'react'
import type { Product } from './prices.ts'
import { ProductCard } from './product-card.tsx'
import classes from './product-grid.module.css'

const FIRST_ROW = 4

interface GridProps {
  readonly products: readonly Product[]
  /** The first row is on the first screen. */
  readonly isFirst?: boolean
  /** Beside it stand the filters. */
  readonly isNarrow?: boolean
  readonly list?: Ref<HTMLUListElement>
}

export function ProductGrid({ products, isFirst = false, isNarrow = false, list }: GridProps) {
  return (
    <ul className={isNarrow ? `${classes.grid} ${classes.narrow}` : classes.grid} ref={list}>
      {products.map((product, at) => (
        <li key={product.id}>
          <ProductCard product={product} isEager={isFirst && at < FIRST_ROW} />
        </li>
      ))}
    </ul>
  )
}

/** Holds the place of a grid that is on its way. */
export function GridSkeleton({ count, isNarrow = false }: { count: number; isNarrow?: boolean }) {
  return (
    <div className={isNarrow ? `${classes.grid} ${classes.narrow}` : classes.grid} aria-hidden>
      {Array.from({ length: count }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={at} className={classes.skeleton}>
          <span />
          <span />
          <span />
        </div>
      ))}
    </div>
  )
}
