import { toReturnPath } from './return-path.ts'

/** What a sign-in provider's answer leaves behind `#` of `/account/openid`. */
export interface OpenidReturn {
  readonly code: string | null
  readonly error: string | null
  readonly isLink: boolean
  readonly returnTo: string
}

/** Anybody can write a link with such a fragment: it is believed no more than any other address. */
export function readOpenidReturn(hash: string): OpenidReturn {
  const told = new URLSearchParams(hash.replace(/^#/, ''))
  const isLink = told.get('for') === 'link'
  return {
    code: told.get('code'),
    error: told.get('error'),
    isLink,
    returnTo: toReturnPath(told.get('returnTo'), isLink ? '/account/security' : '/account'),
  }
}

/** Kept in this tab alone, so that nobody can finish a sign-in in somebody else's browser. */
const KEPT_AS = 'openid'

export const keepOpenidSecret = (secret: string): void => sessionStorage.setItem(KEPT_AS, secret)
export const openidSecret = (): string => sessionStorage.getItem(KEPT_AS) ?? ''
export const forgetOpenidSecret = (): void => sessionStorage.removeItem(KEPT_AS)
