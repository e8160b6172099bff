import { anyone } from '#http/access.ts'
import { route } from '#http/route.ts'
import { AMOUNT_MAX } from '#kernel/money.ts'
import { pageFaults } from '#kernel/page.ts'
import { Nullable, named, PageOf, PageQuery, Shape, Type } from '#kernel/schema.ts'
import { catalogFaults, ProductSchema } from '#modules/catalog/index.ts'
import { FACET_VALUES_MAX } from './facts/sift.ts'
import { AVAILABLE_MAX, findProducts } from './find-products.ts'
import { searchFaults } from './product-index.ts'

const QUERY_CHARS_MAX = 200

const amount = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: AMOUNT_MAX, description }))
const label = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: QUERY_CHARS_MAX, description }))

const SearchQuery = Shape({
  q: Type.String({ maxLength: QUERY_CHARS_MAX, default: '' }),
  category: label('An id or a handle: what is in it or in a category within it'),
  sort: Type.Optional(
    Type.Enum(['relevance', 'newest', 'price', '-price', 'title'], {
      description:
        'Without it `relevance` where there is a `q`, else `newest`. Prices: of the cheapest variant',
    }),
  ),
  minPrice: amount('In minor units. A product fits if one of its variants does'),
  maxPrice: amount('In minor units. A product fits if one of its variants does'),
  available: Type.Optional(Type.Boolean({ description: 'true: only what can be bought now' })),
  vendor: label('All of it, in upper or lower case'),
  type: label('All of it, in upper or lower case'),
  ...PageQuery,
})

const FacetValues = Type.Array(named('FacetValue', Shape({ value: Type.String(), count: Type.Integer() })), {
  maxItems: FACET_VALUES_MAX,
  description: 'The most frequent first',
})

const Facets = named(
  'Facets',
  Shape({
    price: Nullable(
      Shape(
        { min: Type.Integer(), max: Type.Integer() },
        { description: 'Lowest and highest, in minor units' },
      ),
    ),
    vendors: FacetValues,
    types: FacetValues,
  }),
)

const FoundProducts = Type.Object({
  ...PageOf(ProductSchema).properties,
  total: Type.Integer({ description: 'How many products fit, those of further pages included' }),
  facets: Facets,
})

export const routes = [
  route({
    method: 'GET',
    path: '/products/search',
    summary: 'Search and narrow down published products',
    description:
      'With `q`, every word has to be found, in the title, in tags, options and SKUs, or in the description; words ' +
      'match by their beginning, and words of five letters or more with one typo. Where no product has all of them, ' +
      'those that have most are answered. Without `q`, all products that fit the other conditions are listed; with ' +
      'neither a condition nor a `sort`, none. A product is found as soon as it is published.\n\n' +
      'Each facet counts what fits all conditions but the one on the facet itself: so it shows what could be chosen ' +
      `instead. Facets do not know of \`available\`. With \`available\`, the first ${AVAILABLE_MAX} products in ` +
      'the order asked for are looked up, and `total` counts those of them that can be bought.',
    access: anyone,
    query: SearchQuery,
    replies: { 200: FoundProducts },
    faults: [pageFaults.badCursor, searchFaults.warming, catalogFaults.categoryMissing],
    handle: (ctx, { query }) => findProducts(ctx, query),
  }),
]
