import { type TProperties, type TSchema, Type } from 'typebox'
import { idPattern } from './id.ts'
import { AMOUNT_MAX } from './money.ts'

/** Strict objects: an unknown field is an error with a name, not a silent loss. */
export const Shape = <T extends TProperties>(properties: T, options: { description?: string } = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

export const Id = (prefix: string) =>
  Type.String({ pattern: idPattern(prefix), description: `An id, \`${prefix}_…\`` })

/** One line of text for people: names, titles. */
export const Line = (maxLength = 200) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })

/** Longer text; may be empty. */
export const Prose = (maxLength = 20_000) => Type.String({ maxLength })

export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency code' })

export const Country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2 country code' })

/** Addresses are checked by sending to them; this only refuses what can be none (RFC 5321 sizes). */
export const Email = Type.String({
  maxLength: 254,
  pattern: '^[^\\s@<>",;]{1,64}@[^\\s@<>",;.]+(\\.[^\\s@<>",;.]+)+$',
  description: 'An e-mail address',
})

export const Money = Type.Object(
  {
    amount: Type.Integer({
      minimum: -AMOUNT_MAX,
      maximum: AMOUNT_MAX,
      description: 'Minor units: 1999 is $19.99',
    }),
    currency: Currency,
  },
  { additionalProperties: false },
)

/** A price: money that is not negative. */
export const Price = Type.Object(
  { amount: Type.Integer({ minimum: 0, maximum: AMOUNT_MAX }), currency: Currency },
  { additionalProperties: false },
)

/** Parts of a whole with up to four decimals: 20, 8.875. */
export const Percent = Type.Number({ minimum: 0, maximum: 100 })

/** RFC 3339, as the API shows times. */
export const Timestamp = Type.String({
  description: 'RFC 3339 time, UTC',
  examples: ['2026-11-22T07:15:00.000Z'],
})

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** `{ data, next }`: every list in the API. */
export const PageOf = <T extends TSchema>(item: T) =>
  Type.Object({
    data: Type.Array(item),
    next: Type.Union([Type.String(), Type.Null()], {
      description: 'Pass it as `after` to get the next page',
    }),
  })

export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  after: Type.Optional(Type.String({ maxLength: 2_000, description: 'The `next` of the page before' })),
}

const names = new WeakMap<object, string>()

/** Gives a schema the name under which OpenAPI and the SDK show it. */
export const named = <T extends TSchema>(name: string, schema: T): T => {
  names.set(schema, name)
  return schema
}

export const nameOf = (schema: object): string | undefined => names.get(schema)

export type { Static, TSchema } from 'typebox'
export { Type } from 'typebox'
