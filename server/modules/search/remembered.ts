/** Keeps what was made lately, until it is all cleared. */
export interface Remembered<V> {
  get(key: string, make: () => V): V
  clear(): void
}

/** At most `max` things; what was used longest ago goes first. */
export function createRemembered<V>(max: number): Remembered<V> {
  const kept = new Map<string, V>()
  return {
    get(key, make) {
      const value = kept.get(key) ?? make()
      kept.delete(key)
      kept.set(key, value)
      if (kept.size > max) kept.delete(kept.keys().next().value as string)
      return value
    },
    clear: () => kept.clear(),
  }
}
