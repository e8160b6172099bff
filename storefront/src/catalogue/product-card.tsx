import { Link } from '@tanstack/react-router'
import { useTexts } from '../language.tsx'
import { Picture } from './picture.tsx'
import { Price } from './price.tsx'
import { isSoldOut, type Product, priceTag } from './prices.ts'
import classes from './product-card.module.css'
import { catalogueTexts } from './texts.ts'

interface CardProps {
  readonly product: Product
  /** It is seen without scrolling: its picture is not put off. */
  readonly isEager?: boolean
}

/** A product in a list: all of it is one link. */
export function ProductCard({ product, isEager = false }: CardProps) {
  const tag = priceTag(product)
  return (
    <Link to="/products/$handle" params={{ handle: product.handle }} className={classes.card}>
      <span className={classes.frame}>
        <Picture image={product.images[0]} isEager={isEager} />
        <Mark product={product} isReduced={tag?.before !== null && tag !== undefined} />
      </span>
      <span className={classes.text}>
        <h3 className={classes.title}>{product.title}</h3>
        {product.vendor && <span className={classes.vendor}>{product.vendor}</span>}
        {tag && <Price {...tag} />}
      </span>
    </Link>
  )
}

function Mark({ product, isReduced }: { product: Product; isReduced: boolean }) {
  const t = useTexts(catalogueTexts)
  if (isSoldOut(product)) return <span className={classes.mark}>{t.soldOut}</span>
  return isReduced ? <span className={`${classes.mark} ${classes.sale}`}>{t.sale}</span> : null
}
