import { ShoppingBag } from 'lucide-react'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { usePages } from '../../components/use-pages.ts'
import { ORDER_COLUMNS } from '../orders/columns.tsx'

const COLUMNS = ORDER_COLUMNS.filter(({ title }) => title !== 'Customer')

export function OwnOrders({ userId }: { userId: string }) {
  const pages = usePages('/admin/orders', { query: { customer: userId, limit: 20 } })
  return (
    <DataTable
      label="Orders of this customer"
      pages={pages}
      columns={COLUMNS}
      rowKey={({ id }) => id}
      rowLink={({ id }) => `/orders/${id}`}
      empty={
        <EmptyState icon={ShoppingBag} title="Has not bought anything yet">
          Orders from before they had an account join it once they prove their e-mail address.
        </EmptyState>
      }
    />
  )
}
