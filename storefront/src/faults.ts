import { type FaultCode, NetworkError, ShopError } from '@marketsquare/sdk'
import { defineTexts, useTexts } from './language.tsx'

const texts = defineTexts(
  {
    offline: 'We could not reach the shop. Check your connection and try again.',
    unknown: 'Something went wrong on our side. Please try again; if it stays, write to us.',
    byCode: {
      'http.too_many': 'That was a bit much at once. Please wait a moment and try again.',
      'identity.wrong_credentials': 'The e-mail address and the password do not belong together.',
      'cart.closed': 'This cart has been checked out already.',
      'http.busy': 'The shop is very busy right now. Please try again in a moment.',
    } as Partial<Record<FaultCode, string>>,
  },
  {
    offline: 'Der Laden ist gerade nicht erreichbar. Prüfe deine Verbindung und versuche es noch einmal.',
    unknown:
      'Bei uns ist etwas schiefgegangen. Bitte versuche es noch einmal; wenn es so bleibt, schreib uns.',
    byCode: {
      'http.too_many': 'Das war etwas viel auf einmal. Bitte warte kurz und versuche es dann noch einmal.',
      'identity.wrong_credentials': 'E-Mail-Adresse und Passwort passen nicht zusammen.',
      'cart.closed': 'Dieser Warenkorb ist schon bestellt.',
      'http.busy': 'Im Laden ist gerade sehr viel los. Bitte versuche es gleich noch einmal.',
    },
  },
)

/** What went wrong, as a person understands it. What is not known by its code, the shop itself explains. */
export function useExplain(): (error: unknown) => string {
  const { offline, unknown, byCode } = useTexts(texts)
  return (error) => {
    if (error instanceof NetworkError) return offline
    if (!(error instanceof ShopError)) return unknown
    const known = byCode[error.code as FaultCode]
    if (known) return known
    return error.status >= 500 ? unknown : error.message
  }
}

/** What is wrong with the fields of a form, by their names. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ShopError) || error.code !== 'http.invalid') return {}
  const { errors = [] } = error.problem as { errors?: readonly { field: string; reason: string }[] }
  return Object.fromEntries(errors.map(({ field, reason }) => [field, reason]))
}
