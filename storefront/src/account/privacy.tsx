import { Button, Checkbox } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import { useNavigate } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { AccountForm } from './account-form.tsx'
import { AccountFrame } from './frame.tsx'
import classes from './privacy.module.css'
import { saveFile } from './save-file.ts'
import { Section } from './section.tsx'
import { useGuard } from './step-up.tsx'
import { accountTexts } from './texts.ts'
import { privacyTexts } from './texts-privacy.ts'
import { Said, Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import { useSetMe } from './use-me.ts'

/** `/account/privacy`: taking along what is one's own, and leaving. */
export function Privacy() {
  const { privacy } = useTexts(accountTexts)
  return (
    <AccountFrame title={() => privacy}>
      {() => (
        <>
          <Export />
          <Deletion />
        </>
      )}
    </AccountFrame>
  )
}

function Export() {
  const { export: t } = useTexts(privacyTexts)
  const guard = useGuard()
  const [isDone, setDone] = useState(false)
  const save = useAction(async () => {
    saveFile(t.file, await guard(() => shop.download('/me/export')))
    setDone(true)
  })
  return (
    <Section title={t.title} lead={t.lead}>
      <Trouble fault={save.fault} />
      <div>
        <Button
          leftSection={<Download size={18} aria-hidden />}
          loading={save.isBusy}
          onClick={() => save.run()}
        >
          {t.button}
        </Button>
      </div>
      <Said>{isDone && t.done}</Said>
    </Section>
  )
}

function Deletion() {
  const { delete: t } = useTexts(privacyTexts)
  const guard = useGuard()
  const setMe = useSetMe()
  const navigate = useNavigate()
  return (
    <Section title={t.title} lead={t.lead}>
      <ul className={classes.facts}>
        {t.facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <AccountForm
        submit={t.button}
        color="red.9"
        wrong={{ understood: t.needed }}
        act={async () => {
          await guard(() => shop.delete('/me'))
          // First away from here: else the account would ask to sign in.
          await navigate({ to: '/account/$part', params: { part: 'farewell' }, replace: true })
          setMe(null)
        }}
      >
        {({ understood }) => (
          <Checkbox name="understood" size="md" label={t.understood} required error={understood} />
        )}
      </AccountForm>
    </Section>
  )
}
