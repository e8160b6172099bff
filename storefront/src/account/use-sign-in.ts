import { ShopError } from '@marketsquare/sdk'
import { useState } from 'react'
import { type Me, useSetMe } from './use-me.ts'

/**
 * Where every way in ends: signed in, or with a challenge that waits for a code. The account is told to the
 * page only after `onSignedIn` has had a look.
 */
export function useSignIn(onSignedIn?: (me: Me) => void) {
  const setMe = useSetMe()
  const [challenge, setChallenge] = useState<string>()
  async function attempt(ask: () => Promise<{ readonly user: Me }>): Promise<void> {
    try {
      const { user } = await ask()
      onSignedIn?.(user)
      setMe(user)
    } catch (error) {
      const given = challengeIn(error)
      if (given === undefined) throw error
      setChallenge(given)
    }
  }
  return { challenge, attempt, restart: () => setChallenge(undefined) }
}

export type Attempt = ReturnType<typeof useSignIn>['attempt']

function challengeIn(error: unknown): string | undefined {
  if (!(error instanceof ShopError) || error.code !== 'identity.second_factor_needed') return undefined
  const { challenge } = error.problem as { readonly challenge?: unknown }
  return typeof challenge === 'string' ? challenge : undefined
}
