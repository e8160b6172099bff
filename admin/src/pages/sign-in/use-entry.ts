import { ShopError } from '@marketsquare/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { queries } from '../../queries.ts'
import { type Me, meQuery } from '../../session/me.ts'
import { isCalledOff } from '../../session/passkey.ts'

interface Entry {
  readonly error: unknown
  readonly isBusy: boolean
  /** Set once the password was right and a code is wanted besides. */
  readonly challenge: string | null
  readonly reset: () => void
  /** Signs in by it, then leads to where the visitor wanted. */
  readonly attempt: (signIn: () => Promise<{ readonly user: Me }>) => Promise<void>
}

/** Every way in ends alike: with whoever came in, a code to ask for, or a refusal. */
export function useEntry(): Entry {
  const { to } = useSearch({ strict: false }) as { to?: string }
  const navigate = useNavigate()
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [challenge, setChallenge] = useState<string | null>(null)
  const attempt = async (signIn: () => Promise<{ readonly user: Me }>) => {
    setBusy(true)
    setError(null)
    try {
      const { user } = await signIn()
      queries.clear()
      queries.setQueryData(meQuery.queryKey, user)
      await navigate({ ...placeOf(to), replace: true })
    } catch (fault) {
      const asked = challengeOf(fault)
      if (asked) setChallenge(asked)
      else if (!isCalledOff(fault)) setError(fault)
    }
    setBusy(false)
  }
  const reset = () => {
    setChallenge(null)
    setError(null)
  }
  return { error, isBusy, challenge, reset, attempt }
}

const challengeOf = (error: unknown): string | undefined =>
  error instanceof ShopError && error.code === 'identity.second_factor_needed'
    ? (error.problem as { readonly challenge?: string }).challenge
    : undefined

/** Only places of these pages: whoever made the link decides about no others. */
function placeOf(to = '/') {
  const url = new URL(to.startsWith('/') && !to.startsWith('//') ? to : '/', location.origin)
  const isOurs = url.origin === location.origin
  return { to: isOurs ? url.pathname : '/', search: Object.fromEntries(url.searchParams) }
}
