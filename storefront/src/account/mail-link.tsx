import { Button, Text } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../language.tsx'
import { codeOf } from './account-faults.ts'
import { EntryCard } from './entry-card.tsx'
import { accountTexts } from './texts.ts'
import { signInTexts } from './texts-sign-in.ts'
import { Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import { useMe } from './use-me.ts'

/** Used up, expired, replaced: the shop does not tell which. */
export const isUsedUp = (fault: unknown): boolean => codeOf(fault) === 'identity.link_invalid'

interface Props {
  readonly title: string
  readonly lead: string
  readonly button: string
  readonly act: () => Promise<unknown>
  /** How to get another link. */
  readonly another: ReactNode
}

/**
 * What the link of a mail asks for waits for a click: programs that look through mails open the links in
 * them, and would use them up.
 */
export function MailLink({ title, lead, button, act, another }: Props) {
  const { isBusy, fault, run } = useAction(act)
  if (isUsedUp(fault)) return <UsedUp>{another}</UsedUp>
  return (
    <EntryCard title={title} lead={lead}>
      <Trouble fault={fault} />
      <Button size="md" loading={isBusy} onClick={() => run()}>
        {button}
      </Button>
    </EntryCard>
  )
}

export function UsedUp({ children }: { children: ReactNode }) {
  const { mail } = useTexts(signInTexts)
  return (
    <EntryCard key="used-up" title={mail.usedUp} lead={mail.usedUpLead}>
      {children}
    </EntryCard>
  )
}

/** After an address was proved or changed: on to the account, or into it. */
export function MailDone({ title, lead }: { title: string; lead: string }) {
  const { mail, submit } = useTexts(signInTexts)
  const me = useMe()
  return (
    <EntryCard key="done" title={title} lead={lead}>
      <Button component={Link} to={me ? '/account' : '/sign-in'} size="md">
        {me ? mail.toAccount : submit}
      </Button>
      <Button component={Link} to="/" variant="default" size="md">
        {mail.toShop}
      </Button>
    </EntryCard>
  )
}

/**
 * The token that a link brought. It goes out of the address bar once it is used, so that it stays in no
 * history; this page remembers it.
 */
export function useToken(given: string | undefined): { readonly token: string | undefined; clear(): void } {
  const [token] = useState(given)
  const { history } = useRouter()
  return { token, clear: () => history.replace(history.location.pathname) }
}

export const AccountHint = () => {
  const { mail } = useTexts(signInTexts)
  const { account } = useTexts(accountTexts)
  return (
    <>
      <Text size="sm">{mail.verifyAgain}</Text>
      <Button component={Link} to="/account" size="md">
        {account}
      </Button>
    </>
  )
}
