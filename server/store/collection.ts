import type { FaultKind } from '#kernel/fault.ts'
import { faults } from '#kernel/fault.ts'
import type { Body, CollectionSpec, IndexSpec, Stored } from './engine.ts'

/** What every document has. `revision` is 0 until it is first saved, then counts its saves. */
export interface Document {
  readonly id: string
  readonly revision: number
}

/** Brings a body from one schema version to the next. */
export type Upgrade = (body: Body) => Body

/**
 * A kind of document: one aggregate, loaded in one read and saved in one conditional write.
 * `I` names its indexes, so a read by an index that is not declared does not compile.
 */
export interface Collection<T extends Document, I extends string = string> extends CollectionSpec {
  readonly name: string
  readonly indexes: { readonly [K in I]: IndexSpec }
  /** The version that bodies are written with. */
  readonly schema: number
  readonly upgrades: { readonly [from: number]: Upgrade }
  readonly downgrades: { readonly [from: number]: Upgrade }
  /** Raised by `update` and `need` where there is no such document. */
  readonly missing: FaultKind
  /** Never set: carries the document's type. */
  readonly document?: T
}

const storeFaults = faults('store', {
  missing: [404, 'There is nothing with this id.'],
  newerSchema: [
    503,
    'A newer version of the shop wrote this, and this process is about to be replaced. Try again.',
  ],
})

/**
 * Declares a collection.
 *
 * Changing the shape of stored documents: raise `schema` by one and add the function that leads from the old
 * number under `upgrades`. It is applied on read, and written with the document's next save. For processes of
 * the version before to serve on meanwhile, add the function that leads back from the new number under
 * `downgrades`; what it cannot keep is lost until they are gone. A field that is adjusted keeps its name.
 *
 * @example
 * export const carts = collection<Cart, 'byCustomer'>({
 *   name: 'carts',
 *   missing: cartFaults.missing,
 *   indexes: { byCustomer: { fields: ['customerId', '-updatedAt'], sparse: true } },
 * })
 */
export function collection<T extends Document, I extends string = never>(init: {
  name: string
  indexes: { readonly [K in I]: IndexSpec }
  missing?: FaultKind
  schema?: number
  upgrades?: { readonly [from: number]: Upgrade }
  downgrades?: { readonly [from: number]: Upgrade }
}): Collection<T, I> {
  return { schema: 1, upgrades: {}, downgrades: {}, missing: storeFaults.missing, ...init }
}

/** The document as the shop sees it: its body with id and revision, upgraded to the current schema. */
export function toDocument<T extends Document>(from: Collection<T>, stored: Stored): T {
  stored.memo ??= decode(from, stored)
  return stored.memo as T
}

function decode<T extends Document>(from: Collection<T>, stored: Stored): T {
  let body = stored.body
  if (stored.schema !== from.schema) {
    if (stored.schema > from.schema) throw storeFaults.newerSchema({ details: { id: stored.id } })
    for (let at = stored.schema; at < from.schema; at++) {
      const upgrade = from.upgrades[at]
      if (!upgrade) throw new Error(`${from.name} lacks an upgrade from schema ${at}.`)
      body = upgrade(body)
    }
  }
  return { ...body, id: stored.id, revision: stored.revision } as unknown as T
}

export function toBody<T extends Document>(document: T): Body {
  const { id: _id, revision: _revision, ...body } = document
  return body as unknown as Body
}
