import { Link } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import classes from './cart.module.css'
import type { Cart, CartLine } from './cart.ts'
import { changeCartOrTell } from './cart-state.ts'
import { removeLine, setQuantity } from './changes.ts'
import { LineProblem, problemOf } from './line-problem.tsx'
import { QuantityStepper } from './quantity-stepper.tsx'
import { cartTexts } from './texts.ts'

interface CartLinesProps {
  readonly cart: Cart
  /** Called when somebody goes to a product. */
  onLeave?(): void
}

export function CartLines({ cart, onLeave }: CartLinesProps) {
  return (
    <ul className={classes.lines}>
      {cart.lines.map((line) => (
        <CartLineRow key={line.variantId} cart={cart} line={line} onLeave={onLeave} />
      ))}
    </ul>
  )
}

interface RowProps {
  readonly cart: Cart
  readonly line: CartLine
  readonly onLeave: (() => void) | undefined
}

function CartLineRow({ cart, line, onLeave }: RowProps) {
  const t = useTexts(cartTexts)
  const money = useMoney()
  const { title, variantId, variantTitle, quantity, unitPrice } = line
  return (
    <li className={classes.line}>
      <Picture src={line.image} />
      <div className={classes.what}>
        <ProductLink line={line} onLeave={onLeave} />
        {variantTitle && <span className={classes.dimmed}>{variantTitle}</span>}
        {quantity > 1 && line.forSale && <span className={classes.dimmed}>{t.each(money(unitPrice))}</span>}
      </div>
      <strong className={classes.price}>{line.forSale && money(line.subtotal)}</strong>
      {problemOf(cart, line) && <LineProblem line={line} />}
      <div className={classes.controls}>
        {line.forSale && (
          <QuantityStepper
            title={title}
            quantity={quantity}
            onChange={(wanted) => void changeCartOrTell(setQuantity(variantId, wanted))}
          />
        )}
        <button
          type="button"
          className={classes.remove}
          aria-label={t.removeOf(title)}
          onClick={() => void changeCartOrTell(removeLine(variantId))}
        >
          <Trash2 size={16} aria-hidden />
          <span aria-hidden>{t.remove}</span>
        </button>
      </div>
    </li>
  )
}

export function Picture({ src }: { src: string | null }) {
  return (
    <span className={classes.picture}>
      {src && <img src={src} alt="" width={80} height={80} decoding="async" />}
    </span>
  )
}

function ProductLink({ line, onLeave }: Pick<RowProps, 'line' | 'onLeave'>) {
  const { title, handle, variantId } = line
  if (!handle) return <span className={classes.title}>{title}</span>
  return (
    <Link
      to="/products/$handle"
      params={{ handle }}
      search={{ variant: variantId }}
      className={classes.title}
      onClick={onLeave}
    >
      {title}
    </Link>
  )
}
