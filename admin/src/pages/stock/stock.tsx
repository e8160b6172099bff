import { Group, SegmentedControl, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Boxes, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { Picture } from '../../components/picture.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { allPages, usePages } from '../../components/use-pages.ts'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { Movements } from './movements.tsx'
import { OnHand } from './on-hand.tsx'
import css from './stock.module.css'
import { fromLow, nameOf, type StockRow, toStockRows } from './stock-rows.ts'
import { useCount } from './use-count.ts'

/** What is on the shelves, variant by variant. */
export function StockPage() {
  const [{ show }, setFilters] = useFilters('show')
  const [shown, setShown] = useState<StockRow>()
  const isLow = show === 'low'
  return (
    <Page
      title="Stock"
      size="wide"
      lead="Type a count over the old one; Enter goes on to the next. A row shows what moved it."
    >
      <Group>
        <SegmentedControl
          aria-label="Which"
          size="xs"
          data={[
            { value: '', label: 'All variants' },
            { value: 'low', label: 'Running low' },
          ]}
          value={isLow ? 'low' : ''}
          onChange={(next) => setFilters({ show: next || undefined })}
        />
      </Group>
      {isLow ? <Low onRow={setShown} /> : <All onRow={setShown} />}
      {shown && <Movements row={shown} close={() => setShown(undefined)} />}
    </Page>
  )
}

type ListProps = { onRow: (row: StockRow) => void }

function All({ onRow }: ListProps) {
  const products = usePages('/admin/products', { query: { limit: 50 } })
  const can = useCan()
  if (!can('catalog:read')) return <Low onRow={onRow} />
  const rows = products.rows && toStockRows(products.rows)
  return (
    <DataTable<StockRow>
      label="Stock"
      pages={{ ...products, rows }}
      columns={COLUMNS}
      rowKey={({ variantId }) => variantId}
      onRow={onRow}
      empty={
        <EmptyState icon={Boxes} title="Nothing to count yet">
          Each variant of a product has its count here, with all that moved it.
        </EmptyState>
      }
    />
  )
}

function Low({ onRow }: ListProps) {
  const low = useQuery(shop.query('/admin/low-stock'))
  return (
    <>
      {low.data && (
        <Text size="sm" c="dimmed" mt={-8}>
          {`Fewer than ${low.data.below} on hand, the least first. The settings say how few that is.`}
        </Text>
      )}
      <DataTable<StockRow>
        label="Running low"
        pages={allPages(low.data?.data.map(fromLow), low.error, low.refetch)}
        columns={COLUMNS.filter(({ title }) => title !== 'Counted' && title !== 'Sold beyond')}
        rowKey={({ variantId }) => variantId}
        onRow={onRow}
        empty={
          <EmptyState icon={CircleCheck} title="Nothing is running low">
            What is counted, cannot be sold beyond its stock and gets few is listed here.
          </EmptyState>
        }
      />
    </>
  )
}

const COLUMNS: Column<StockRow>[] = [
  { title: 'Product', cell: (row) => <Lead row={row} /> },
  { title: 'SKU', isSecondary: true, cell: ({ sku }) => sku ?? <span className={css.soft}>—</span> },
  { title: 'Counted', cell: (row) => <Choice row={row} field="tracked" label="Counted" /> },
  {
    title: 'Sold beyond',
    cell: (row) => <Choice row={row} field="backorder" label="Sold beyond its stock" />,
  },
  { title: 'On hand', align: 'right', width: '160px', cell: (row) => <OnHand row={row} /> },
]

const Lead = ({ row }: { row: StockRow }) => (
  <Group gap={12} wrap="nowrap" className={css.lead}>
    {row.picture !== undefined && <Picture url={row.picture} size={36} />}
    <span className={css.name}>
      {row.title}
      {row.variantTitle && (
        <Text span size="xs" c="dimmed" display="block">
          {row.variantTitle}
        </Text>
      )}
    </span>
  </Group>
)

type ChoiceProps = { row: StockRow; field: 'tracked' | 'backorder'; label: string }

function Choice({ row, field, label }: ChoiceProps) {
  const can = useCan()
  const { level, set } = useCount(row)
  return (
    <Switch
      size="sm"
      className={css.switch}
      aria-label={`${label}: ${nameOf(row)}`}
      checked={level[field]}
      disabled={!can('inventory:write') || (field === 'backorder' && !level.tracked)}
      onChange={(event) => set({ [field]: event.currentTarget.checked })}
    />
  )
}
