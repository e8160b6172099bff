import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useParam } from '../../components/use-param.ts'
import { When } from '../../components/when.tsx'
import { shop } from '../../shop.ts'
import css from './order.module.css'
import { OrderActions } from './order-actions.tsx'
import { OrderLines } from './order-lines.tsx'
import { OrderSide } from './order-side.tsx'
import { Parcels } from './parcels.tsx'
import { Refunds } from './refunds.tsx'
import { type Order, OrderStatus, PaymentStatus } from './status.tsx'
import { Timeline } from './timeline.tsx'

const WAY_UP = [{ label: 'Orders', to: '/orders' }]
/** A refund that the payment provider is being asked about is looked after until it is decided. */
const WATCH_MS = 2_000

export function OrderPage() {
  const orderId = useParam('orderId')
  const query = useQuery({
    ...shop.query('/admin/orders/{orderId}', { path: { orderId } }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? WATCH_MS : false),
  })
  const order = query.data
  return (
    <Page
      title={order ? `Order #${order.number}` : 'Order'}
      breadcrumbs={WAY_UP}
      badge={
        order && (
          <Group gap={6}>
            <OrderStatus order={order} />
            <PaymentStatus order={order} />
          </Group>
        )
      }
      lead={
        order && (
          <>
            <When at={order.placedAt ?? order.createdAt} isExact /> · {order.email}
          </>
        )
      }
      actions={order && <OrderActions order={order} />}
    >
      <Loaded query={query}>{(loaded) => <Whole order={loaded} />}</Loaded>
    </Page>
  )
}

const isUnderWay = ({ payment, refunds }: Order) =>
  payment.status === 'giving_back' || refunds.some(({ status }) => status === 'pending')

const Whole = ({ order }: { order: Order }) => (
  <div className={css.columns}>
    <div className={css.column}>
      {order.cancellation && (
        <Text size="sm" c="dimmed">
          Cancelled <When at={order.cancellation.at} />
          {order.cancellation.reason && `: ${order.cancellation.reason}`}
        </Text>
      )}
      <OrderLines order={order} />
      <Parcels order={order} />
      <Refunds order={order} />
      <Timeline order={order} />
    </div>
    <div className={css.column}>
      <OrderSide order={order} />
    </div>
  </div>
)
