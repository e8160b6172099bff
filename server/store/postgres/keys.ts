import { KEY_BYTES_MAX, type Key } from '#store/engine.ts'

// PostgreSQL's text holds no NUL, and its jsonb no half of a surrogate pair. U+0001 leads them in: whatever
// follows it is above U+0001, so that no text begins another's escape, and order by code point stays.
const LEAD = '\u0001'
const NUL = `${LEAD}\u0002`
const LEAD_ITSELF = `${LEAD}\u0003`

/** What an entry's text goes on with after a string; below anything that could make the string longer. */
const END = `${LEAD}${LEAD}`

/** An id, or a key, as it lies in a text column. */
export const toText = (text: string): string =>
  text.toWellFormed().replaceAll(LEAD, LEAD_ITSELF).replaceAll('\0', NUL)

export const fromText = (text: string): string =>
  text.includes(LEAD) ? text.replaceAll(NUL, '\0').replaceAll(LEAD_ITSELF, LEAD) : text

/** JSON as jsonb can hold it: what it cannot is escaped, inside of the strings. */
export function toJsonb(json: string): string {
  if (!json.includes('\\u')) return json
  return json.replace(/\\(?:u(0000|0001|d[89a-f]..)|[\s\S])/g, (whole, code?: string) => {
    if (code === undefined) return whole
    if (code === '0000') return '\\u0001\\u0002'
    return code === '0001' ? '\\u0001\\u0003' : `\\u0001\\u0004${code}`
  })
}

export function fromJsonb(json: string): string {
  if (!json.includes('\\u0001')) return json
  return json.replace(
    /\\(?:u0001\\u000([234])([0-9a-f]{0,4})|[\s\S])/g,
    (whole, kind?: string, rest = '') => {
      if (kind === undefined) return whole
      if (kind === '4') return `\\u${rest}`
      return `${kind === '2' ? '\\u0000' : '\\u0001'}${rest}`
    },
  )
}

const HEX = '0123456789abcdef'
const INVERTED_HEX = 'fedcba9876543210'
/** What ends an inverted string: above every digit, so that the longer of two strings comes first. */
const INVERTED_END = 'g'

const invert = (hex: string): string => hex.replace(/./g, (digit) => INVERTED_HEX[HEX.indexOf(digit)] ?? '')

/**
 * A field's part of an entry: a digit for the type (null 0, false 1, true 2, numbers 3 and 4, strings 5),
 * then a number's eight bytes in hexadecimal or a string. Ends of itself, so parts can be joined. The
 * database's functions `store:key` and `store:inverse` make the same.
 */
export function toKeyText(key: Key, inverted: boolean): string {
  if (typeof key === 'string') {
    const text = toText(key)
    return inverted ? `0${invert(Buffer.from(text).toString('hex'))}${INVERTED_END}` : `5${text}${END}`
  }
  if (typeof key === 'number') {
    const hex = toHex(key)
    return key < 0 !== inverted ? `${inverted ? 1 : 3}${invert(hex)}` : `${inverted ? 2 : 4}${hex}`
  }
  const rank = key === null ? 0 : key ? 2 : 1
  return String(inverted ? 5 - rank : rank)
}

function toHex(key: number): string {
  const bytes = Buffer.allocUnsafe(8)
  // Minus zero is zero.
  bytes.writeDoubleBE(key + 0)
  return bytes.toString('hex')
}

/** The first text above all that begin with `prefix`, which ends as parts do. */
export function after(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1)
  return prefix.slice(0, -1) + String.fromCharCode(last + 1)
}

/** The first text above this one. */
export const next = (text: string): string => text + LEAD

/** Above every entry of an index with fields: no part begins with it. */
export const ABOVE_ALL = '6'

/** Above every id: the highest of all characters, more often than an id may be long. */
export const ABOVE_ALL_IDS = '\u{10ffff}'.repeat(KEY_BYTES_MAX / 4 + 1)

const SURROGATE_ESCAPE = "E'\\x01\\x04'"

/** SQL for the functions that make keys. */
export function keyFunctionsSql(qualify: (name: string) => string): string {
  const text = `CASE WHEN pg_catalog.strpos(v #>> '{}', ${SURROGATE_ESCAPE}) > 0
      THEN pg_catalog.regexp_replace(v #>> '{}', ${SURROGATE_ESCAPE} || '.{4}', E'\\uFFFD', 'g')
      ELSE v #>> '{}' END`
  const hex = `pg_catalog.encode(pg_catalog.float8send(v::float8), 'hex')`
  const bytes = `pg_catalog.encode(pg_catalog.decode(pg_catalog.replace(${text}, E'\\\\', E'\\\\\\\\'), 'escape'), 'hex')`
  const inverted = (sql: string) => `pg_catalog.translate(${sql}, '${HEX}', '${INVERTED_HEX}')`
  const define = (
    name: string,
    cases: Record<'string' | 'below' | 'above' | 'yes' | 'no' | 'none', string>,
  ) =>
    `CREATE OR REPLACE FUNCTION ${qualify(name)}(v jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE pg_catalog.jsonb_typeof(v)
    WHEN 'string' THEN ${cases.string}
    WHEN 'number' THEN CASE WHEN v::float8 < 0 THEN ${cases.below} ELSE ${cases.above} END
    WHEN 'boolean' THEN CASE WHEN v::boolean THEN ${cases.yes} ELSE ${cases.no} END
    ELSE ${cases.none} END;`
  return [
    define('store:key', {
      string: `'5' || ${text} || E'\\x01\\x01'`,
      below: `'3' || ${inverted(hex)}`,
      above: `'4' || ${hex}`,
      yes: "'2'",
      no: "'1'",
      none: "'0'",
    }),
    define('store:inverse', {
      string: `'0' || ${inverted(bytes)} || '${INVERTED_END}'`,
      below: `'2' || ${hex}`,
      above: `'1' || ${inverted(hex)}`,
      yes: "'3'",
      no: "'4'",
      none: "'5'",
    }),
  ].join('\n')
}
