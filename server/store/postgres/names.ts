import { createHash } from 'node:crypto'

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/

/** PostgreSQL cuts longer ones off, without a word. */
const IDENTIFIER_CHARS_MAX = 63
const DIGEST_CHARS = 12

/** Names become identifiers, which cannot be bound: nothing but a plain name may pass. */
export function checkName(name: string, what: string): string {
  if (NAME.test(name)) return name
  throw new TypeError(`${JSON.stringify(name)} is no name for ${what}. Use letters, digits, _ and -.`)
}

/** Quotes an identifier of any characters. */
export const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`

/** A string as SQL writes it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

export const digestOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, DIGEST_CHARS)

/** As it is while it is short enough, else cut off and made distinct. */
export function toIdentifier(name: string): string {
  if (name.length <= IDENTIFIER_CHARS_MAX) return name
  return `${name.slice(0, IDENTIFIER_CHARS_MAX - DIGEST_CHARS - 1)}~${digestOf(name)}`
}

/** Names of ours in a schema, quoted: everything is written with its schema, so no search path matters. */
export type Qualify = (name: string) => string

export const qualifierOf =
  (schema: string): Qualify =>
  (name) =>
    `${quote(schema)}.${quote(toIdentifier(name))}`
