import { faults } from './fault.ts'

/** One page of a list. `next` is the cursor that fetches the following page, `null` on the last. */
export interface Page<T> {
  readonly data: readonly T[]
  readonly next: string | null
}

export const PAGE_LIMIT_MAX = 100
export const PAGE_LIMIT_DEFAULT = 20

export const pageFaults = faults('page', {
  badCursor: [400, 'The cursor in "after" is not one this list gave out. Start again without it.'],
})

export type CursorPart = string | number | boolean | null

/** Cursors are opaque to clients: the sort keys of the last row, in base64url. */
export const toCursor = (parts: readonly CursorPart[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url')

const CURSOR_CHARS_MAX = 2_000

/** The parts of a cursor of exactly `length` parts, or a 400. */
export function fromCursor(cursor: string, length: number): CursorPart[] {
  if (cursor.length > CURSOR_CHARS_MAX) throw pageFaults.badCursor()
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch (cause) {
    throw pageFaults.badCursor({ cause })
  }
  const isPart = (part: unknown) => part === null || ['string', 'number', 'boolean'].includes(typeof part)
  if (!Array.isArray(parts) || parts.length !== length || !parts.every(isPart)) throw pageFaults.badCursor()
  return parts
}

export const mapPage = <A, B>(page: Page<A>, map: (each: A) => B): Page<B> => ({
  data: page.data.map(map),
  next: page.next,
})
