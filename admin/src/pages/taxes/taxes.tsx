import { Anchor, Button, Stack, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { Link } from '@tanstack/react-router'
import { Percent, Plus } from 'lucide-react'
import { useState } from 'react'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { Titled } from '../../components/titled.tsx'
import { allPages, usePages } from '../../components/use-pages.ts'
import { countryName } from '../../countries.ts'
import { useCan, useShop } from '../../session/me.ts'
import { TaxRateForm } from './tax-rate-form.tsx'

type TaxRate = Schemas['TaxRate']

/** The rates of tax, country by country. */
export function TaxesPage() {
  const pages = usePages('/admin/tax-rates', { query: { limit: 100 } })
  const [shown, show] = useState<TaxRate | 'new'>()
  const can = useCan()
  const { countryCode } = useShop()
  const newRate = can('taxes:write') && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => show('new')}>
      New tax rate
    </Button>
  )
  const rows = pages.rows ?? []
  return (
    <Page title="Taxes" lead={<HowPricesAreMeant />} actions={newRate}>
      {rows.length === 0 ? (
        <DataTable<TaxRate>
          label="Tax rates"
          pages={pages}
          rowKey={({ id }) => id}
          columns={COLUMNS}
          empty={
            <EmptyState icon={Percent} title="No tax is taken yet" action={newRate}>
              Add the rates of the countries that you sell to. Where none fits an address, no tax is taken.
            </EmptyState>
          }
        />
      ) : (
        <Stack gap="lg">
          {byCountry(rows, countryCode).map(([code, rates]) => (
            <Titled key={code} title={countryName(code)}>
              <DataTable<TaxRate>
                label={`Tax rates of ${countryName(code)}`}
                pages={allPages(rates)}
                rowKey={({ id }) => id}
                onRow={show}
                columns={COLUMNS}
                empty={null}
              />
            </Titled>
          ))}
          {pages.hasMore && (
            <Button variant="default" loading={pages.isLoadingMore} onClick={pages.loadMore}>
              Load more
            </Button>
          )}
        </Stack>
      )}
      {shown && (
        <TaxRateForm
          key={shown === 'new' ? 'new' : `${shown.id} ${shown.version}`}
          rate={shown === 'new' ? undefined : shown}
          close={() => show(undefined)}
        />
      )}
    </Page>
  )
}

/** The shop's own country first, the others by name. */
const byCountry = (rates: readonly TaxRate[], own: string) =>
  [...Map.groupBy(rates, ({ countryCode }) => countryCode)].sort(
    ([a], [b]) => Number(b === own) - Number(a === own) || countryName(a).localeCompare(countryName(b)),
  )

const COLUMNS = [
  { title: 'Name', cell: ({ name }: TaxRate) => name, width: '26%' },
  { title: 'Where', cell: ({ region }: TaxRate) => region ?? 'The whole country', width: '26%' },
  { title: 'For', cell: ({ category }: TaxRate) => `${category} goods`, width: '20%' },
  {
    title: 'Shipping too',
    cell: ({ appliesToShipping }: TaxRate) => (appliesToShipping ? 'Yes' : 'No'),
    isSecondary: true,
  },
  { title: 'Rate', cell: ({ percent }: TaxRate) => `${percent} %`, align: 'right' as const },
]

function HowPricesAreMeant() {
  const { pricesIncludeTax } = useShop()
  return (
    <Text span inherit>
      {pricesIncludeTax
        ? 'Your prices include tax: these rates say how much of them it is.'
        : 'Tax is added to your prices by these rates.'}{' '}
      <Anchor component={Link} to="/settings" inherit underline="always">
        Change it in the settings
      </Anchor>
    </Text>
  )
}
