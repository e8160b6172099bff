import { Link } from '@tanstack/react-router'
import { Picture } from '../cart/cart-line.tsx'
import { Totals } from '../cart/totals.tsx'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import classes from './order.module.css'
import type { Order } from './steps.ts'
import { orderTexts } from './texts.ts'

type Line = Order['lines'][number]

/** What was bought, and what it came to. */
export function OrderLines({ order }: { order: Order }) {
  const t = useTexts(orderTexts)
  const isShipped = order.lines.some(({ requiresShipping }) => requiresShipping)
  return (
    <section className={classes.card} aria-labelledby="order-items">
      <h2 id="order-items">{t.items}</h2>
      <ul className={classes.lines}>
        {order.lines.map((line) => (
          <OrderLine key={line.id} line={line} />
        ))}
      </ul>
      <Totals of={order} {...(isShipped && { shipping: order.shippingOption ?? '' })} />
    </section>
  )
}

function OrderLine({ line }: { line: Line }) {
  const t = useTexts(orderTexts)
  const money = useMoney()
  const { handle, title, variantId, variantTitle, quantity, fulfilled } = line
  return (
    <li>
      <Picture src={line.image} />
      <div className={classes.what}>
        <Link to="/products/$handle" params={{ handle }} search={{ variant: variantId }}>
          {title}
        </Link>
        {variantTitle && <small>{variantTitle}</small>}
        <small>
          {t.lineQuantity(quantity)} {money(line.unitPrice)}
        </small>
        {fulfilled > 0 && <small className={classes.good}>{t.lineShipped(fulfilled, quantity)}</small>}
      </div>
      <span className={classes.price}>{money(line.subtotal)}</span>
    </li>
  )
}
