import { Avatar, Button, Group, Text } from '@mantine/core'
import { BadgeCheck, Search, Users } from 'lucide-react'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { RoleName } from '../../components/role.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { usePages } from '../../components/use-pages.ts'
import { When } from '../../components/when.tsx'
import type { Me } from '../../session/me.ts'

const COLUMNS: readonly Column<Me>[] = [
  { title: 'Name', cell: (user) => <Person user={user} /> },
  {
    title: 'E-mail address',
    cell: ({ email, emailVerified }) => (
      <Group gap={6} wrap="nowrap" component="span">
        {email}
        {emailVerified && <BadgeCheck size={15} aria-label="verified" color="var(--good)" />}
      </Group>
    ),
  },
  { title: 'Role', cell: ({ role }) => <RoleName id={role} /> },
  { title: 'Since', cell: ({ createdAt }) => <When at={createdAt} />, align: 'right' },
]

const Person = ({ user: { name, picture } }: { user: Me }) => (
  <Group gap={10} wrap="nowrap" component="span">
    <Avatar src={picture} name={name} size={28} alt="" />
    <Text span size="sm" fw="inherit">
      {name}
    </Text>
  </Group>
)

export function CustomersPage() {
  const [{ email }, setFilters] = useFilters('email')
  const pages = usePages('/admin/users', { query: { email, limit: 50 } })
  return (
    <Page title="Customers" lead="Everybody with an account, staff too.">
      <SearchField
        label="Find by e-mail address"
        placeholder="E-mail address, then Enter"
        shown={email ?? ''}
        onFind={(text) => setFilters({ email: text || undefined })}
      />
      <DataTable
        label="Customers"
        pages={pages}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/customers/${id}`}
        empty={email ? <NothingFits onClear={() => setFilters({ email: undefined })} /> : <Nobody />}
      />
    </Page>
  )
}

const Nobody = () => (
  <EmptyState icon={Users} title="No accounts yet">
    Whoever registers in the shop appears here. Guests buy without an account: find them by their orders.
  </EmptyState>
)

const NothingFits = ({ onClear }: { onClear: () => void }) => (
  <EmptyState
    icon={Search}
    title="Nobody has this address"
    action={
      <Button variant="default" onClick={onClear}>
        Show everybody
      </Button>
    }
  >
    Addresses are found whole. Whoever bought as a guest has orders, but no account.
  </EmptyState>
)
