import { Code, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { Activity } from 'lucide-react'
import { useState } from 'react'
import { CopyText } from '../../components/copy-text.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { DetailDrawer, Fact } from '../../components/detail-drawer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { TypedFilter } from '../../components/typed-filter.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { usePages } from '../../components/use-pages.ts'
import { When } from '../../components/when.tsx'
import { Who } from '../../components/who.tsx'

type Event = Schemas['Event']

const FILTERS = [
  { name: 'type', label: 'Type', placeholder: 'order.placed' },
  { name: 'subject', label: 'About', placeholder: 'order_…' },
] as const

/** What happened in the shop. */
export function Events() {
  const [filters, setFilters] = useFilters('type', 'subject')
  const pages = usePages('/admin/events', { query: { limit: 50, ...filters } })
  const [shown, show] = useState<Event>()
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }} maw={620}>
        {FILTERS.map(({ name, ...field }) => (
          <TypedFilter
            key={name}
            {...field}
            shown={filters[name]}
            onFilter={(text) => setFilters({ [name]: text })}
          />
        ))}
      </SimpleGrid>
      <DataTable<Event>
        label="Events"
        pages={pages}
        rowKey={({ id }) => id}
        onRow={show}
        columns={[
          { title: 'Type', cell: (event) => event.type },
          { title: 'About', cell: (event) => event.subject },
          { title: 'By', cell: ({ by }) => <Who id={by} />, isSecondary: true },
          { title: 'When', cell: ({ at }) => <When at={at} />, align: 'right' },
        ]}
        empty={
          <EmptyState
            icon={Activity}
            title={Object.keys(filters).length > 0 ? 'Nothing fits' : 'Nothing has happened yet'}
          >
            Events are kept for 30 days. Both filters are compared as a whole.
          </EmptyState>
        }
      />
      <DetailDrawer title={shown?.type ?? ''} isOpen={shown !== undefined} close={() => show(undefined)}>
        {shown && <EventDetail event={shown} />}
      </DetailDrawer>
    </Stack>
  )
}

const EventDetail = ({ event }: { event: Event }) => (
  <Stack gap="sm">
    <Text size="sm">
      By <Who id={event.by} />, <When at={event.at} isExact />
    </Text>
    <Fact label="About">
      <CopyText text={event.subject} label="Copy it" />
    </Fact>
    <Fact label="Event">
      <CopyText text={event.id} label="Copy it" />
    </Fact>
    <Code block tabIndex={0}>
      {JSON.stringify(event.data, null, 2)}
    </Code>
  </Stack>
)
