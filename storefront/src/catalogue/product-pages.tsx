import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import action from '../components/action.module.css'
import { FaultAlert } from '../components/fault-alert.tsx'
import { Status } from '../components/hidden.tsx'
import { useTexts } from '../language.tsx'
import classes from './listing-view.module.css'
import type { Product } from './prices.ts'
import { ProductGrid } from './product-grid.tsx'
import { catalogueTexts } from './texts.ts'

interface PagesProps {
  readonly pages: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'error'
  >
  readonly products: readonly Product[]
  ask(): unknown
}

/** What was asked for so far, and a button for more. */
export function ProductPages({ pages, products, ask }: PagesProps) {
  const t = useTexts(catalogueTexts)
  const list = useRef<HTMLUListElement>(null)
  /** How many there were when more was asked for. */
  const before = useRef<number>(undefined)
  useEffect(() => {
    if (before.current === undefined || products.length <= before.current) return
    // The first of the new ones: the button has gone down, or away.
    list.current?.children[before.current]?.querySelector('a')?.focus({ preventScroll: true })
    before.current = undefined
  }, [products.length])
  const [hasGrown, setHasGrown] = useState(false)
  const more = () => {
    before.current = products.length
    setHasGrown(true)
    ask()
  }
  return (
    <>
      <ProductGrid products={products} isFirst isNarrow list={list} />
      <div className={classes.more}>
        {pages.isFetchNextPageError && <FaultAlert error={pages.error} />}
        {pages.hasNextPage && (
          <button
            type="button"
            className={`${action.action} ${action.large}`}
            onClick={more}
            aria-busy={pages.isFetchingNextPage}
          >
            {pages.isFetchingNextPage ? t.searching : t.more}
          </button>
        )}
      </div>
      <Status>{hasGrown && !pages.isFetchingNextPage && t.shown(products.length)}</Status>
    </>
  )
}
