import type { App } from '#app'
import { products } from '#modules/catalog/index.ts'
import { shopSettings } from '#modules/settings/index.ts'

/** Fills an empty store with the demo shop; answers whether it did. */
export async function seedDemo(app: App): Promise<boolean> {
  const isEmpty = await app.run(async (ctx) => {
    const any = await ctx.find(products, 'byId', { limit: 1 })
    return any.data.length === 0 && (await shopSettings(ctx)).revision === 0
  })
  if (!isEmpty) return false
  // Sixty products and the drawings of them are read by the first start alone.
  const { fillShop } = await import('./fill-shop.ts')
  await fillShop(app)
  return true
}
