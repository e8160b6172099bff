import { Button, Code, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { DangerButton } from '../../components/danger-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { usePages } from '../../components/use-pages.ts'
import { useSave } from '../../components/use-save.ts'
import { When } from '../../components/when.tsx'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { NewKey } from './new-key.tsx'

type ApiKey = Schemas['ApiKey']

const SCOPES_SHOWN = 3
const STATES = {
  active: { tone: 'good', label: 'Active' },
  expired: { tone: 'idle', label: 'Expired' },
  revoked: { tone: 'idle', label: 'Revoked' },
} as const

/** Keys by which programs use the shop in somebody's name. */
export function ApiKeysPage() {
  const pages = usePages('/admin/api-keys', { query: { limit: 50 } })
  const [isMaking, setMaking] = useState(false)
  const can = useCan()
  const newKey = can('api-keys:write') && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setMaking(true)}>
      New API key
    </Button>
  )
  return (
    <Page
      title="API keys"
      lead="By a key, a program does what its maker may do, as far as the key allows it."
      actions={newKey}
    >
      <DataTable<ApiKey>
        label="API keys"
        pages={pages}
        rowKey={({ id }) => id}
        columns={[
          {
            title: 'Name',
            cell: ({ name }) => (
              <Text inherit fw={550} span>
                {name}
              </Text>
            ),
          },
          { title: 'Begins with', cell: ({ prefix }) => <Code>{prefix}…</Code>, isSecondary: true },
          {
            title: 'State',
            cell: ({ status }) => (
              <StatusBadge tone={STATES[status].tone}>{STATES[status].label}</StatusBadge>
            ),
          },
          { title: 'Allows', cell: ({ scopes }) => <Scopes scopes={scopes} /> },
          {
            title: 'Last used',
            cell: ({ lastUsedAt }) => (lastUsedAt ? <When at={lastUsedAt} /> : 'never'),
            align: 'right',
          },
          {
            title: 'What to do',
            isActions: true,
            align: 'right' as const,
            cell: (apiKey) => <Revoke apiKey={apiKey} />,
          },
        ]}
        empty={
          <EmptyState icon={KeyRound} title="No API keys yet" action={newKey}>
            A key lets a program, such as your bookkeeping, use the shop’s API without anybody’s password.
          </EmptyState>
        }
      />
      <NewKey isOpen={isMaking} close={() => setMaking(false)} />
    </Page>
  )
}

const Scopes = ({ scopes }: { scopes: readonly string[] }) => {
  const shown = scopes.slice(0, SCOPES_SHOWN).join(', ')
  const more = scopes.length - SCOPES_SHOWN
  return <span title={scopes.join('\n')}>{more > 0 ? `${shown} and ${more} more` : shown}</span>
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const can = useCan()
  const revoking = useSave({
    save: () => shop.delete('/admin/api-keys/{keyId}', { path: { keyId: apiKey.id } }),
    done: `${apiKey.name} is revoked.`,
    refresh: ['/admin/api-keys'],
    isQuiet: true,
  })
  if (apiKey.status !== 'active' || !can('api-keys:write')) return null
  return (
    <DangerButton
      size="xs"
      label="Revoke"
      title={`Revoke ${apiKey.name}?`}
      confirmLabel="Revoke the key"
      onConfirm={() => revoking.saveAsync()}
    >
      The program that uses it is refused from here on. It cannot be undone.
    </DangerButton>
  )
}
