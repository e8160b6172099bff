import { Button, Loader } from '@mantine/core'
import { NetworkError, ShopError } from '@marketsquare/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { codeOf } from './account-faults.ts'
import { EntryCard } from './entry-card.tsx'
import { forgetOpenidSecret, type OpenidReturn, openidSecret, readOpenidReturn } from './openid-return.ts'
import { SecondStep } from './second-step.tsx'
import { signInTexts } from './texts-sign-in.ts'
import { Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import { useSignIn } from './use-sign-in.ts'

/** `/account/openid#…`: where the browser comes back to from a provider, to sign in or to link it. */
export function Openid() {
  const { openid: t } = useTexts(signInTexts)
  const { history } = useRouter()
  const [told] = useState(() => readOpenidReturn(location.hash))
  const { challenge, attempt, restart } = useSignIn(() => goOn())
  const queries = useQueryClient()
  const { run, fault, isBusy } = useAction(async () => {
    const body = { code: needCode(told), secret: openidSecret() }
    if (!told.isLink) return attempt(() => shop.post('/openid/sign-in', { body }))
    await shop.post('/me/identities', { body })
    await queries.invalidateQueries({ queryKey: ['/me/identities', {}] })
    goOn()
  })

  function goOn() {
    forgetOpenidSecret()
    history.replace(told.returnTo)
  }

  // The code works once, and effects may run twice.
  const isBegun = useRef(false)
  useEffect(() => {
    if (isBegun.current) return
    isBegun.current = true
    window.history.replaceState(window.history.state, '', location.pathname)
    void run()
  })

  if (challenge) {
    const begin = () => {
      restart()
      history.replace('/sign-in')
    }
    return <SecondStep challenge={challenge} attempt={attempt} restart={begin} />
  }
  if (fault && !isBusy) return <Failed fault={fault} isLink={told.isLink} retry={run} />
  return (
    <EntryCard title={told.isLink ? t.linkTitle : t.title} lead={t.wait}>
      <Loader aria-hidden />
    </EntryCard>
  )
}

function Failed({ fault, isLink, retry }: { fault: unknown; isLink: boolean; retry: () => Promise<void> }) {
  const { openid: t, toSignIn } = useTexts(signInTexts)
  const isPassing = fault instanceof NetworkError || codeOf(fault) === 'openid.provider_away'
  return (
    <EntryCard key="failed" title={t.failed}>
      <Trouble fault={fault} retry={isPassing ? () => void retry() : undefined} />
      {isLink ? (
        <Button component={Link} to="/account/security" variant="default" size="md">
          {t.toSecurity}
        </Button>
      ) : (
        <Button component={Link} to="/sign-in" variant="default" size="md">
          {toSignIn}
        </Button>
      )}
    </EntryCard>
  )
}

/** What the shop wrote into the fragment is shown as if the shop had answered it. */
function needCode({ code, error }: OpenidReturn): string {
  if (code && !error) return code
  const about = { type: 'about:blank', title: 'Unauthorized', status: 401, detail: '', requestId: '' }
  // Only what is known by its code: anybody can write a fragment.
  throw new ShopError({ ...about, code: error && ERRORS.has(error) ? error : 'openid.expired' })
}

const ERRORS = new Set(['openid.denied', 'openid.expired', 'openid.provider_broken'])
