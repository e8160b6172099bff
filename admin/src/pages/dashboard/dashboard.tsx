import { Button, Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Page } from '../../components/page.tsx'
import { useCan, useMe } from '../../session/me.ts'
import css from './dashboard.module.css'
import { Guide } from './guide.tsx'
import { LowStock } from './low-stock.tsx'
import { NewestOrders, OrdersToShip } from './orders.tsx'

/** The charts are heavy, and below them is what one works with. */
const Sales = lazy(() => import('./sales.tsx').then(({ Sales: part }) => ({ default: part })))

export function DashboardPage() {
  const can = useCan()
  const { name } = useMe()
  return (
    <Page
      title="Dashboard"
      lead={`${greeting()}, ${name}.`}
      actions={
        <Button component="a" href="/" variant="default">
          Visit the shop
        </Button>
      }
    >
      <Guide />
      {can('analytics:read') && (
        <Suspense fallback={<Skeleton height={430} radius="lg" />}>
          <Sales />
        </Suspense>
      )}
      <div className={css.halves}>
        {can('orders:read') && <OrdersToShip />}
        {can('inventory:read') && <LowStock />}
      </div>
      {can('orders:read') && <NewestOrders />}
    </Page>
  )
}

function greeting(): string {
  const hour = new Date().getHours()
  if (hour < 5) return 'Still up'
  return hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening'
}
