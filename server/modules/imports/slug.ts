import { createHash } from 'node:crypto'
import { HANDLE_CHARS_MAX } from './product-draft.ts'

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const HASH_CHARS = 8

const SPELT_OUT: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
}

/**
 * Lower case letters, digits and single hyphens out of any text, always the same and never empty. Accents are
 * dropped; a text with letters that Latin has no like of ends in a short hash of it, so that two such texts
 * stay apart.
 */
export function slugify(text: string): string {
  if (text.length <= HANDLE_CHARS_MAX && SLUG.test(text)) return text
  const latin = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[ßæœøðđþłı]/g, (letter) => SPELT_OUT[letter] ?? '')
  const slug = latin.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  const isWhole = slug !== '' && slug.length <= HANDLE_CHARS_MAX && !/[^\P{L}a-z]|[^\P{N}0-9]/u.test(latin)
  return isWhole ? slug : withSuffix(slug || 'product', hashOf(text))
}

/** `slug-suffix`, the slug cut where the two would be too long. */
export function withSuffix(slug: string, suffix: string): string {
  const room = Math.max(1, HANDLE_CHARS_MAX - suffix.length - 1)
  return `${slug.slice(0, room).replace(/-$/, '')}-${suffix}`
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, HASH_CHARS)
