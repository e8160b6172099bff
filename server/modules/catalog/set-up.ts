import { memoryBytes } from '#kernel/memory.ts'
import type { SetUp } from '#module'
import { currencyUses } from '#modules/settings/index.ts'
import { products } from './collections.ts'
import { boundsFor, createProductCache, productCache } from './product-cache.ts'

export function setUp({ ports, store, onForeignEvents }: SetUp): void {
  const cache = createProductCache(boundsFor(memoryBytes()))
  ports.fill(productCache, cache)
  store.onCommit((writes) => cache.heed(writes))
  onForeignEvents((events) => {
    for (const event of events) cache.hear(event)
  })
  ports
    .use(currencyUses)
    .set('products', async (ctx) => (await ctx.find(products, 'byId', { limit: 1 })).data.length > 0)
}
