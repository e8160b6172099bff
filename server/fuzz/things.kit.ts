import { isTokenLike } from './secrets.kit.ts'

/**
 * What exists in the shop, as far as its replies have told: ids by their prefix, texts and numbers by
 * the name of the field that they stood in. Requests are generated with a mark in the place of such a thing,
 * which is filled in when they are sent: so the same seed makes the same requests, though ids are different
 * every time.
 */
export interface Things {
  /** Learns from a reply. */
  learn(value: unknown): void
  /** The text with its marks filled in; a mark of which nothing is known becomes a text of its form. */
  fill(text: string): string
}

const ID = /^([a-z]{2,8})_[0-9A-HJKMNP-TV-Z]{26}$/
const TEXT_CHARS_MAX = 100
const KEPT_MAX = 40

/** The thing of this kind that is the nth, counted from the latest and round and round. */
export const markOf = (kind: string, nth: number): string => `{{${kind}#${nth}}}`

const MARK = /\{\{([#\w.-]+?)#(\d+)\}\}/g
const NUMBER = /^\{\{#[\w.-]+#\d+\}\}$/

/** A well-made id of nothing, or what else it may be. */
function unknown(kind: string): string {
  if (kind.startsWith('#')) return '1'
  return kind.startsWith('.') ? 'unknown' : `${kind}_${'0'.repeat(25)}1`
}

export function createThings(): Things {
  const kinds = new Map<string, string[]>()
  const add = (kind: string, text: string) => {
    const known = kinds.get(kind) ?? []
    kinds.set(kind, known)
    if (known.includes(text)) return
    known.unshift(text)
    // The first few are of the seed, and have everything that there can be; they stay.
    if (known.length > KEPT_MAX) known.splice(KEPT_MAX / 2, 1)
  }
  const learn = (value: unknown, name = ''): void => {
    if (typeof value === 'string') {
      const prefix = ID.exec(value)?.[1]
      if (prefix) add(prefix, value)
      else if (value !== '' && value.length <= TEXT_CHARS_MAX && !isTokenLike(value)) add(`.${name}`, value)
    } else if (typeof value === 'number') add(`#${name}`, String(value))
    else if (Array.isArray(value)) for (const each of value) learn(each, name)
    else if (value !== null && typeof value === 'object') {
      for (const [key, each] of Object.entries(value)) learn(each, key)
    }
  }
  return {
    learn: (value) => learn(value),
    fill: (text) =>
      text.replace(MARK, (_, kind: string, nth: string) => {
        const known = kinds.get(kind) ?? []
        return known[Number(nth) % known.length] ?? unknown(kind)
      }),
  }
}

/** The same with every text inside it filled in, keys included. */
export function fillIn(value: unknown, things: Pick<Things, 'fill'>): unknown {
  if (typeof value === 'string') {
    return NUMBER.test(value) ? Number(things.fill(value)) : things.fill(value)
  }
  if (Array.isArray(value)) return value.map((each) => fillIn(each, things))
  if (value === null || typeof value !== 'object') return value
  // `__proto__` is to be a field of its own, as JSON.parse makes it.
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillIn(each, things)]))
}
