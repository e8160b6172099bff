import { Button, Group, SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileUp, Package, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useCategories } from '../../components/use-categories.ts'
import { useFilters } from '../../components/use-filters.ts'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { productColumns } from './product-columns.tsx'
import { useFoundProducts } from './use-found-products.ts'

const STATES = [
  { value: '', label: 'All' },
  { value: 'published', label: 'Published' },
  { value: 'draft', label: 'Drafts' },
]

export function ProductsPage() {
  const [{ q = '', status: wanted }, setFilters] = useFilters('q', 'status')
  const status = wanted === 'draft' || wanted === 'published' ? wanted : undefined
  const pages = useFoundProducts(q, status)
  const categories = useCategories()
  const extensions = useQuery(shop.query('/admin/extensions'))
  const columns = useMemo(
    () => productColumns(categories.data ?? [], extensions.data?.fields ?? []),
    [categories.data, extensions.data],
  )
  return (
    <Page title="Products" size="wide" actions={<Actions />}>
      <Group justify="space-between" gap="sm">
        <SegmentedControl
          aria-label="Status"
          size="xs"
          data={STATES}
          value={status ?? ''}
          onChange={(next) => setFilters({ status: next || undefined })}
        />
        <SearchField
          label="Find products by title, SKU or tag"
          placeholder="Title, SKU or tag, then Enter"
          shown={q}
          onFind={(text) => setFilters({ q: text || undefined })}
        />
      </Group>
      {q && (
        <Text size="sm" c="dimmed" mt={-8}>
          The best 50 published ones, and what fits among the 100 drafts first listed.
        </Text>
      )}
      <DataTable
        label="Products"
        pages={pages}
        columns={columns}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/products/${id}`}
        empty={
          q || status ? (
            <NothingFits onClear={() => setFilters({ q: undefined, status: undefined })} />
          ) : (
            <NoProducts />
          )
        }
      />
    </Page>
  )
}

function Actions() {
  const can = useCan()
  return (
    <>
      {can('catalog:import') && (
        <Button
          component={Link}
          to="/imports"
          variant="default"
          leftSection={<FileUp size={16} aria-hidden />}
        >
          Import
        </Button>
      )}
      {can('catalog:write') && (
        <Button component={Link} to="/products/new" leftSection={<Plus size={16} aria-hidden />}>
          New product
        </Button>
      )}
    </>
  )
}

const NoProducts = () => (
  <EmptyState icon={Package} title="What do you sell?" action={<Actions />}>
    Add your first product: a title and a price are enough, and nobody sees it before you publish it. Or bring
    a whole catalogue along: exports of Shopify and WooCommerce are taken as they are.
  </EmptyState>
)

const NothingFits = ({ onClear }: { onClear: () => void }) => (
  <EmptyState
    icon={Package}
    title="No product fits"
    action={
      <Button variant="default" onClick={onClear}>
        Show all products
      </Button>
    }
  >
    Words match by their beginning, and forgive one wrong letter. Further drafts are in the list of drafts.
  </EmptyState>
)
