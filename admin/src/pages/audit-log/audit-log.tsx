import { Code, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { ScrollText } from 'lucide-react'
import { useState } from 'react'
import { CopyText } from '../../components/copy-text.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { DetailDrawer, Fact } from '../../components/detail-drawer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { TypedFilter } from '../../components/typed-filter.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { usePages } from '../../components/use-pages.ts'
import { When } from '../../components/when.tsx'
import { Who } from '../../components/who.tsx'

type Entry = Schemas['AuditEntry']

const KINDS = { guest: 'somebody', user: 'an account', 'api-key': 'an API key', system: 'the shop' } as const

/** Who did what, when and from where. */
export function AuditLogPage() {
  const [filters, setFilters] = useFilters('action', 'subject', 'actor')
  const pages = usePages('/admin/audit-log', { query: { limit: 50, ...filters } })
  const [shown, show] = useState<Entry>()
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Page
      title="Audit log"
      lead="What staff and API keys changed, and what touched the safety of accounts. Kept for 400 days, changed by nobody."
    >
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        {FILTERS.map(({ name, ...field }) => (
          <TypedFilter
            key={name}
            {...field}
            shown={filters[name]}
            onFilter={(text) => setFilters({ [name]: text })}
          />
        ))}
      </SimpleGrid>
      <DataTable<Entry>
        label="Audit log"
        pages={pages}
        rowKey={({ id }) => id}
        onRow={show}
        columns={[
          { title: 'Action', cell: ({ action }) => action },
          { title: 'By', cell: ({ actor }) => <Actor actor={actor} /> },
          { title: 'To', cell: ({ subject }) => subject, isSecondary: true },
          { title: 'From', cell: ({ address }) => address, isSecondary: true },
          { title: 'When', cell: ({ at }) => <When at={at} />, align: 'right' },
        ]}
        empty={
          <EmptyState icon={ScrollText} title={isFiltered ? 'Nothing fits' : 'Nothing has been done yet'}>
            {isFiltered
              ? 'All three are compared as a whole: take one away, or look at its spelling.'
              : 'Every change that staff make here is written down, with who, when and from where.'}
          </EmptyState>
        }
      />
      <DetailDrawer title={shown?.action ?? ''} isOpen={shown !== undefined} close={() => show(undefined)}>
        {shown && <EntryDetail entry={shown} />}
      </DetailDrawer>
    </Page>
  )
}

const FILTERS = [
  { name: 'action', label: 'Action', placeholder: 'PATCH /admin/settings' },
  { name: 'subject', label: 'Done to', placeholder: 'prod_…' },
  { name: 'actor', label: 'Done by', placeholder: 'user_…' },
] as const

const Actor = ({ actor: { kind, id } }: Pick<Entry, 'actor'>) =>
  kind === 'user' && id ? <Who id={id} /> : KINDS[kind]

const EntryDetail = ({ entry }: { entry: Entry }) => (
  <Stack gap="sm">
    <Text size="sm">
      <Actor actor={entry.actor} />, <When at={entry.at} isExact />
    </Text>
    {entry.actor.id && (
      <Fact label="Done by">
        <CopyText text={entry.actor.id} label="Copy it" />
      </Fact>
    )}
    <Fact label="Done to">
      <CopyText text={entry.subject} label="Copy it" />
    </Fact>
    <Text size="sm" c="dimmed">
      From {entry.address}, {entry.userAgent || 'without a name of its program'}
    </Text>
    <Fact label="Request">
      <CopyText text={entry.operationId} label="Copy it" />
    </Fact>
    <Code block tabIndex={0}>
      {JSON.stringify(entry.details, null, 2)}
    </Code>
  </Stack>
)
