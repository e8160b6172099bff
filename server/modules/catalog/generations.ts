/** Keeps what was asked for lately, as much as there is room for. */
export interface Generations<V> {
  find(key: string): V | undefined
  put(keys: readonly string[], value: V): void
  clear(): void
}

/**
 * Two generations instead of an order by age: what is asked for moves into the young one, and when that has
 * taken half of the room, the old one goes as a whole. So most look-ups change nothing.
 */
export function createGenerations<V>(sizeMax: number, sizeOf: (value: V) => number): Generations<V> {
  let young = new Map<string, V>()
  let old = new Map<string, V>()
  let size = 0

  function put(keys: readonly string[], value: V): void {
    const more = sizeOf(value)
    if (more > sizeMax / 2) return
    if (size + more > sizeMax / 2) {
      old = young
      young = new Map()
      size = 0
    }
    size += more
    for (const key of keys) young.set(key, value)
  }

  return {
    find(key) {
      const value = young.get(key)
      if (value !== undefined) return value
      const older = old.get(key)
      if (older !== undefined) put([key], older)
      return older
    },
    put,
    clear() {
      young = new Map()
      old = new Map()
      size = 0
    },
  }
}
