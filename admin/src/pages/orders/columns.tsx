import { Text } from '@mantine/core'
import type { Column } from '../../components/data-table.tsx'
import { Money } from '../../components/money.tsx'
import { When } from '../../components/when.tsx'
import css from './orders.module.css'
import { type Order, OrderStatus, PaymentStatus } from './status.tsx'

/** How orders are listed, wherever they are. */
export const ORDER_COLUMNS: readonly Column<Order>[] = [
  { title: 'Order', cell: ({ number }) => <span className={css.number}>#{number}</span> },
  { title: 'Placed', cell: ({ placedAt, createdAt }) => <When at={placedAt ?? createdAt} /> },
  {
    title: 'Customer',
    cell: ({ email, shippingAddress }) => <Buyer {...{ email, name: shippingAddress?.name }} />,
  },
  { title: 'Items', cell: ({ lines }) => itemsOf(lines), align: 'right', isSecondary: true },
  { title: 'Status', cell: (order) => <OrderStatus order={order} /> },
  { title: 'Payment', cell: (order) => <PaymentStatus order={order} />, isSecondary: true },
  { title: 'Total', cell: ({ totals }) => <Money of={totals.total} />, align: 'right' },
]

const itemsOf = (lines: Order['lines']) => lines.reduce((sum, { quantity }) => sum + quantity, 0)

const Buyer = ({ name, email }: { name: string | undefined; email: string }) => (
  <div className={css.buyer}>
    <span>{name ?? email}</span>
    {name && (
      <Text size="xs" c="dimmed" truncate>
        {email}
      </Text>
    )}
  </div>
)
