import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'
import { readCookie, writeCookie } from './cookies.ts'

const COOKIE = 'marketsquare_colours'

const isScheme = (value: unknown): value is MantineColorScheme =>
  value === 'light' || value === 'dark' || value === 'auto'

/** Light or dark is kept in a cookie, so that the server's HTML has it and nothing flashes. */
export const colours: MantineColorSchemeManager = {
  get(fallback) {
    const kept = readCookie(COOKIE)
    return isScheme(kept) ? kept : fallback
  },
  set: (value) => writeCookie(COOKIE, value),
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => writeCookie(COOKIE, 'auto'),
}
