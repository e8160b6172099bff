import { ShopError } from '@marketsquare/sdk'
import { WebAuthnError } from '@simplewebauthn/browser'
import { useExplain } from '../faults.ts'
import { useTexts } from '../language.tsx'
import { accountFaultTexts } from './texts-faults.ts'

const WAITING = new Set(['identity.too_many_attempts', 'http.too_many'])

/** What was refused about an account, as a person understands it; all else as everywhere in the shop. */
export function useExplainAccount(): (error: unknown) => string {
  const t = useTexts(accountFaultTexts)
  const explain = useExplain()
  return (error) => {
    if (error instanceof WebAuthnError || isCalledOff(error)) return ofBrowser(error)
    if (!(error instanceof ShopError)) return explain(error)
    if (WAITING.has(error.code)) return t.waitFor(wait(error.retryAfter ?? 60))
    return (t.byCode as Readonly<Record<string, string>>)[error.code] ?? explain(error)
  }

  function ofBrowser(error: unknown): string {
    const code = error instanceof WebAuthnError ? error.code : ''
    if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return t.passkeyKnown
    if (code === 'ERROR_INVALID_DOMAIN' || code === 'ERROR_INVALID_RP_ID') return t.passkeyAddress
    return code.startsWith('ERROR_AUTHENTICATOR_') ? t.passkeyUnsupported : t.passkeyCancelled
  }

  function wait(seconds: number): string {
    return seconds < 100 ? t.seconds(Math.ceil(seconds)) : t.minutes(Math.ceil(seconds / 60))
  }
}

/** Browsers say the same where somebody changed their mind and where there is no passkey at all. */
const isCalledOff = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')

export const codeOf = (error: unknown): string => (error instanceof ShopError ? error.code : '')
