import { Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Card } from '../../components/card.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { allPages } from '../../components/use-pages.ts'
import { When } from '../../components/when.tsx'
import { shop } from '../../shop.ts'
import { ORDER_COLUMNS } from '../orders/columns.tsx'
import css from './dashboard.module.css'
import { MoreLink } from './more-link.tsx'

const SHOWN = 6
const SKELETON = <Skeleton height={260} />
const MINUTE_MS = 60_000

export function OrdersToShip() {
  const query = useQuery({
    ...shop.query('/admin/orders', { query: { status: 'paid', limit: SHOWN } }),
    refetchInterval: MINUTE_MS,
  })
  return (
    <Card title="To ship" actions={<MoreLink to="/orders" search={{ status: 'paid' }} label="All to ship" />}>
      <Loaded query={query} skeleton={SKELETON}>
        {({ data }) =>
          data.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing waits to be shipped. What is paid for appears here.
            </Text>
          ) : (
            <ul className={css.list}>
              {data.map(({ id, number, email, shippingAddress, placedAt, createdAt, totals }) => (
                <li key={id}>
                  <div style={{ minWidth: 0 }}>
                    <Link to={`/orders/${id}`} className={css.link}>
                      {shippingAddress?.name ?? email}
                    </Link>
                    <Text size="xs" c="dimmed">
                      #{number} · <When at={placedAt ?? createdAt} />
                    </Text>
                  </div>
                  <Money of={totals.total} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

export function NewestOrders() {
  const { data, error, refetch } = useQuery({
    ...shop.query('/admin/orders', { query: { limit: SHOWN } }),
    refetchInterval: MINUTE_MS,
  })
  return (
    <Stack component="section" gap="xs" mt="xs">
      <Group justify="space-between">
        <Title order={2} size="h3">
          Newest orders
        </Title>
        <MoreLink to="/orders" label="All orders" />
      </Group>
      <DataTable
        label="Newest orders"
        pages={allPages(data?.data, error, () => void refetch())}
        columns={ORDER_COLUMNS}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/orders/${id}`}
        empty={
          <EmptyState title="No orders yet">What customers buy appears here, the newest first.</EmptyState>
        }
      />
    </Stack>
  )
}
