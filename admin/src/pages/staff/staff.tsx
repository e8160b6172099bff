import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Titled } from '../../components/titled.tsx'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { Invitations } from './invitations.tsx'
import { Invite } from './invite.tsx'
import { People } from './people.tsx'

/** Who works in the shop, and who is asked to. */
export function StaffPage() {
  const roles = useQuery(shop.query('/admin/roles'))
  const [isInviting, setInviting] = useState(false)
  const can = useCan()
  return (
    <Page
      title="Staff"
      lead="Who works in the shop, with which role, and who is invited to."
      actions={
        can('staff:write') && (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setInviting(true)}>
            Invite somebody
          </Button>
        )
      }
    >
      <Loaded query={roles}>
        {({ data }) => (
          <>
            <People roles={data} />
            <Titled title="Invitations" lead="Sent, and not yet accepted. A link works for a week, once.">
              <Invitations roles={data} />
            </Titled>
            <Invite roles={data} isOpen={isInviting} close={() => setInviting(false)} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
