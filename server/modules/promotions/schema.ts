import { AMOUNT_MAX } from '#kernel/money.ts'
import {
  Currency,
  Id,
  Line,
  Nullable,
  named,
  Price,
  Shape,
  type Static,
  Timestamp,
  Type,
} from '#kernel/schema.ts'

const COUNT_MAX = 1_000_000_000
export const CODE_CHARS_MAX = 50

const Code = Type.String({
  minLength: 1,
  maxLength: CODE_CHARS_MAX,
  pattern: '^\\s*[\\p{L}\\p{N}][\\p{L}\\p{N}._%+!-]*\\s*$',
  description: 'What customers type, in any case; kept in upper case',
})

const When = Type.String({
  maxLength: 35,
  pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2}))?$',
  description: 'RFC 3339 time, or a date for its first moment in UTC',
  examples: ['2026-11-27T00:00:00Z', '2026-11-27'],
})

const Effect = Type.Union([
  Shape({
    type: Type.Literal('percentage'),
    percent: Type.Number({ exclusiveMinimum: 0, maximum: 100, description: 'Up to four decimals' }),
  }),
  Shape({
    type: Type.Literal('fixed'),
    amount: Shape({
      amount: Type.Integer({ minimum: 1, maximum: AMOUNT_MAX }),
      currency: Currency,
    }),
  }),
  Shape({ type: Type.Literal('free_shipping') }),
])

const Limit = Type.Integer({ minimum: 1, maximum: COUNT_MAX })

const optional = {
  code: Type.Optional(Nullable(Code)),
  title: Type.Optional(Line(200)),
  minimumSubtotal: Type.Optional(Nullable(Price)),
  startsAt: Type.Optional(Nullable(When)),
  endsAt: Type.Optional(Nullable(When)),
  usageLimit: Type.Optional(Nullable(Limit)),
  perCustomerLimit: Type.Optional(Nullable(Limit)),
  appliesTo: Type.Optional(
    Nullable(
      Shape({
        productIds: Type.Optional(Type.Array(Id('prod'), { maxItems: 500, uniqueItems: true })),
        categoryIds: Type.Optional(Type.Array(Id('cat'), { maxItems: 100, uniqueItems: true })),
      }),
    ),
  ),
  combinable: Type.Optional(Type.Boolean({ description: 'May be used together with other combinable ones' })),
  active: Type.Optional(Type.Boolean()),
}

/** Only the effect is required: `{ code: 'SAVE20', effect: { type: 'percentage', percent: 20 } }`. */
export const NewPromotion = named('NewPromotion', Shape({ ...optional, effect: Effect }))
export type NewPromotion = Static<typeof NewPromotion>

export const PromotionPatch = named(
  'PromotionPatch',
  Type.Object(
    { ...optional, effect: Type.Optional(Effect) },
    { additionalProperties: false, minProperties: 1 },
  ),
)
export type PromotionPatch = Static<typeof PromotionPatch>

export const PromotionView = named(
  'Promotion',
  Type.Object({
    id: Type.String(),
    code: Nullable(Type.String()),
    title: Type.String(),
    effect: Effect,
    minimumSubtotal: Nullable(Price),
    startsAt: Nullable(Timestamp),
    endsAt: Nullable(Timestamp),
    usageLimit: Nullable(Type.Integer()),
    perCustomerLimit: Nullable(Type.Integer()),
    appliesTo: Nullable(
      Type.Object({ productIds: Type.Array(Type.String()), categoryIds: Type.Array(Type.String()) }),
    ),
    combinable: Type.Boolean(),
    active: Type.Boolean(),
    uses: Type.Integer({ description: 'In how many orders it was used' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    version: Type.Integer(),
  }),
)
export type PromotionView = Static<typeof PromotionView>
