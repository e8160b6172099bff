import { Button } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { Confirm } from './confirm.tsx'
import { useDates } from './dates.ts'
import { focusPage } from './focus.tsx'
import { keepOpenidSecret } from './openid-return.ts'
import { Row, Rows, Section } from './section.tsx'
import { useGuard } from './step-up.tsx'
import { securityTexts } from './texts-security.ts'
import { Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'

const query = shop.query('/me/identities')
type Identity = Schemas['LinkedIdentity']

/** Providers that open this account. Not there at all where the shop has none. */
export function IdentitiesSection() {
  const { identities: t } = useTexts(securityTexts)
  const providers = useQuery(shop.query('/openid-providers')).data?.data ?? []
  const linked = useQuery(query).data?.data ?? []
  const guard = useGuard()
  const connect = useAction(async (provider: string) => {
    const body = { provider, returnTo: '/account/security' }
    const { url, secret } = await guard(() => shop.post('/me/identities/start', { body }))
    keepOpenidSecret(secret)
    location.assign(url)
  })
  if (providers.length === 0 && linked.length === 0) return null
  const labelOf = (provider: string) => providers.find(({ name }) => name === provider)?.label ?? provider
  const open = providers.filter(({ name }) => !linked.some(({ provider }) => provider === name))
  return (
    <Section title={t.title} lead={t.lead}>
      <Trouble fault={connect.fault} />
      <Rows>
        {linked.map((identity) => (
          <Linked key={identity.id} identity={identity} label={labelOf(identity.provider)} />
        ))}
        {open.map(({ name, label }) => (
          <Row key={name} title={label}>
            <Button
              variant="default"
              size="sm"
              aria-label={t.connect(label)}
              onClick={() => connect.run(name)}
            >
              {t.connect(label)}
            </Button>
          </Row>
        ))}
      </Rows>
    </Section>
  )
}

function Linked({ identity, label }: { identity: Identity; label: string }) {
  const { identities: t } = useTexts(securityTexts)
  const { day } = useDates()
  const guard = useGuard()
  const queries = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const unlink = useAction(async () => {
    await guard(() => shop.delete('/me/identities/{identityId}', { path: { identityId: identity.id } }))
    await queries.invalidateQueries({ queryKey: query.queryKey })
    focusPage()
  })
  const soft = [identity.email, t.since(day(identity.linkedAt))].filter(Boolean).join(' · ')
  return (
    <Row title={label} soft={soft}>
      <Button
        variant="default"
        size="sm"
        aria-label={t.disconnectOf(label)}
        loading={unlink.isBusy}
        onClick={() => setAsked(true)}
      >
        {t.disconnect}
      </Button>
      <Trouble fault={unlink.fault} />
      <Confirm
        title={t.askTitle(label)}
        text={t.askText}
        button={t.disconnect}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => void unlink.run()}
      />
    </Row>
  )
}
