import type { Ctx } from '#context'
import { newCode } from '#kernel/id.ts'
import { Type } from '#kernel/schema.ts'
import type { Collection, Document } from '#store/collection.ts'
import { catalogFaults } from './faults.ts'

export const HANDLE_CHARS_MAX = 200
/** As it stands in an address, where a letter beyond ASCII takes six to twelve characters. */
const ENCODED_CHARS_MAX = 240
const DERIVED_CHARS_MAX = 200
const SUFFIX_MAX = 50

/** Addresses below `/products` that mean something else. */
const RESERVED = new Set(['search'])

export const HANDLE_PATTERN = '^[\\p{Ll}\\p{Lo}\\p{M}\\p{N}]+(?:[-_][\\p{Ll}\\p{Lo}\\p{M}\\p{N}]+)*$'

export const Handle = Type.String({
  minLength: 1,
  maxLength: HANDLE_CHARS_MAX,
  pattern: HANDLE_PATTERN,
  description: 'How it is called in addresses: lower case letters and digits, divided by single hyphens',
})

const SPELT_OUT: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', þ: 'th', ł: 'l' }

/** `Crème brûlée, 4 pieces` is `creme-brulee-4-pieces`. Letters that Latin has no like of stay. */
export function toHandle(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/(?<=[a-z])\p{M}+/giu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ßæœøđþł]/g, (letter) => SPELT_OUT[letter] ?? '')
    .replace(/['’]/g, '')
  const words = plain.match(/[\p{Ll}\p{Lo}\p{M}\p{N}]+/gu) ?? []
  let handle = ''
  for (const word of words) {
    const longer = handle ? `${handle}-${word}` : word
    if (encodeURIComponent(longer).length > DERIVED_CHARS_MAX) break
    handle = longer
  }
  return handle || cut(words[0] ?? '') || 'untitled'
}

const cut = (word: string) => {
  const letters = [...word]
  while (encodeURIComponent(letters.join('')).length > DERIVED_CHARS_MAX) letters.pop()
  return letters.join('')
}

interface WithHandle extends Document {
  readonly handle: string
}

type HandleCollection<T extends WithHandle> = Collection<T, 'byHandle'>

/** The one with this handle, as far as the store knows. */
export const findByHandle = async <T extends WithHandle>(
  ctx: Ctx,
  from: HandleCollection<T>,
  handle: string,
): Promise<T | undefined> => (await ctx.find(from, 'byHandle', { equals: [handle], limit: 1 })).data[0]

/** Refuses a handle that someone asked for and cannot have. */
export async function claimHandle<T extends WithHandle>(
  ctx: Ctx,
  from: HandleCollection<T>,
  { handle, id }: { handle: string; id: string | undefined },
): Promise<string> {
  const problem = problemOf(handle)
  if (problem)
    throw catalogFaults.badHandle({
      message: `"${handle}" cannot be a handle: ${problem}.`,
      details: { handle },
    })
  const holder = await findByHandle(ctx, from, handle)
  if (!holder || holder.id === id) return handle
  throw catalogFaults.handleTaken({
    message: `The handle "${handle}" belongs to ${holder.id} already. Choose another.`,
    details: { handle, takenBy: holder.id },
  })
}

function problemOf(handle: string): string | undefined {
  if (!new RegExp(HANDLE_PATTERN, 'u').test(handle))
    return 'it is lower case letters and digits with single hyphens'
  if (RESERVED.has(handle)) return 'this address has another meaning'
  if (encodeURIComponent(handle).length > ENCODED_CHARS_MAX) return 'it is too long for an address'
  return undefined
}

/** A handle made from a title that nobody has yet: `mug`, `mug-2`, `mug-3`. */
export async function freeHandle<T extends WithHandle>(
  ctx: Ctx,
  from: HandleCollection<T>,
  title: string,
): Promise<string> {
  const handle = toHandle(title)
  if (!RESERVED.has(handle) && !(await findByHandle(ctx, from, handle))) return handle
  for (let n = 2; n <= SUFFIX_MAX; n++) {
    const numbered = `${handle}-${n}`
    if (!(await findByHandle(ctx, from, numbered))) return numbered
  }
  return `${handle}-${newCode().toLowerCase()}`
}
