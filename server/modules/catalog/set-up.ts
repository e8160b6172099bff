import type { SetUp } from '#module'
import { currencyUses } from '#modules/settings/index.ts'
import { products } from './collections.ts'
import { createPieceFile } from './piece-file.ts'
import { createProductCache, FILE_BOUNDS, productCache } from './product-cache.ts'

export function setUp({ config, log, ports, store, onForeignEvents }: SetUp): void {
  const file = createPieceFile({
    dir: config.dataDir,
    ...FILE_BOUNDS,
    onFailure: (err) => log.warn({ err }, 'Rendered products are kept in memory alone: their file failed.'),
  })
  const cache = createProductCache(file)
  ports.fill(productCache, cache)
  store.onCommit((writes) => cache.heed(writes))
  onForeignEvents((events) => {
    for (const event of events) cache.hear(event)
  })
  ports
    .use(currencyUses)
    .set('products', async (ctx) => (await ctx.find(products, 'byId', { limit: 1 })).data.length > 0)
}
