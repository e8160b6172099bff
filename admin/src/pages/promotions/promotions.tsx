import { Button } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { Plus, TicketPercent } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { usePages } from '../../components/use-pages.ts'
import { useCan } from '../../session/me.ts'
import { COLUMNS } from './columns.tsx'
import { PromotionForm } from './promotion-form.tsx'

type Promotion = Schemas['Promotion']

/** Coupons and offers. */
export function PromotionsPage() {
  const [{ code }, setFilters] = useFilters('code')
  const pages = usePages('/admin/promotions', { query: { limit: 50, ...(code && { code }) } })
  const [shown, show] = useState<Promotion | 'new'>()
  const can = useCan()
  const make = can('promotions:write') && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => show('new')}>
      New promotion
    </Button>
  )
  const find = (text: string) => setFilters({ code: text })
  return (
    <Page
      title="Promotions"
      lead="Coupons that customers type, and offers that apply by themselves."
      actions={make}
    >
      <SearchField
        label="Find by code"
        placeholder="Whole code, then Enter"
        shown={code ?? ''}
        onFind={find}
      />
      <DataTable<Promotion>
        label="Promotions"
        pages={pages}
        rowKey={({ id }) => id}
        onRow={show}
        columns={COLUMNS}
        empty={code ? <NotFound code={code} onClear={() => find('')} /> : <None action={make} />}
      />
      {shown && (
        <PromotionForm
          key={shown === 'new' ? 'new' : `${shown.id} ${shown.version}`}
          promotion={shown === 'new' ? undefined : shown}
          close={() => show(undefined)}
        />
      )}
    </Page>
  )
}

const None = ({ action }: { action: ReactNode }) => (
  <EmptyState icon={TicketPercent} title="No promotions yet" action={action}>
    Take something off for a code or for everyone, on all goods or some, as often as you allow.
  </EmptyState>
)

const NotFound = ({ code, onClear }: { code: string; onClear: () => void }) => (
  <EmptyState
    icon={TicketPercent}
    title={`There is no code ${code}`}
    action={
      <Button variant="default" onClick={onClear}>
        Show all promotions
      </Button>
    }
  >
    Look at the spelling: only the whole code is found.
  </EmptyState>
)
