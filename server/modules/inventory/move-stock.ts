import { byOf, type Ctx } from '#context'
import { eventType } from '#kernel/event.ts'
import { newId } from '#kernel/id.ts'
import { adjust, remove } from '#store/unit.ts'
import { type MovementReason, type StockMovement, stock, stockMovements } from './collections.ts'
import {
  availableOf,
  inventoryFaults,
  isLimited,
  newStock,
  type StockInit,
  type StockItem,
} from './stock-item.ts'

/** The counts of these variants changed. One event for each movement, about the movement. */
export const stockChanged = eventType<{ reason: MovementReason; variantIds: readonly string[] }>(
  'stock.changed',
)

export interface StockLine {
  readonly variantId: string
  readonly quantity: number
}

export interface Shortage {
  readonly variantId: string
  readonly wanted: number
  readonly available: number
}

/** What is wanted of each variant in all lines together: two lines of one thing draw on one count. */
export function demandOf(lines: readonly StockLine[]): Map<string, number> {
  const demand = new Map<string, number>()
  for (const { variantId, quantity } of lines) demand.set(variantId, (demand.get(variantId) ?? 0) + quantity)
  return demand
}

/** What of the demand cannot be met, for each variant. Empty when all is well. */
export async function shortagesOf(ctx: Ctx, lines: readonly StockLine[]): Promise<Shortage[]> {
  const demand = demandOf(lines)
  const items = await ctx.get(stock, [...demand.keys()])
  return [...demand].flatMap(([variantId, wanted], at) => {
    const available = availableOf(items[at])
    return available < wanted && !isFree(items[at]) ? [{ variantId, wanted, available }] : []
  })
}

const isFree = (item: StockItem | undefined) => item !== undefined && !isLimited(item)

/**
 * Stages the sale of these lines; once in a unit, with all of them. Raises `outOfStock`, naming each
 * variant that falls short; where others buy at the same moment the commit's floor decides, and the
 * rerun of the unit finds the shortage.
 */
export async function takeStock(
  ctx: Ctx,
  lines: readonly StockLine[],
  reason: MovementReason,
): Promise<void> {
  const shortages = await shortagesOf(ctx, lines)
  if (shortages.length > 0) throw inventoryFaults.outOfStock({ details: { lines: shortages } })
  await moveStock(ctx, { lines, reason, sign: -1 })
}

/**
 * Stages the return of these lines to the shelf. Variants that are no longer sold or counted are left
 * out.
 */
export const returnStock = (ctx: Ctx, lines: readonly StockLine[], reason: MovementReason): Promise<void> =>
  moveStock(ctx, { lines, reason, sign: 1 })

async function moveStock(
  ctx: Ctx,
  { lines, reason, sign }: { lines: readonly StockLine[]; reason: MovementReason; sign: 1 | -1 },
): Promise<void> {
  const demand = [...demandOf(lines)]
  const items = await ctx.get(
    stock,
    demand.map(([variantId]) => variantId),
  )
  const moved: StockMovement['lines'][number][] = []
  for (const [at, [variantId, quantity]] of demand.entries()) {
    const item = items[at]
    if (!item?.tracked || quantity === 0) continue
    const by = sign * quantity
    const floor = sign < 0 && isLimited(item) ? { floor: 0 } : {}
    ctx.stage(adjust(stock, variantId, { field: 'onHand', by, ...floor }))
    moved.push({ variantId, by })
  }
  recordMovement(ctx, moved, reason)
}

/** Stages the counts of new variants, which come to be in the same commit as the variants themselves. */
export function openStock(
  ctx: Ctx,
  items: readonly { variantId: string; init: StockInit }[],
  reason: MovementReason,
): StockItem[] {
  const opened = items.map(({ variantId, init }) => ctx.save(stock, newStock(variantId, init, ctx.now)))
  const moved = opened.filter(({ onHand }) => onHand !== 0)
  recordMovement(
    ctx,
    moved.map(({ id, onHand }) => ({ variantId: id, by: onHand })),
    reason,
  )
  return opened
}

/**
 * Stages the end of these variants' counts. What was on hand is written off, so that the ledger still
 * sums up.
 */
export async function closeStock(
  ctx: Ctx,
  variantIds: readonly string[],
  reason: MovementReason,
): Promise<void> {
  const items = (await ctx.get(stock, variantIds)).filter((item) => item !== undefined)
  for (const item of items) ctx.stage(remove(stock, item))
  const moved = items.filter(({ onHand }) => onHand !== 0)
  recordMovement(
    ctx,
    moved.map(({ id, onHand }) => ({ variantId: id, by: -onHand })),
    reason,
  )
}

/** Stages one line of the ledger and its event; nothing where nothing moved. */
export function recordMovement(ctx: Ctx, lines: StockMovement['lines'], reason: MovementReason): void {
  if (lines.length === 0) return
  const id = newId('move', { now: () => ctx.now })
  const variantIds = lines.map(({ variantId }) => variantId)
  ctx.save(stockMovements, { id, revision: 0, at: ctx.now, by: byOf(ctx.caller), reason, lines })
  ctx.stage(stockChanged(id, { reason, variantIds }))
}
