import { Button, Group } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './account.module.css'
import { AccountForm } from './account-form.tsx'
import { Confirm } from './confirm.tsx'
import { useDates } from './dates.ts'
import { Field } from './fields.tsx'
import { FocusInside, focusPage } from './focus.tsx'
import { Row, Tag } from './section.tsx'
import { useGuard } from './step-up.tsx'
import { accountTexts } from './texts.ts'
import { securityTexts } from './texts-security.ts'
import { Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'

type Passkey = Schemas['Passkey']

export function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const { passkeys: t } = useTexts(securityTexts)
  const { day } = useDates()
  const guard = useGuard()
  const queries = useQueryClient()
  const [isNaming, setNaming] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const { id, name, createdAt, lastUsedAt, backedUp } = passkey
  const remove = useAction(async () => {
    await guard(() => shop.delete('/me/passkeys/{passkeyId}', { path: { passkeyId: id } }))
    await queries.invalidateQueries({ queryKey: ['/me/passkeys'] })
    focusPage()
  })
  if (isNaming) return <Naming passkey={passkey} close={() => setNaming(false)} />
  return (
    <Row
      title={
        <Group gap="xs">
          {name} {backedUp && <Tag>{t.synced}</Tag>}
        </Group>
      }
      soft={t.facts(day(createdAt), lastUsedAt ? day(lastUsedAt) : undefined)}
    >
      <Group gap="xs">
        <Button variant="default" size="sm" aria-label={t.renameOf(name)} onClick={() => setNaming(true)}>
          {t.rename}
        </Button>
        <Button
          variant="subtle"
          size="sm"
          color="gray"
          c="var(--mantine-color-text)"
          aria-label={t.removeOf(name)}
          loading={remove.isBusy}
          onClick={() => setAsked(true)}
        >
          {t.remove}
        </Button>
      </Group>
      <Trouble fault={remove.fault} />
      <Confirm
        title={t.removeTitle}
        text={t.removeText(name)}
        button={t.remove}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => void remove.run()}
      />
    </Row>
  )
}

function Naming({ passkey, close }: { passkey: Passkey; close: () => void }) {
  const { passkeys: t } = useTexts(securityTexts)
  const { save, cancel } = useTexts(accountTexts)
  const queries = useQueryClient()
  return (
    <li className={classes.row}>
      <FocusInside className={classes.rowText}>
        <AccountForm
          submit={save}
          wrong={{ name: t.wrongName }}
          act={async (text) => {
            const body = { name: text('name').trim() }
            await shop.patch('/me/passkeys/{passkeyId}', { path: { passkeyId: passkey.id }, body })
            await queries.invalidateQueries({ queryKey: ['/me/passkeys'] })
            close()
          }}
          beside={
            <Button variant="subtle" size="md" onClick={close}>
              {cancel}
            </Button>
          }
        >
          {({ name }) => (
            <Field
              name="name"
              label={t.name}
              autoComplete="off"
              defaultValue={passkey.name}
              maxLength={60}
              required
              error={name}
            />
          )}
        </AccountForm>
      </FocusInside>
    </li>
  )
}
