import { useQuery } from '@tanstack/react-query'
import { PageTitle } from '../components/page-title.tsx'
import { useLanguage, useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { AddToCart } from './add-to-cart.tsx'
import classes from './buy.module.css'
import { type Choice, nameOf, nearest } from './choice.ts'
import { OptionPicker } from './option-picker.tsx'
import { Price } from './price.tsx'
import { type Product, percentOff, priceTag, reducedFrom, type Variant } from './prices.ts'
import { catalogueTexts } from './texts.ts'

export interface Chosen {
  readonly product: Product
  readonly choice: Choice
  /** Undefined where the choice is not made. */
  readonly variant: Variant | undefined
  choose(choice: Choice): void
}

/** Everything between the name of a product and having it in the cart. */
export function Buy(chosen: Chosen) {
  const t = useTexts(catalogueTexts)
  const { product, choice, variant, choose } = chosen
  const { data } = useQuery(shop.query('/shop'))
  return (
    <div className={classes.buy}>
      <div>
        {product.vendor && <p className={classes.vendor}>{product.vendor}</p>}
        <PageTitle>{product.title}</PageTitle>
      </div>
      <div>
        <div className={classes.price} aria-live="polite" aria-atomic="true">
          <PriceNow product={product} variant={variant} />
        </div>
        {data && <p className={classes.tax}>{data.pricesIncludeTax ? t.taxed : t.untaxed}</p>}
      </div>
      {product.options.map((option) => (
        <OptionPicker key={option.name} option={option} product={product} choice={choice} choose={choose} />
      ))}
      <div className={classes.stock} aria-live="polite" aria-atomic="true">
        <Stock variant={variant} />
        <Instead {...chosen} />
      </div>
      <AddToCart product={product} variant={variant} />
    </div>
  )
}

function PriceNow({ product, variant }: Pick<Chosen, 'product' | 'variant'>) {
  const { locale } = useLanguage()
  if (!variant) {
    const tag = priceTag(product)
    return tag ? <Price {...tag} /> : null
  }
  const before = reducedFrom(variant)
  const off = before ? percentOff(variant.price, before) : 0
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  return (
    <>
      <Price price={variant.price} before={before} />
      {off > 0 && <span className={classes.off}>{percent.format(-off / 100)}</span>}
    </>
  )
}

const FEW = 5

function Stock({ variant }: { variant: Variant | undefined }) {
  const t = useTexts(catalogueTexts)
  if (!variant) return <p className={classes.out}>{t.missingHint}</p>
  const { available } = variant
  if (available <= 0) return <p className={classes.out}>{t.soldOutHint}</p>
  const isFew = available <= FEW
  return <p className={isFew ? classes.few : classes.in}>{isFew ? t.onlyLeft(available) : t.inStock}</p>
}

/** A way out of what cannot be bought. */
function Instead({ product, choice, variant, choose }: Chosen) {
  const t = useTexts(catalogueTexts)
  if (variant && variant.available > 0) return null
  const other = nearest(product, choice)
  const name = other && nameOf(product, other)
  if (!other || !name) return null
  return (
    <button type="button" className={classes.instead} onClick={() => choose(other.options)}>
      {t.instead(name)}
    </button>
  )
}
