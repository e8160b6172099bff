import { Button, Group } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useQuery } from '@tanstack/react-query'
import { Plus, Shield } from 'lucide-react'
import { useState } from 'react'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { PermissionGate } from '../../components/permission-gate.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { allPages } from '../../components/use-pages.ts'
import { shop } from '../../shop.ts'
import { RoleForm } from './role-form.tsx'

type Role = Schemas['Role']

/** What people of the staff may do. */
export function RolesPage() {
  const found = useQuery(shop.query('/admin/roles'))
  const [shown, show] = useState<Role | 'new'>()
  return (
    <Page
      title="Roles"
      lead="What people of the staff may do. The built-in ones come with every shop; make your own beside them."
      actions={
        <PermissionGate needs="staff:write">
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => show('new')}>
            New role
          </Button>
        </PermissionGate>
      }
    >
      <DataTable<Role>
        label="Roles"
        pages={allPages(found.data?.data, found.error, () => void found.refetch())}
        rowKey={({ id }) => id}
        onRow={show}
        columns={[
          { title: 'Role', cell: (role) => <RoleName role={role} /> },
          { title: 'What for', cell: ({ description }) => description || '–', isSecondary: true },
          { title: 'Permissions', cell: ({ permissions }) => permissions.length, align: 'right' },
        ]}
        empty={<EmptyState icon={Shield} title="No roles" />}
      />
      {shown && (
        <RoleForm
          key={shown === 'new' ? 'new' : `${shown.id} ${shown.version}`}
          role={shown === 'new' ? undefined : shown}
          close={() => show(undefined)}
        />
      )}
    </Page>
  )
}

const RoleName = ({ role }: { role: Role }) => (
  <Group gap="xs" component="span">
    {role.name}
    {role.builtIn && <StatusBadge tone="idle">Built in</StatusBadge>}
  </Group>
)
