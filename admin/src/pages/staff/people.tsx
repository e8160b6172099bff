import { Group } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useQuery } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { RoleOf } from '../../components/role.tsx'
import { allPages } from '../../components/use-pages.ts'
import { When } from '../../components/when.tsx'
import { shop } from '../../shop.ts'

type User = Schemas['User']
type Role = Schemas['Role']

/** Everybody who has a role of staff, role by role: accounts are found by one role at a time. */
export function People({ roles }: { roles: readonly Role[] }) {
  const ids = roles.map(({ id }) => id).filter((id) => id !== 'customer')
  const found = useQuery({
    queryKey: ['/admin/users', { staff: ids }],
    queryFn: async ({ signal }) => (await Promise.all(ids.map((role) => peopleOf(role, signal)))).flat(),
  })
  return (
    <DataTable<User>
      label="Staff"
      pages={allPages(found.data, found.error, () => void found.refetch())}
      rowKey={({ id }) => id}
      rowLink={({ id }) => `/customers/${id}`}
      columns={[
        { title: 'Name', cell: ({ name }) => name },
        { title: 'E-mail', cell: ({ email }) => email },
        {
          title: 'Role',
          cell: (user) => (
            <Group gap="xs" component="span">
              <RoleOf user={user} />
            </Group>
          ),
        },
        {
          title: 'Since',
          cell: ({ createdAt }) => <When at={createdAt} />,
          align: 'right',
          isSecondary: true,
        },
      ]}
      empty={
        <EmptyState icon={Users} title="Nobody yet">
          Invite those who work with you: they get a mail, and set a password of their own.
        </EmptyState>
      }
    />
  )
}

async function peopleOf(role: string, signal: AbortSignal): Promise<User[]> {
  const people: User[] = []
  for await (const user of shop.each('/admin/users', { query: { role, limit: 100 }, signal }))
    people.push(user)
  return people
}
