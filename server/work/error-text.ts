import { Fault } from '#kernel/fault.ts'

const CHARS_MAX = 500

/**
 * What staff read of a failure: its message, without what may give access. Vendors' errors like to quote
 * the request, so tokens, passwords in addresses and query strings are taken out.
 */
export function toErrorText(error: unknown): string {
  const text = error instanceof Error ? `${nameOf(error)}: ${error.message}` : String(error)
  const safe = text
    .slice(0, CHARS_MAX * 4)
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 …')
    .replace(/:\/\/[^\s/@]+@/g, '://…@')
    .replace(/(https?:\/\/[^\s?#]*)[?#]\S*/gi, '$1?…')
    .replace(/\b[a-z]+(?:_[a-z]+)*_[0-9A-Za-z]{30,}\b/g, '…')
  return safe.slice(0, CHARS_MAX)
}

const nameOf = (error: Error) => (error instanceof Fault ? error.code : error.name)
