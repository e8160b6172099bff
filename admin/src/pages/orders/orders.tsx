import { Button, Group, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Search, ShoppingBag } from 'lucide-react'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { usePages } from '../../components/use-pages.ts'
import { ORDER_COLUMNS } from './columns.tsx'
import css from './orders.module.css'
import { type Order, STATUS } from './status.tsx'

const STATES = ['paid', 'placed', 'fulfilled', 'cancelled', 'pending'] as const

export function OrdersPage() {
  const [filters, setFilters] = useFilters('status', 'email', 'number', 'customer')
  const { status, email, number, customer } = filters
  const isFiltered = Object.keys(filters).length > 0
  // One at a time is what the shop can be asked for.
  const query = number ? { number } : email ? { email } : customer ? { customer } : statusQuery(status)
  const pages = usePages('/admin/orders', { query: { ...query, limit: 50 } })
  const none = { status: undefined, email: undefined, number: undefined, customer: undefined }
  return (
    <Page title="Orders" size="wide">
      <Group justify="space-between" gap="sm">
        <States
          value={status ?? ''}
          onChange={(next) => setFilters({ ...none, status: next || undefined })}
        />
        <SearchField
          label="Find by order number or e-mail address"
          placeholder="Number or e-mail, then Enter"
          shown={number ?? email ?? ''}
          onFind={(text) =>
            setFilters({ ...none, [text.includes('@') ? 'email' : 'number']: text || undefined })
          }
        />
      </Group>
      <DataTable
        label="Orders"
        pages={pages}
        columns={ORDER_COLUMNS}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/orders/${id}`}
        empty={isFiltered ? <NothingFits onClear={() => setFilters(none)} /> : <NoOrders />}
      />
    </Page>
  )
}

const statusQuery = (status: string | undefined) =>
  STATES.includes(status as never) ? { status: status as Order['status'] } : {}

function States({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const isPhone = useMediaQuery('(max-width: 48em)')
  const data = [
    { value: '', label: 'All' },
    ...STATES.map((state) => ({ value: state, label: STATUS[state].label })),
  ]
  return (
    <div className={css.states}>
      <SegmentedControl
        aria-label="Status"
        size={isPhone ? 'sm' : 'xs'}
        data={data}
        value={value}
        onChange={onChange}
      />
    </div>
  )
}

const NoOrders = () => (
  <EmptyState
    icon={ShoppingBag}
    title="No orders yet"
    action={
      <Button component="a" href="/" variant="default">
        Visit the shop
      </Button>
    }
  >
    What customers buy appears here, the newest first. Buy something yourself with a test card to see how it
    goes.
  </EmptyState>
)

const NothingFits = ({ onClear }: { onClear: () => void }) => (
  <EmptyState
    icon={Search}
    title="No order fits"
    action={
      <Button variant="default" onClick={onClear}>
        Show all orders
      </Button>
    }
  >
    Numbers are found whole, such as 7QK4-M2XD, and so are e-mail addresses.
  </EmptyState>
)
