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

const requestOptions = async () =>
  (await shop.post('/passkeys/options', { body: {} })) as unknown as RequestOptions

/** Has the browser ask for a passkey of this shop. */
export async function askForPasskey(): Promise<Assertion> {
  const response = await startAuthentication({ optionsJSON: await requestOptions() })
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
      const optionsJSON = await requestOptions()
      // Begun now, it would call off what somebody has asked for by the button meanwhile.
      if (isOver) return
      const response = await startAuthentication({ optionsJSON, useBrowserAutofill: true })
      if (!isOver) onChosen(response as unknown as Assertion)
    } catch {
      // Nobody asked for it: nobody has to hear that it did not work.
    }
  })()
  return () => {
    isOver = true
    WebAuthnAbortService.cancelCeremony()
  }
}
