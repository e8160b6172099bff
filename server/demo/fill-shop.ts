import type { App } from '#app'
import type { Ctx } from '#context'
import type { Money } from '#kernel/money.ts'
import { categoryByHandle, createCategory, createProduct } from '#modules/catalog/index.ts'
import { storeImage } from '#modules/media/index.ts'
import { createPromotion } from '#modules/promotions/index.ts'
import { changeSettings } from '#modules/settings/index.ts'
import { createZone } from '#modules/shipping/index.ts'
import { createTaxRate } from '#modules/taxes/index.ts'
import { artworkFor, artworkForCategory, lookOf } from './artwork.ts'
import { type DemoCategory, demoCategories } from './categories.ts'
import type { DemoProduct, DemoVariant } from './product.ts'
import { demoProducts } from './products.ts'
import { shop } from './shop.ts'

/**
 * Categories come first, one commit each, and are found again where a start was cut off; everything else is
 * one commit, so there is never half a shop.
 */
export async function fillShop({ run }: Pick<App, 'run'>): Promise<void> {
  for (const [position, category] of demoCategories.entries()) {
    await run((ctx) => seedCategory(ctx, category, position))
  }
  const pictures = await run(paintProducts)
  await run(async (ctx) => {
    for (const product of demoProducts) await seedProduct(ctx, product, pictures)
    for (const zone of zones) await createZone(ctx, zone)
    for (const rate of taxRates) await createTaxRate(ctx, rate)
    await createPromotion(ctx, saveTwenty)
    await changeSettings(ctx, { name: shop.name })
  })
}

async function seedCategory(ctx: Ctx, category: DemoCategory, position: number): Promise<void> {
  const { handle, title, description, parent } = category
  if (await categoryByHandle(ctx, handle)) return
  const url = await paint(ctx, artworkForCategory(category), title)
  const parentId = parent ? ((await categoryByHandle(ctx, parent))?.id ?? null) : null
  await createCategory(ctx, { handle, title, description, parentId, position, image: { url, alt: title } })
}

const paint = (ctx: Ctx, svg: string, name: string): Promise<string> =>
  storeImage(ctx, { bytes: Buffer.from(svg), contentType: 'image/svg+xml', name })

type Pictures = ReadonlyMap<string, string>

const pictureKey = (product: DemoProduct, look: string | undefined) => `${product.handle} ${look ?? ''}`

const pictureOf = (pictures: Pictures, product: DemoProduct, variant: Pick<DemoVariant, 'options'>) =>
  pictures.get(pictureKey(product, lookOf(product, variant))) ?? null

/** Every product in each of its looks: where the picture is served. Equal pictures are kept once. */
async function paintProducts(ctx: Ctx): Promise<Pictures> {
  const painted = new Map<string, Promise<string>>()
  const paintOnce = (svg: string, name: string) => {
    const known = painted.get(svg) ?? paint(ctx, svg, name)
    painted.set(svg, known)
    return known
  }
  const pictures = demoProducts.flatMap((product) => {
    const looks = new Set([undefined, ...product.variants.map((variant) => lookOf(product, variant))])
    return [...looks].map(async (look) => {
      const url = await paintOnce(artworkFor(product, look), product.title)
      return [pictureKey(product, look), url] as const
    })
  })
  return new Map(await Promise.all(pictures))
}

async function seedProduct(ctx: Ctx, product: DemoProduct, pictures: Pictures): Promise<void> {
  const { art: _art, category, variants, ...rest } = product
  const home = await categoryByHandle(ctx, category)
  const urls = new Set(variants.map((variant) => pictureOf(pictures, product, variant)))
  const images = [...urls].filter((url) => url !== null)
  await createProduct(ctx, {
    ...rest,
    categoryIds: home ? [home.id] : [],
    images: images.map((url) => ({ url, alt: product.title })),
    variants: variants.map(({ price, compareAtPrice, onHand, ...variant }) => ({
      ...variant,
      price: usd(price),
      compareAtPrice: compareAtPrice === undefined ? null : usd(compareAtPrice),
      image: pictureOf(pictures, product, variant),
      stock: onHand === null ? { tracked: false } : { onHand },
    })),
  })
}

const usd = (amount: number): Money => ({ amount, currency: 'USD' })

const steps = (...table: readonly (readonly [upToGrams: number | null, dollars: number])[]) =>
  table.map(([upToGrams, dollars]) => ({ upToGrams, amount: usd(dollars * 100) }))

const EUROPE =
  'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ')

const zones = [
  {
    name: 'United States',
    countries: ['US'],
    rates: [
      {
        name: 'Standard',
        description: 'Tracked parcel',
        price: { type: 'flat' as const, amount: usd(1_000) },
        freeOver: usd(10_000),
        minDays: 3,
        maxDays: 6,
      },
    ],
  },
  {
    name: 'Europe',
    countries: EUROPE,
    rates: [
      {
        name: 'International',
        description: 'Tracked parcel, by weight',
        price: {
          type: 'by_weight' as const,
          steps: steps([500, 12], [1_000, 16], [2_000, 22], [5_000, 34], [10_000, 52], [20_000, 80]),
        },
        minDays: 6,
        maxDays: 12,
      },
    ],
  },
  {
    name: 'Rest of the world',
    countries: ['*'],
    rates: [
      {
        name: 'Worldwide',
        description: 'Tracked parcel, by weight',
        price: {
          type: 'by_weight' as const,
          steps: steps([500, 18], [1_000, 26], [2_000, 38], [5_000, 64], [10_000, 98], [20_000, 150]),
        },
        minDays: 8,
        maxDays: 21,
      },
    ],
  },
]

const saveTwenty = {
  code: 'SAVE20',
  title: '20 % off everything',
  effect: { type: 'percentage' as const, percent: 20 },
}

/**
 * Value added tax in three countries, standard and reduced, as of 2026. Source: the European Commission and
 * HMRC.
 */
const taxRates = (
  [
    ['DE', 'MwSt.', 19, 7],
    ['FR', 'TVA', 20, 5.5],
    ['GB', 'VAT', 20, 0],
  ] as const
).flatMap(([countryCode, name, standard, reduced]) => [
  { countryCode, name, category: 'standard', percent: standard, appliesToShipping: true },
  { countryCode, name, category: 'reduced', percent: reduced },
])
