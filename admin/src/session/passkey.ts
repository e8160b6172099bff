import type { Schemas } from '@marketsquare/sdk'
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser'
import { shop } from '../shop.ts'

export const canPasskey = browserSupportsWebAuthn

/** What the passkey says of itself, for the shop to look at. */
export async function askPasskey(): Promise<Schemas['PasskeySignIn']['response']> {
  const optionsJSON = await shop.post('/passkeys/options', { body: {} })
  const { id, rawId, type, response } = await startAuthentication({ optionsJSON })
  return { id, rawId, type: type as 'public-key', clientExtensionResults: {}, response: { ...response } }
}

/** The dialog of the browser was closed: nothing that needs to be said. */
export const isCalledOff = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')
