import { STORE_KINDS, type StoreKind } from '../../server/testing/open-store.ts'

/** `STORES=sqlite,postgres`: SQLite first, whatever the order. Throws a TypeError that says what is wrong. */
export function readStores(text: string | undefined): StoreKind[] {
  const names = (text || 'sqlite').split(',').map((name) => name.trim())
  const unknown = names.find((name) => !STORE_KINDS.some((kind) => kind === name))
  if (unknown === undefined) return STORE_KINDS.filter((kind) => names.includes(kind))
  throw new TypeError(`STORES=${text}: there is no "${unknown}"; there are ${STORE_KINDS.join(', ')}.`)
}
