import { openidFaults } from './openid-faults.ts'

export const RETURN_CHARS_MAX = 500

/**
 * Where on the shop's own pages somebody goes on, as a path. What a browser would take for an address of
 * another house is refused: `//evil.example`, `/\evil.example`, a tab or a line break in between (which
 * browsers drop, https://url.spec.whatwg.org/#concept-basic-url-parser), and everything with a scheme.
 */
export function checkReturnPath(text: string, origin: string): string {
  const isPath = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)
  const url = isPath && URL.canParse(text, origin) ? new URL(text, origin) : undefined
  // `/..//evil.example` is this origin's, but its path taken alone is not.
  if (url?.origin !== new URL(origin).origin || url.pathname.startsWith('//')) {
    throw openidFaults.returnRefused({ details: { field: 'returnTo' } })
  }
  return url.pathname + url.search + url.hash
}
