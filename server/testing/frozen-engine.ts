import type { Engine } from '#store/engine.ts'

/**
 * An engine whose documents cannot be changed in place. Readers share them, so whoever wrote to one would
 * change what others read; here that throws.
 */
export function freezing(engine: Engine): Engine {
  return {
    ...engine,
    async get(collection, ids) {
      const found = await engine.get(collection, ids)
      for (const stored of found) if (stored) freeze(stored.body)
      return found
    },
    async find(collection, query) {
      const found = await engine.find(collection, query)
      for (const stored of found.rows) freeze(stored.body)
      return found
    },
    async commit(writes) {
      for (const write of writes) if ('memo' in write) freeze(write.memo)
      await engine.commit(writes)
    },
  }
}

function freeze(value: unknown): void {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const part of Object.values(value)) freeze(part)
}
