/** The compressed forms that things are kept in, each with its name in HTTP. */
export const CODINGS = { br: 'br', gz: 'gzip' } as const
export type Form = keyof typeof CODINGS

const REFUSED = /\b(br|gzip)\s*;\s*q=0(?:\.0*)?(?=\s*(?:,|$))/gi

/** RFC 9110, 12.5.3, as browsers use it: a coding is named, or named with a weight of nought. */
export function formFor(header: string | undefined, has: (form: Form) => boolean): Form | undefined {
  if (!header) return undefined
  const accepted = header.replace(REFUSED, '')
  if (/\bbr\b/i.test(accepted) && has('br')) return 'br'
  return /\bgzip\b/i.test(accepted) && has('gz') ? 'gz' : undefined
}
