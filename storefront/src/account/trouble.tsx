import { Alert, Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useTexts } from '../language.tsx'
import { commonTexts } from '../texts/common.ts'
import classes from './account.module.css'
import { codeOf, useExplainAccount } from './account-faults.ts'
import { meQuery } from './use-me.ts'

/** What went wrong, read out as it appears. Who was signed out meanwhile is asked to sign in. */
export function Trouble({ fault, retry }: { fault: unknown; retry?: (() => void) | undefined }) {
  const explain = useExplainAccount()
  const t = useTexts(commonTexts)
  const queries = useQueryClient()
  const isOut = codeOf(fault) === 'access.unauthenticated'
  useEffect(() => {
    if (isOut) void queries.invalidateQueries({ queryKey: meQuery.queryKey })
  }, [isOut, queries])
  if (!fault) return null
  return (
    <Alert color="red" role="alert" icon={<CircleAlert aria-hidden />}>
      {explain(fault)}
      {retry && (
        <Button size="xs" variant="default" mt="xs" display="block" onClick={retry}>
          {t.retry}
        </Button>
      )}
    </Alert>
  )
}

/** What went well. The region is always there, so that its words are heard when they come. */
export function Said({ children }: { children: ReactNode }) {
  return (
    <div role="status" className={classes.said}>
      {children && (
        <Alert color="pine" icon={<CircleCheck aria-hidden />}>
          {children}
        </Alert>
      )}
    </div>
  )
}
