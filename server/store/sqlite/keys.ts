import { type Key, StoreLimit } from '#store/engine.ts'

/**
 * A key as SQLite holds it. Never a boolean; null only in a sparse column, where it means "not in the index".
 */
export type SqlKey = string | number | null

// SQLite sorts NULL, numbers, text. These three lie below every number that may be indexed, so that one
// ordinary comparison serves each bound: NULL would need its own case in each of them, and 0/1 would be
// mistaken for numbers.
const NULL = -Infinity
const FALSE = -Number.MAX_VALUE
const TRUE = -1.7976931348623155e308
const NUMBER_MIN = -1.7976931348623153e308

/** Lower than every key, itself a key: for bounds. */
export const LOWEST = NULL

/** For writing: refuses the few numbers that stand for something else. */
export function toSqlKey(key: Key): string | number {
  if (typeof key === 'string') return key
  if (typeof key !== 'number') return key === null ? NULL : key ? TRUE : FALSE
  if (key >= NUMBER_MIN) return key
  throw new StoreLimit('key', `${key} is too far below zero to be indexed.`)
}

/** For reading: cursors come from clients, so any number must do. */
export const toSqlBound = (key: Key): string | number =>
  typeof key === 'number' ? Math.max(key, NUMBER_MIN) : toSqlKey(key)

export function fromSqlKey(key: SqlKey): Key {
  if (key === NULL) return null
  if (key === FALSE) return false
  return key === TRUE ? true : key
}
