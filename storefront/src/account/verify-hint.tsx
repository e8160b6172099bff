import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './account.module.css'
import { Section } from './section.tsx'
import { accountTexts } from './texts.ts'
import { Said, Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import { type Me, meQuery } from './use-me.ts'

/** For who has not confirmed their address yet. Notices by itself when it was done in another tab. */
export function VerifyHint({ me }: { me: Me }) {
  const { verify: t } = useTexts(accountTexts)
  const queries = useQueryClient()
  const [isSent, setSent] = useState(false)
  const ask = useAction(async () => {
    await shop.post('/email-verifications')
    setSent(true)
  })
  useEffect(() => {
    const look = () => void queries.invalidateQueries({ queryKey: meQuery.queryKey })
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [queries])
  return (
    <Section title={t.title} lead={t.text(me.email)} isHint>
      <Trouble fault={ask.fault} />
      <Said>{isSent && t.sent}</Said>
      {!isSent && (
        <div className={classes.empty}>
          <Button variant="default" loading={ask.isBusy} onClick={() => ask.run()}>
            {t.again}
          </Button>
        </div>
      )}
    </Section>
  )
}
