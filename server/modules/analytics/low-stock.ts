import type { Ctx } from '#context'
import { type Instant, MINUTE_MS } from '#kernel/clock.ts'
import { productCreated, productDeleted, products, productUpdated } from '#modules/catalog/index.ts'
import { isLimited, lowStockSettings, type StockItem, stock, stockChanged } from '#modules/inventory/index.ts'
import { readSettings } from '#modules/settings/index.ts'
import { events, tasks } from '#store/outbox.ts'
import { enqueue, type Job, job, type Schedule } from '#work/handlers.ts'
import { type LowVariant, type StockReport, stockReports } from './collections.ts'
import { LOG_SETTLED_MS } from './count-sales.ts'

export const LOW_SHOWN_MAX = 100
/** More than are shown: some may have been filled up by the time somebody looks. */
const LOW_KEPT_MAX = 200
const ITEMS_AT_ONCE = 500
/** So few are looked through at once where nobody has asked before. */
const FIRST_ITEMS_MAX = 2_000

const REPORT_ID = 'low'
const TASK_ID = 'analytics.low-stock'

const boundOf = async (ctx: Ctx): Promise<number> => (await readSettings(ctx, lowStockSettings)).lowStockBelow

const isLow = (item: StockItem | undefined, below: number): item is StockItem =>
  item !== undefined && isLimited(item) && item.onHand < below

/** What is running out, the least first, as it is now of those that were when it was last looked through. */
export async function showLowStock(ctx: Ctx): Promise<Omit<StockReport, 'id' | 'revision'>> {
  const below = await boundOf(ctx)
  const report = (await ctx.get(stockReports, REPORT_ID)) ?? (await firstReport(ctx, below))
  const isOld = report.at <= ctx.now - MINUTE_MS
  if (isOld && (await isStale(ctx, report, below)) && !(await ctx.get(tasks, TASK_ID))) {
    enqueue(ctx, lookThroughStock, null, { id: TASK_ID })
  }
  const items = await ctx.get(
    stock,
    report.variants.map(({ variantId }) => variantId),
  )
  const variants = report.variants
    .flatMap((variant, nth) => {
      const item = items[nth]
      return isLow(item, below) ? [{ ...variant, onHand: item.onHand }] : []
    })
    .sort((a, b) => a.onHand - b.onHand)
  return { at: report.at, below, variants: variants.slice(0, LOW_SHOWN_MAX) }
}

/** Of a small shop at once; of a large one what was seen first, and the rest in the background. */
async function firstReport(ctx: Ctx, below: number): Promise<StockReport> {
  const { report, isWhole } = await makeReport(ctx, { below, itemsMax: FIRST_ITEMS_MAX })
  if (isWhole) return ctx.save(stockReports, report)
  if (!(await ctx.get(tasks, TASK_ID))) enqueue(ctx, lookThroughStock, null, { id: TASK_ID })
  return report
}

/**
 * There is no index on stock, which every sale would have to write: so all of it is read, a page at a time.
 */
export const lookThroughStock: Job<null> = job<null>('analytics.look-through-stock', async (ctx) => {
  const { report } = await makeReport(ctx, { below: await boundOf(ctx) })
  const known = await ctx.get(stockReports, REPORT_ID)
  ctx.save(stockReports, { ...report, revision: known?.revision ?? 0 })
})

export const lookThroughStockRegularly: Schedule = {
  name: 'analytics.look-through-stock-regularly',
  everyMs: 5 * MINUTE_MS,
  async handle(ctx) {
    const report = await ctx.get(stockReports, REPORT_ID)
    if (!report || (await isStale(ctx, report, await boundOf(ctx)))) await lookThroughStock.handle(ctx, null)
  },
}

const CHANGES = [stockChanged, productCreated, productUpdated, productDeleted]

/** Whether something may have changed since. An event that is older than the report may have come later. */
async function isStale(ctx: Ctx, { at, below }: StockReport, wanted: number): Promise<boolean> {
  if (below !== wanted) return true
  for (const { type } of CHANGES) {
    const { data } = await ctx.find(events, 'byType', { equals: [type], reverse: true, limit: 1 })
    if (data[0] && data[0].at >= at - LOG_SETTLED_MS) return true
  }
  return false
}

async function makeReport(
  ctx: Ctx,
  { below, itemsMax = Number.POSITIVE_INFINITY }: { below: number; itemsMax?: number },
): Promise<{ report: StockReport; isWhole: boolean }> {
  const at: Instant = ctx.now
  let low: StockItem[] = []
  let seen = 0
  let after: string | null | undefined
  do {
    const page = await ctx.find(stock, 'byId', { limit: ITEMS_AT_ONCE, ...(after ? { after } : {}) })
    low.push(...page.data.filter((item) => isLow(item, below)))
    if (low.length > 2 * LOW_KEPT_MAX) low = leastOf(low)
    seen += page.data.length
    after = page.next
  } while (after && seen < itemsMax)
  const variants = await describe(ctx, leastOf(low))
  return { report: { id: REPORT_ID, revision: 0, at, below, variants }, isWhole: !after }
}

const leastOf = (items: readonly StockItem[]): StockItem[] =>
  items.toSorted((a, b) => a.onHand - b.onHand || (a.id < b.id ? -1 : 1)).slice(0, LOW_KEPT_MAX)

/** Those that are still of a product, with its title. */
async function describe(ctx: Ctx, items: readonly StockItem[]): Promise<LowVariant[]> {
  const described: LowVariant[] = []
  for (const { id, onHand } of items) {
    const [product] = (await ctx.find(products, 'byVariant', { equals: [id], limit: 1 })).data
    const variant = product?.variants.find((each) => each.id === id)
    if (!product || !variant) continue
    const variantTitle = Object.values(variant.options).join(' / ') || null
    const { id: productId, title } = product
    described.push({ variantId: id, productId, title, variantTitle, sku: variant.sku, onHand })
  }
  return described
}
