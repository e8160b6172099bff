/** Tokens of sessions, tickets, keys, links: a prefix and 160 random bits, as `newSecret` makes them. */
const TOKEN = /\bm[a-z]{1,3}_[0-9A-HJKMNP-TV-Z]{32}\b/g
/** As argon2 and bcrypt write them. */
const PASSWORD_HASH = /\$argon2(id|i|d)?\$|\$2[aby]\$\d\d\$/

export const tokensIn = (text: string): string[] => text.match(TOKEN) ?? []

export const isTokenLike = (text: string): boolean => tokensIn(text).length > 0

export const holdsPasswordHash = (text: string): boolean => PASSWORD_HASH.test(text)

const PASSWORD_FIELD = /password$/i
/** Shorter ones stand in other texts by accident. */
const TELLING_CHARS = 8

/** Every password in a body that was sent. */
export function passwordsIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, each]) => {
    const isOne = PASSWORD_FIELD.test(key) && typeof each === 'string' && each.length >= TELLING_CHARS
    return isOne ? [each] : passwordsIn(each)
  })
}
