import { Country, Line, named, Shape, type Static, Type } from '#kernel/schema.ts'

/**
 * Where parcels and bills go. Which parts a country uses differs; only what every carrier needs is required.
 */
export const AddressSchema = named(
  'Address',
  Shape({
    name: Line(120),
    company: Type.Optional(Line(120)),
    line1: Line(200),
    line2: Type.Optional(Type.String({ maxLength: 200 })),
    city: Line(120),
    region: Type.Optional(
      Type.String({ maxLength: 60, description: 'State or province, as its ISO 3166-2 part: `CA`, `NY`' }),
    ),
    postalCode: Type.Optional(Type.String({ maxLength: 20 })),
    countryCode: Country,
    phone: Type.Optional(Type.String({ maxLength: 40 })),
  }),
)

export type Address = Static<typeof AddressSchema>
