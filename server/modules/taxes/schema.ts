import {
  Country,
  Line,
  Nullable,
  named,
  Percent,
  Shape,
  type Static,
  Timestamp,
  Type,
} from '#kernel/schema.ts'

const Category = Type.String({
  maxLength: 50,
  pattern: '^[a-z0-9]+([_-][a-z0-9]+)*$',
  description: 'standard, reduced, zero, or a word of the shop for goods that are taxed apart',
})

const Region = Type.String({
  minLength: 1,
  maxLength: 50,
  pattern: '\\S',
  description: 'As addresses name it, such as CA; case does not matter. null: the whole country',
})

const Rate = { ...Percent, description: 'Up to four decimals: 19, 8.875' }

const optional = {
  region: Type.Optional(Nullable(Region)),
  category: Type.Optional(Category),
  appliesToShipping: Type.Optional(
    Type.Boolean({ description: 'Only the standard rate of a place is asked for shipping' }),
  ),
}

export const NewTaxRate = named(
  'NewTaxRate',
  Shape({ name: Line(100), countryCode: Country, percent: Rate, ...optional }),
)
export type NewTaxRate = Static<typeof NewTaxRate>

export const TaxRatePatch = named(
  'TaxRatePatch',
  Type.Object(
    {
      name: Type.Optional(Line(100)),
      countryCode: Type.Optional(Country),
      percent: Type.Optional(Rate),
      ...optional,
    },
    { additionalProperties: false, minProperties: 1 },
  ),
)
export type TaxRatePatch = Static<typeof TaxRatePatch>

export const TaxRateView = named(
  'TaxRate',
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    countryCode: Type.String(),
    region: Nullable(Type.String()),
    category: Type.String(),
    percent: Type.Number(),
    appliesToShipping: Type.Boolean(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    version: Type.Integer(),
  }),
)
export type TaxRateView = Static<typeof TaxRateView>
