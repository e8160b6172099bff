import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client'
import { Fault } from '#kernel/fault.ts'
import { openidFaults } from './openid-faults.ts'

/** What openid-client says where an answer was understood and is not good enough. */
const UNCONVINCING: ReadonlySet<string | undefined> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
])

/** A code that was used or has expired; the second is GitHub's word for it. */
const SPENT: ReadonlySet<string> = new Set(['invalid_grant', 'bad_verification_code'])

/** Whatever went wrong between us and a provider, in words for whoever wanted to sign in. */
export function toOpenidFault(error: unknown): Fault {
  const own = faultIn(error)
  if (own) return own
  if (error instanceof ResponseBodyError && SPENT.has(error.error)) {
    return openidFaults.rejected({ cause: error })
  }
  if (error instanceof ClientError && UNCONVINCING.has(error.code)) {
    return openidFaults.rejected({ cause: error })
  }
  const isTheirs = [ClientError, ResponseBodyError, WWWAuthenticateChallengeError, TypeError].some(
    (kind) => error instanceof kind,
  )
  if (isTheirs) return openidFaults.providerBroken({ cause: error })
  throw error
}

/** The one that `limitedFetch` threw, however openid-client wrapped it. */
function faultIn(error: unknown, depth = 0): Fault | undefined {
  if (error instanceof Fault) return error
  if (!(error instanceof Error) || depth > 5) return undefined
  return faultIn(error.cause, depth + 1)
}

const WORDS_MAX = 500

/**
 * What went wrong, for the log: words and codes alone. The errors themselves carry what the provider
 * answered, tokens among it.
 */
export function wordsOf(error: unknown): string {
  const words: string[] = []
  let at = error
  for (let depth = 0; at instanceof Error && depth < 5; depth++, at = at.cause) {
    const { code, error: reason } = at as { code?: unknown; error?: unknown }
    words.push([at.message, code, reason].filter((each) => typeof each === 'string').join(' '))
  }
  return words.join(': ').slice(0, WORDS_MAX)
}
