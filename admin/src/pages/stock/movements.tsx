import { Anchor, Group, Stack, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { Link } from '@tanstack/react-router'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { DetailDrawer } from '../../components/detail-drawer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { usePages } from '../../components/use-pages.ts'
import { When } from '../../components/when.tsx'
import { Who } from '../../components/who.tsx'
import { toLabel } from '../../json-schema.ts'
import { useCan } from '../../session/me.ts'
import css from './stock.module.css'
import { nameOf, type StockRow } from './stock-rows.ts'

type Movement = Schemas['StockMovement']

/** All that came and went of a variant, the newest first. */
export function Movements({ row, close }: { row: StockRow; close: () => void }) {
  const pages = usePages('/admin/variants/{variantId}/movements', {
    path: { variantId: row.variantId },
    query: { limit: 50 },
  })
  const can = useCan()
  return (
    <DetailDrawer title={nameOf(row)} isOpen close={close}>
      <Stack>
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {row.sku ?? 'No SKU'}
          </Text>
          {can('catalog:read') && (
            <Anchor component={Link} to={`/products/${row.productId}`} size="sm">
              Open the product
            </Anchor>
          )}
        </Group>
        <DataTable<Movement>
          label={`What moved the stock of ${nameOf(row)}`}
          pages={pages}
          columns={COLUMNS}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="Nothing moved yet">Sales, returns and counts are listed here.</EmptyState>
          }
        />
      </Stack>
    </DetailDrawer>
  )
}

const REASONS: Readonly<Record<string, string>> = {
  opening: 'First stock',
  removal: 'Removed from the shop',
  count: 'Counted',
  order: 'Sold',
  return: 'Came back',
}

const COLUMNS: Column<Movement>[] = [
  { title: 'What', cell: ({ reason }) => <Reason reason={reason} /> },
  { title: 'When', cell: ({ at }) => <When at={at} /> },
  { title: 'By', cell: ({ by }) => <Who id={by} /> },
  {
    title: 'Change',
    align: 'right',
    cell: ({ change }) => <span className={css.change}>{change > 0 ? `+${change}` : change}</span>,
  },
]

function Reason({ reason: { type, id } }: Pick<Movement, 'reason'>) {
  const said = REASONS[type] ?? toLabel(type)
  if (!id.startsWith('order_') && !id.startsWith('ord_')) return said
  return (
    <Anchor component={Link} to={`/orders/${id}`} size="sm">
      {said}
    </Anchor>
  )
}
