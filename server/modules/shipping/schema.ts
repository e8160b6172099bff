import {
  Country,
  Id,
  Line,
  Nullable,
  named,
  Price,
  Prose,
  Shape,
  type Static,
  Timestamp,
  Type,
} from '#kernel/schema.ts'

const GRAMS_MAX = 1_000_000_000
const DAYS_MAX = 365

const Grams = Type.Integer({ minimum: 0, maximum: GRAMS_MAX })
const Days = Type.Integer({ minimum: 0, maximum: DAYS_MAX })
const Region = Type.String({
  minLength: 1,
  maxLength: 50,
  pattern: '\\S',
  description: 'As addresses name it, such as CA; case does not matter',
})

const steps = { minItems: 1, maxItems: 50 }

const RatePriceShape = Type.Union([
  Shape({ type: Type.Literal('flat'), amount: Price }),
  Shape({
    type: Type.Literal('by_weight'),
    steps: Type.Array(
      Shape({
        upToGrams: Nullable(Type.Integer({ minimum: 1, maximum: GRAMS_MAX })),
        amount: Price,
      }),
      { ...steps, description: 'Ascending; null on the last step is any weight' },
    ),
  }),
  Shape({
    type: Type.Literal('by_price'),
    steps: Type.Array(Shape({ upTo: Nullable(Price), amount: Price }), {
      ...steps,
      description: 'Ascending, by the goods after discounts; null on the last step is any amount',
    }),
  }),
])

const RateShape = Shape({
  id: Type.Optional(Id('rate')),
  name: Line(100),
  description: Type.Optional(Prose(500)),
  price: RatePriceShape,
  freeOver: Type.Optional(
    Nullable({ ...Price, description: 'Goods after discounts of more than this ship free' }),
  ),
  minDays: Type.Optional(Days),
  maxDays: Type.Optional(Days),
})

export const ZoneBody = named(
  'ShippingZoneBody',
  Shape({
    name: Line(100),
    countries: Type.Optional(
      Type.Array(Type.String({ pattern: '^([A-Z]{2}|\\*)$', maxLength: 2 }), {
        maxItems: 300,
        description: 'ISO 3166-1 alpha-2 codes; * is the rest of the world',
      }),
    ),
    regions: Type.Optional(Type.Array(Shape({ country: Country, region: Region }), { maxItems: 500 })),
    postcodes: Type.Optional(
      Type.Array(
        Shape({
          country: Country,
          prefix: Type.String({ minLength: 1, maxLength: 12, pattern: '^[A-Za-z0-9][A-Za-z0-9 -]*$' }),
        }),
        { maxItems: 2_000 },
      ),
    ),
    rates: Type.Optional(Type.Array(RateShape, { maxItems: 50 })),
  }),
)
export type ZoneBody = Static<typeof ZoneBody>

export const ZoneView = named(
  'ShippingZone',
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    countries: Type.Array(Type.String()),
    regions: Type.Array(Type.Object({ country: Type.String(), region: Type.String() })),
    postcodes: Type.Array(Type.Object({ country: Type.String(), prefix: Type.String() })),
    rates: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        description: Type.Optional(Type.String()),
        price: RatePriceShape,
        freeOver: Nullable(Price),
        minDays: Type.Optional(Type.Integer()),
        maxDays: Type.Optional(Type.Integer()),
      }),
    ),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    version: Type.Integer(),
  }),
)
export type ZoneView = Static<typeof ZoneView>

const Option = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.Optional(Type.String()),
  price: Price,
  zone: Type.String(),
  minDays: Nullable(Type.Integer()),
  maxDays: Nullable(Type.Integer()),
  explanation: Type.String(),
})

export const QuoteBody = named(
  'ShippingQuoteBody',
  Shape({
    address: Shape({
      countryCode: Country,
      region: Type.Optional(Nullable(Prose(50))),
      postalCode: Type.Optional(Nullable(Prose(20))),
    }),
    weightGrams: Grams,
    goods: Price,
  }),
)

export const QuoteView = named(
  'ShippingQuote',
  Type.Object({
    zone: Nullable(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        because: Type.String({ description: 'Which of its places the address lies in' }),
      }),
    ),
    options: Type.Array(Option),
    refused: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), why: Type.String() })),
    problem: Nullable(Type.String()),
  }),
)
