import { isMantineColorScheme, type MantineColorSchemeManager } from '@mantine/core'

const NAME = 'marketsquare_colours'
const YEAR_SECONDS = 31_536_000

/** Light, dark or the system's, in a cookie: the server reads it, so that no page flashes on its way in. */
export const colourScheme: MantineColorSchemeManager = {
  get(usual) {
    const value = document.cookie.match(new RegExp(`(?:^|; )${NAME}=(\\w+)`))?.[1]
    return isMantineColorScheme(value) ? value : usual
  },
  set(value) {
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in all browsers yet.
    document.cookie = `${NAME}=${value}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`
  },
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear() {
    // biome-ignore lint/suspicious/noDocumentCookie: as above.
    document.cookie = `${NAME}=; Path=/; Max-Age=0; SameSite=Lax`
  },
}
