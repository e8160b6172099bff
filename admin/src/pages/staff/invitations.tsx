import { Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useQuery } from '@tanstack/react-query'
import { MailPlus } from 'lucide-react'
import { DangerButton } from '../../components/danger-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { allPages } from '../../components/use-pages.ts'
import { useSave } from '../../components/use-save.ts'
import { When } from '../../components/when.tsx'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'

type Invitation = Schemas['Invitation']

/** Who was asked and has not answered yet. */
export function Invitations({ roles }: { roles: readonly Schemas['Role'][] }) {
  const found = useQuery(shop.query('/admin/invitations'))
  const can = useCan()
  return (
    <DataTable<Invitation>
      label="Invitations"
      pages={allPages(found.data?.data, found.error, () => void found.refetch())}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'E-mail',
          cell: ({ email }) => (
            <Text inherit fw={550} span>
              {email}
            </Text>
          ),
        },
        { title: 'Role', cell: ({ role }) => roles.find(({ id }) => id === role)?.name ?? role },
        { title: 'Works until', cell: ({ expiresAt }) => <When at={expiresAt} />, align: 'right' },
        ...(can('staff:write')
          ? [
              {
                title: 'What to do',
                isActions: true,
                align: 'right' as const,
                cell: (row: Invitation) => <Withdraw invitation={row} />,
              },
            ]
          : []),
      ]}
      empty={
        <EmptyState icon={MailPlus} title="No open invitations">
          Whom you invite is here until they accept. If a mail went astray, withdraw its invitation and send
          another.
        </EmptyState>
      }
    />
  )
}

function Withdraw({ invitation }: { invitation: Invitation }) {
  const withdrawing = useSave({
    save: () => shop.delete('/admin/invitations/{invitationId}', { path: { invitationId: invitation.id } }),
    done: 'Withdrawn.',
    refresh: ['/admin/invitations'],
    isQuiet: true,
  })
  return (
    <DangerButton
      size="xs"
      label="Withdraw"
      title={`Withdraw the invitation of ${invitation.email}?`}
      confirmLabel="Withdraw it"
      onConfirm={() => withdrawing.saveAsync()}
    >
      The link in the mail is worth nothing from here on.
    </DangerButton>
  )
}
