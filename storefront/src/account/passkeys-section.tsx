import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { Lines } from './frame.tsx'
import { hasPasskeys, makePasskey } from './passkey.ts'
import { PasskeyRow } from './passkey-row.tsx'
import { Rows, Section } from './section.tsx'
import { useGuard } from './step-up.tsx'
import { securityTexts } from './texts-security.ts'
import { Said, Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'

const query = shop.query('/me/passkeys')

/** Passkeys: added, named, removed. */
export function PasskeysSection() {
  const { passkeys: t } = useTexts(securityTexts)
  const guard = useGuard()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(query)
  const [isAdded, setAdded] = useState(false)
  const add = useAction(async () => {
    setAdded(false)
    const options = await guard(() => shop.post('/me/passkeys/options'))
    const response = await makePasskey(options)
    await shop.post('/me/passkeys', { body: { response } })
    await queries.invalidateQueries({ queryKey: query.queryKey })
    setAdded(true)
  })
  const button = (
    <Button
      variant="default"
      leftSection={<Plus size={18} aria-hidden />}
      loading={add.isBusy}
      onClick={() => add.run()}
    >
      {t.add}
    </Button>
  )
  return (
    <Section title={t.title} lead={hasPasskeys() ? t.lead : t.unsupported} aside={hasPasskeys() && button}>
      <Trouble fault={error} retry={() => void refetch()} />
      <Trouble fault={add.fault} />
      <Said>{isAdded && t.added}</Said>
      {!data && !error && <Lines count={1} />}
      {data && data.data.length > 0 && (
        <Rows>
          {data.data.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} />
          ))}
        </Rows>
      )}
    </Section>
  )
}
