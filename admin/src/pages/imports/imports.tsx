import { FileUp } from 'lucide-react'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { usePages } from '../../components/use-pages.ts'
import { When } from '../../components/when.tsx'
import { bytesText, type Import, ImportState } from './import-state.tsx'
import { NewImport } from './new-import.tsx'

/** Catalogue files: a new one on top, and what became of earlier ones. */
export function ImportsPage() {
  const pages = usePages('/admin/imports', { query: { limit: 25 } })
  return (
    <Page
      title="Imports"
      lead="Bring a whole catalogue along from Shopify or WooCommerce."
      breadcrumbs={[{ label: 'Products', to: '/products' }]}
    >
      <NewImport />
      <DataTable<Import>
        label="Imports"
        pages={pages}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/imports/${id}`}
        empty={
          <EmptyState icon={FileUp} title="Nothing imported yet">
            Each file stays listed here with its report: what is new, what changed, and which rows were
            refused and why.
          </EmptyState>
        }
      />
    </Page>
  )
}

const COLUMNS: Column<Import>[] = [
  { title: 'Sent', cell: ({ createdAt }) => <When at={createdAt} isExact /> },
  { title: 'State', cell: (run) => <ImportState run={run} /> },
  { title: 'File', align: 'right', cell: ({ bytes }) => bytesText(bytes), isSecondary: true },
  { title: 'New', align: 'right', cell: ({ created }) => created.toLocaleString('en') },
  { title: 'Changed', align: 'right', cell: ({ updated }) => updated.toLocaleString('en') },
  {
    title: 'Unchanged',
    align: 'right',
    isSecondary: true,
    cell: ({ unchanged }) => unchanged.toLocaleString('en'),
  },
  { title: 'Refused rows', align: 'right', cell: ({ refusedRows }) => refusedRows.toLocaleString('en') },
]
