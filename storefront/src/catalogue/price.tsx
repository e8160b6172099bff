import type { Money } from '@marketsquare/sdk'
import { Hidden } from '../components/hidden.tsx'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import classes from './price.module.css'
import type { PriceTag } from './prices.ts'
import { catalogueTexts } from './texts.ts'

export function Price({ price, before, isFrom = false }: Omit<PriceTag, 'isFrom'> & { isFrom?: boolean }) {
  const t = useTexts(catalogueTexts)
  const money = useMoney()
  if (!before) {
    return (
      <span className={classes.price}>
        {isFrom && <span className={classes.from}>{t.from} </span>}
        {money(price)}
      </span>
    )
  }
  return (
    <span className={classes.price}>
      <Hidden>{t.priceNow} </Hidden>
      <span className={classes.reduced}>
        {isFrom && <span className={classes.from}>{t.from} </span>}
        {money(price)}
      </span>{' '}
      <Before price={before} />
    </span>
  )
}

function Before({ price }: { price: Money }) {
  const t = useTexts(catalogueTexts)
  const money = useMoney()
  return (
    <>
      <Hidden>{t.priceBefore} </Hidden>
      <s className={classes.before}>{money(price)}</s>
    </>
  )
}
