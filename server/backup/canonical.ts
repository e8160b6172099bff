import type { Json, Stored } from '#store/engine.ts'

/**
 * JSON with the keys of each object sorted by UTF-16 code unit and no white space: the same text for the same
 * value, in whichever order a database gives its fields back.
 */
export function toCanonical(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(toCanonical).join(',')}]`
  const object = value as { readonly [key: string]: Json }
  let text = ''
  for (const key of Object.keys(object).sort()) {
    const field = object[key]
    if (field === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${toCanonical(field)}`
  }
  return `{${text}}`
}

/** A document as a line of a backup, without the line feed: `[collection, id, revision, schema, body]`. */
export const toLine = (collection: string, { id, revision, schema, body }: Stored): string =>
  `[${JSON.stringify(collection)},${JSON.stringify(id)},${revision},${schema},${toCanonical(body)}]`

/** Throws what JSON throws, or a `TypeError`. */
export function fromLine(line: string): { readonly collection: string; readonly stored: Stored } {
  const parts = JSON.parse(line) as unknown
  if (!Array.isArray(parts) || parts.length !== 5) throw new TypeError('Not a document.')
  const [collection, id, revision, schema, body] = parts
  if (typeof collection !== 'string' || typeof id !== 'string') throw new TypeError('Not a document.')
  if (!(Number.isSafeInteger(revision) && Number.isSafeInteger(schema)))
    throw new TypeError('Not a document.')
  return { collection, stored: { id, revision, schema, body } }
}
