import { Skeleton, Stack } from '@mantine/core'
import { Navigate, useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { PageTitle } from '../components/page-title.tsx'
import classes from './account.module.css'
import { AccountNav } from './account-nav.tsx'
import { StepUp } from './step-up.tsx'
import { type Me, useMe } from './use-me.ts'

interface Props {
  readonly title: (me: Me) => string
  readonly children: (me: Me) => ReactNode
}

/** Around the parts of the account for who is signed in. Guests are sent to sign in, and come back. */
export function AccountFrame({ title, children }: Props) {
  const me = useMe()
  const { history } = useRouter()
  // As it was at first: on the way to sign in, the page is elsewhere already.
  const [here] = useState(history.location.pathname)
  if (me === undefined) return <Waiting />
  if (me === null) return <Navigate to="/sign-in" search={{ to: here }} replace />
  return (
    <StepUp email={me.email}>
      <div className={classes.frame}>
        <AccountNav />
        <div className={classes.content}>
          <PageTitle size="h2">{title(me)}</PageTitle>
          {children(me)}
        </div>
      </div>
    </StepUp>
  )
}

function Waiting() {
  return (
    <div className={classes.frame}>
      <Skeleton height="2.75rem" />
      <Lines count={3} />
    </div>
  )
}

/** In place of what is on its way. */
export const Lines = ({ count }: { count: number }) => (
  <Stack gap="md" aria-busy>
    {Array.from({ length: count }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
      <Skeleton key={index} height="3.25rem" />
    ))}
  </Stack>
)
