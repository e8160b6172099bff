import { Switch } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Switch.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './account.module.css'
import { AccountForm } from './account-form.tsx'
import { Field } from './fields.tsx'
import { AccountFrame } from './frame.tsx'
import { PictureSection } from './picture-section.tsx'
import { Section } from './section.tsx'
import { accountTexts } from './texts.ts'
import { profileTexts } from './texts-profile.ts'
import { Said, Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import { type Me, meQuery } from './use-me.ts'

const query = shop.query('/me/profile')

/** `/account/profile` */
export function Profile() {
  const { profile } = useTexts(accountTexts)
  return (
    <AccountFrame title={() => profile}>
      {(me) => (
        <>
          <PictureSection me={me} />
          <Name me={me} />
          <Visibility />
        </>
      )}
    </AccountFrame>
  )
}

function Name({ me }: { me: Me }) {
  const t = useTexts(profileTexts)
  const texts = useTexts(accountTexts)
  const queries = useQueryClient()
  const [isSaved, setSaved] = useState(false)
  return (
    <Section title={t.nameTitle} lead={t.nameLead}>
      <div className={classes.narrow}>
        <AccountForm
          submit={texts.save}
          wrong={texts.wrong}
          act={async (text) => {
            setSaved(false)
            queries.setQueryData(
              meQuery.queryKey,
              await shop.patch('/me', { body: { name: text('name').trim() } }),
            )
            setSaved(true)
          }}
        >
          {(errors) => (
            <Field
              name="name"
              label={texts.name}
              autoComplete="name"
              maxLength={120}
              defaultValue={me.name}
              required
              error={errors.name}
            />
          )}
        </AccountForm>
      </div>
      <Said>{isSaved && t.nameSaved}</Said>
    </Section>
  )
}

function Visibility() {
  const t = useTexts(profileTexts)
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(query)
  const [wish, setWish] = useState<boolean>()
  const show = useAction(async (isPublic: boolean) => {
    // The switch answers at once, and goes back where the shop refuses.
    setWish(isPublic)
    try {
      queries.setQueryData(query.queryKey, await shop.patch('/me/profile', { body: { isPublic } }))
    } finally {
      setWish(undefined)
    }
  })
  return (
    <Section title={t.publicTitle} lead={t.publicLead}>
      <Trouble fault={error} retry={() => void refetch()} />
      <Trouble fault={show.fault} />
      <Switch
        size="md"
        label={t.public}
        checked={wish ?? data?.isPublic ?? false}
        disabled={!data}
        onChange={(event) => void show.run(event.currentTarget.checked)}
      />
    </Section>
  )
}
