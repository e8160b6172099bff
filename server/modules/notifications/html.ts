/** Text that is HTML already; everything else is escaped where it is put in. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Html | readonly Html[]

const SPECIAL = /[&<>"']/
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '') : text

function toText(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  if (part instanceof Html) return part.text
  let text = ''
  for (const each of part) text += each.text
  return text
}

/**
 * html`<b>${title}</b>`: the literal stands as it is; values are escaped, for text and quoted attributes
 * alike.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = literals[0] ?? ''
  for (const [at, part] of parts.entries()) text += toText(part) + (literals[at + 1] ?? '')
  return new Html(text)
}

export const nothing = new Html('')

/** An address that may be linked to; undefined for `javascript:` and whatever else is not the web. */
export const webAddress = (url: string | null): string | undefined =>
  url !== null && /^https?:\/\/[^\s]+$/i.test(url) ? url : undefined

/** Text on one line: what goes into a mail's header can never begin another one. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
