import type { Schemas } from '@marketsquare/sdk'
import { useQuery } from '@tanstack/react-query'
import { Mail } from 'lucide-react'
import { DataTable } from '../../components/data-table.tsx'
import { DetailDrawer } from '../../components/detail-drawer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { usePages } from '../../components/use-pages.ts'
import { When } from '../../components/when.tsx'
import { shop } from '../../shop.ts'
import { MailView } from './mail-view.tsx'

/** What the shop has written to people: the built-in mailbox, in place of a way to send mail. */
export function MailboxPage() {
  const [{ to, mail }, setFilters] = useFilters('to', 'mail')
  const pages = usePages('/admin/mailbox', { query: { limit: 50, ...(to && { to }) } })
  return (
    <Page title="Mailbox" lead="Every mail that the shop has sent, kept for 90 days.">
      <SearchField
        label="Find by recipient"
        placeholder="Whole e-mail address, then Enter"
        shown={to ?? ''}
        onFind={(text) => setFilters({ to: text })}
      />
      <DataTable<Schemas['Mail']>
        label="Mails"
        pages={pages}
        rowKey={({ id }) => id}
        onRow={({ id }) => setFilters({ mail: id })}
        columns={[
          { title: 'Subject', cell: ({ subject }) => subject },
          { title: 'To', cell: (row) => row.to },
          { title: 'Kind', cell: ({ kind }) => kind, isSecondary: true },
          { title: 'Sent', cell: ({ at }) => <When at={at} />, align: 'right' },
        ]}
        empty={
          <EmptyState icon={Mail} title={to ? `Nothing was sent to ${to}` : 'No mail yet'}>
            {to
              ? 'Look at the spelling: only the whole address is found.'
              : 'Order confirmations, links to sign in and invitations will be here as soon as the first one is sent.'}
          </EmptyState>
        }
      />
      <MailDrawer mailId={mail} close={() => setFilters({ mail: '' })} />
    </Page>
  )
}

function MailDrawer({ mailId, close }: { mailId: string | undefined; close: () => void }) {
  return (
    <DetailDrawer title="Mail" size="xl" isOpen={mailId !== undefined} close={close}>
      {mailId && <OpenMail mailId={mailId} />}
    </DetailDrawer>
  )
}

function OpenMail({ mailId }: { mailId: string }) {
  const found = useQuery(shop.query('/admin/mailbox/{mailId}', { path: { mailId } }))
  return <Loaded query={found}>{(mail) => <MailView mail={mail} />}</Loaded>
}
