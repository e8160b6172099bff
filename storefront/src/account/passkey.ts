import type { BodyOf } from '@marketsquare/sdk'
import {
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import { shop } from '../shop.ts'

export { browserSupportsWebAuthn as hasPasskeys } from '@simplewebauthn/browser'

type Assertion = BodyOf<'post', '/passkeys/sign-in'>['response']
type Creation = BodyOf<'post', '/me/passkeys'>['response']
type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON']
type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']

/** Has the browser ask for a passkey of this shop. */
export async function askForPasskey(isAutofill = false): Promise<Assertion> {
  const optionsJSON = (await shop.post('/passkeys/options', { body: {} })) as unknown as RequestOptions
  const response = await startAuthentication({ optionsJSON, useBrowserAutofill: isAutofill })
  return response as unknown as Assertion
}

/** Has the browser make a passkey for who is signed in. */
export async function makePasskey(options: object): Promise<Creation> {
  const response = await startRegistration({ optionsJSON: options as CreationOptions })
  return response as unknown as Creation
}

/**
 * Offers passkeys among what the browser fills into the field of the address, until it is called off. Does
 * nothing where the browser or the shop cannot.
 */
export function offerPasskeys(onChosen: (response: Assertion) => void): () => void {
  let isOver = false
  void (async () => {
    try {
      if (!(await browserSupportsWebAuthnAutofill()) || isOver) return
      const response = await askForPasskey(true)
      if (!isOver) onChosen(response)
    } catch {
      // Nobody asked for it: nobody has to hear that it did not work.
    }
  })()
  return () => {
    isOver = true
    WebAuthnAbortService.cancelCeremony()
  }
}
