import { randomInt } from 'node:crypto'
import { BODY_BYTES_MAX, type Body, type Stored, StoreLimit } from '#store/engine.ts'
import { fromBsonBody, toBsonBody } from './bodies.ts'
import { type Layout, type Placement, placementOf } from './layout.ts'

/** A document as it lies in MongoDB: see `Layout`. */
export interface MongoDocument {
  readonly _id: string
  readonly revision: number
  readonly schema: number
  readonly birth: number
  readonly layout: string
  readonly keys: Readonly<Record<string, string>>
  /** The `_id` of its entries. */
  readonly entries: readonly string[]
  /** Something in the body is written in another way than it reads. */
  readonly odd?: true
  readonly body: Record<string, unknown>
}

/** What a write of a whole body needs. */
export interface Encoded extends Placement {
  readonly id: string
  readonly schema: number
  readonly odd: boolean
  readonly body: Record<string, unknown>
  readonly bytesAtMost: number
}

const BIRTH_MAX = 2 ** 31 - 1

export const newBirth = (): number => randomInt(BIRTH_MAX)

/** Throws `StoreLimit`. What the caller does to the body afterwards changes nothing. */
export function encode(layout: Layout, what: { id: string; schema: number; body: Body }): Encoded {
  const { id, schema } = what
  const bson = toBsonBody(what.body)
  if (bson.bytesAtMost > BODY_BYTES_MAX && Buffer.byteLength(JSON.stringify(what.body)) > BODY_BYTES_MAX)
    throw new StoreLimit('body', `A body in "${layout.name}" is over the ${BODY_BYTES_MAX} bytes allowed.`)
  return { id, schema, ...bson, ...placementOf(layout, id, what.body) }
}

/** What is set when a body is written, besides its revision and birth. */
export const fieldsOf = (layout: Layout, { schema, keys, entries, odd, body }: Encoded) => ({
  schema,
  layout: layout.id,
  keys,
  entries: entries.map((entry) => entry._id),
  ...(odd && { odd: true as const }),
  body,
})

export const bodyOf = ({ body, odd }: MongoDocument): Body => (odd ? fromBsonBody(body) : (body as Body))

export const toStored = (document: MongoDocument): Stored => ({
  id: document._id,
  revision: document.revision,
  schema: document.schema,
  body: bodyOf(document),
})
