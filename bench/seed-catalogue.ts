import type { App } from '../server/app.ts'
import type { Ctx } from '../server/context.ts'
import { createCategory, createProduct } from '../server/modules/catalog/index.ts'
import { createPromotion } from '../server/modules/promotions/index.ts'
import { createZone } from '../server/modules/shipping/index.ts'
import { type MadeProduct, productAt, SIZES } from './catalogue.ts'
import { pickFrom } from './random.ts'
import { COUPON, ZONES, type ZoneRule } from './shop-rules.ts'
import { CATEGORIES } from './words.ts'

export type Tell = (what: string, done: number, of: number) => void

const PRODUCTS_PER_COMMIT = 200
/** More than any bench can sell. */
const PLENTY = 100_000_000

/**
 * Fills an empty store with the made-up catalogue, the zones and the coupon. Answers the variants' ids by
 * product.
 */
export async function seedCatalogue(app: App, count: number, tell: Tell): Promise<string[][]> {
  await app.run(async (ctx) => {
    await createPromotion(ctx, {
      code: COUPON.code,
      title: '20 % off everything',
      effect: { type: 'percentage', percent: COUPON.percent },
    })
  })
  for (const zone of ZONES) await app.run((ctx) => createZone(ctx, toZoneBody(zone)))
  const categoryIds: string[] = []
  for (const title of CATEGORIES) {
    const { id } = await app.run((ctx) => createCategory(ctx, { title, handle: title.toLowerCase() }))
    categoryIds.push(id)
  }
  const variantIds: string[][] = []
  for (let from = 0; from < count; from += PRODUCTS_PER_COMMIT) {
    const to = Math.min(count, from + PRODUCTS_PER_COMMIT)
    variantIds.push(...(await app.run((ctx) => createProducts(ctx, { from, to, categoryIds }))))
    if (to === count || to % 10_000 === 0) tell('products', to, count)
  }
  await app.worker.idle()
  return variantIds
}

const usd = (amount: number) => ({ amount, currency: 'USD' })

async function createProducts(
  ctx: Ctx,
  { from, to, categoryIds }: { from: number; to: number; categoryIds: readonly string[] },
): Promise<string[][]> {
  const made: string[][] = []
  for (let n = from; n < to; n++) {
    const product = await createProduct(ctx, toNewProduct(productAt(n), categoryIds))
    made.push(product.variants.map(({ id }) => id))
  }
  return made
}

function toNewProduct(product: MadeProduct, categoryIds: readonly string[]) {
  const { category, variants, tags, ...rest } = product
  const image = (view: string) => ({
    url: `https://images.example.com/${product.handle}-${view}.jpg`,
    alt: `${product.title}, ${view}`,
  })
  return {
    ...rest,
    tags: [...tags],
    status: 'published' as const,
    categoryIds: [pickFrom(categoryIds, category)],
    images: [image('front'), image('detail')],
    options: [{ name: 'Size', values: [...SIZES] }],
    variants: variants.map(({ sku, size, price, weightGrams }) => ({
      sku,
      options: { Size: size },
      price: usd(price),
      weightGrams,
      requiresShipping: true,
      taxable: true,
      stock: { onHand: PLENTY },
    })),
  }
}

function toZoneBody({ name, countries, rate }: ZoneRule) {
  const price =
    'flat' in rate
      ? { type: 'flat' as const, amount: usd(rate.flat) }
      : {
          type: 'by_weight' as const,
          steps: rate.steps.map(([upToGrams, cents]) => ({ upToGrams, amount: usd(cents) })),
        }
  const freeOver = 'freeOver' in rate ? { freeOver: usd(rate.freeOver) } : {}
  return { name, countries: [...countries], rates: [{ name: 'Standard', price, ...freeOver }] }
}
