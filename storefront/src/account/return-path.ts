const ORIGIN = 'https://shop.invalid'

/**
 * Where on this shop's own pages somebody goes on. What a browser would take for an address of another house
 * (`//evil.example`, `/\evil.example`, a line break in between, a scheme) counts for nothing, and so do the
 * pages that only lead here.
 */
export function toReturnPath(wish: string | null | undefined, otherwise = '/account'): string {
  if (!wish || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wish) || !URL.canParse(wish, ORIGIN))
    return otherwise
  const { origin, pathname, search, hash } = new URL(wish, ORIGIN)
  if (origin !== ORIGIN || pathname.startsWith('//')) return otherwise
  if (/^\/(sign-in|register|api|admin)(\/|$)/.test(pathname)) return otherwise
  return pathname + search + hash
}
