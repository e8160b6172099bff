import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Card } from '../../components/card.tsx'
import { Money } from '../../components/money.tsx'
import { formatMoney } from '../../money.ts'
import css from './order.module.css'
import type { Line, Order } from './status.tsx'

type Totals = Order['totals']
type Kind = Order['explanations'][number]['kind']

export const OrderLines = ({ order }: { order: Order }) => (
  <Card title="Items">
    <ul className={css.lines}>
      {order.lines.map((line) => (
        <OrderLine key={line.id} line={line} />
      ))}
    </ul>
    <Sum order={order} />
  </Card>
)

function OrderLine({ line }: { line: Line }) {
  const { productId, title, variantTitle, sku, image, quantity, unitPrice, total } = line
  return (
    <li className={css.line}>
      {image ? (
        <img src={image} alt="" width={44} height={44} loading="lazy" className={css.picture} />
      ) : (
        <span className={css.picture} />
      )}
      <div>
        <Anchor
          component={Link}
          to={`/products/${productId}`}
          size="sm"
          fw={550}
          c="var(--mantine-color-text)"
        >
          {title}
        </Anchor>
        <Text size="xs" c="dimmed">
          {[variantTitle, sku, stateOf(line)].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <div style={{ textAlign: 'end' }}>
        <Text size="sm">
          <Money of={total} />
        </Text>
        <Text size="xs" c="dimmed">
          {quantity} × <Money of={unitPrice} />
        </Text>
      </div>
    </li>
  )
}

function stateOf({ quantity, fulfilled, restocked = 0 }: Line): string {
  const shipped =
    fulfilled === 0 ? '' : fulfilled === quantity ? 'shipped' : `${fulfilled} of ${quantity} shipped`
  return [shipped, restocked > 0 ? `${restocked} back in stock` : ''].filter(Boolean).join(', ')
}

const ROWS: readonly (readonly [
  label: string,
  of: keyof Omit<Totals, 'taxIncluded' | 'total'>,
  kind?: Kind,
])[] = [
  ['Subtotal', 'subtotal'],
  ['Discount', 'discount', 'discount'],
  ['Shipping', 'shipping', 'shipping'],
  ['Tax', 'tax', 'tax'],
]

/** What it came to, each amount with the reason that the shop gave when it was bought. */
function Sum({ order }: { order: Order }) {
  const { totals, explanations } = order
  const shown = ROWS.filter(([, of]) => of === 'subtotal' || totals[of].amount !== 0)
  return (
    <dl className={css.sum}>
      {shown.map(([label, of, kind]) => {
        const isDiscount = of === 'discount'
        const included = of === 'tax' && totals.taxIncluded ? ' (included)' : ''
        return (
          <div key={of} style={{ display: 'contents' }}>
            <dt>
              {label}
              {included}
              <Why messages={explanations.filter((each) => each.kind === kind).map((each) => each.message)} />
            </dt>
            <dd>
              {isDiscount && '−'}
              {formatMoney({ ...totals[of], amount: Math.abs(totals[of].amount) })}
            </dd>
          </div>
        )
      })}
      <dt data-total>Total</dt>
      <dd data-total>
        <Money of={totals.total} />
      </dd>
    </dl>
  )
}

const Why = ({ messages }: { messages: readonly string[] }) =>
  [...new Set(messages)].map((message) => (
    <span key={message} className={css.why}>
      {message}
    </span>
  ))
