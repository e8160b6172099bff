const CHARS_MAX = 100
const SPELT_OUT: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l' }

/**
 * What the shop will most likely call it in addresses: `Crème brûlée, 4 pieces` is
 * `creme-brulee-4-pieces`.
 */
export function toHandle(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/(?<=[a-z])\p{M}+/giu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ßæœøđł]/g, (letter) => SPELT_OUT[letter] ?? '')
    .replace(/['’]/g, '')
  const words = plain.match(/[\p{Ll}\p{Lo}\p{M}\p{N}]+/gu) ?? []
  return words.join('-').slice(0, CHARS_MAX).replace(/-$/, '')
}

/** What the shop takes for a handle. */
export const HANDLE = /^[\p{Ll}\p{Lo}\p{M}\p{N}]+(?:[-_][\p{Ll}\p{Lo}\p{M}\p{N}]+)*$/u
