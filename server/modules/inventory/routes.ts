import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { type Route, route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { mapPage } from '#kernel/page.ts'
import { Id, named, PageOf, PageQuery, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { type StockMovement, stock, stockMovements } from './collections.ts'
import { recordMovement } from './move-stock.ts'
import { availableOf, inventoryFaults, type StockItem, StockLevel, setStock } from './stock-item.ts'

const Stock = named(
  'Stock',
  Shape({
    variantId: Type.String(),
    ...StockLevel,
    available: Type.Integer({ description: 'How many can be bought now' }),
    version: Type.Integer(),
    updatedAt: Timestamp,
  }),
)

const Movement = named(
  'StockMovement',
  Shape({
    id: Type.String(),
    at: Timestamp,
    by: Type.String({ description: 'Who caused it' }),
    change: Type.Integer({ description: 'Units that came (or went, below zero)' }),
    reason: Shape({ type: Type.String(), id: Type.String() }),
  }),
)

const SetStock = Shape({
  onHand: StockLevel.onHand,
  tracked: Type.Optional(StockLevel.tracked),
  backorder: Type.Optional(StockLevel.backorder),
})

const params = Shape({ variantId: Id('var') })

const toStock = (item: StockItem): Static<typeof Stock> => ({
  variantId: item.id,
  onHand: item.onHand,
  tracked: item.tracked,
  backorder: item.backorder,
  available: availableOf(item),
  version: item.revision,
  updatedAt: toTimestamp(item.updatedAt),
})

const toMovement =
  (variantId: string) =>
  (movement: StockMovement): Static<typeof Movement> => ({
    id: movement.id,
    at: toTimestamp(movement.at),
    by: movement.by,
    change: movement.lines.find((line) => line.variantId === variantId)?.by ?? 0,
    reason: movement.reason,
  })

async function need(ctx: Ctx, variantId: string): Promise<StockItem> {
  const item = await ctx.get(stock, variantId)
  if (!item) throw inventoryFaults.missing({ details: { id: variantId } })
  return item
}

async function countStock(ctx: Ctx, variantId: string, to: Static<typeof SetStock>): Promise<StockItem> {
  const before = await need(ctx, variantId)
  const counted = ctx.save(stock, setStock(before, to, ctx.now))
  const moved = { variantId, by: counted.onHand - before.onHand }
  recordMovement(ctx, [moved], { type: 'count', id: variantId })
  return counted
}

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/admin/variants/:variantId/stock',
    summary: 'Read the stock of a variant',
    access: permitted('inventory:read'),
    params,
    replies: { 200: Stock },
    faults: [inventoryFaults.missing],
    handle: async (ctx, { params: { variantId } }) => toStock(await need(ctx, variantId)),
  }),
  route({
    method: 'PUT',
    path: '/admin/variants/:variantId/stock',
    summary: 'Set the stock of a variant',
    description:
      'Sets what was counted. Sales made meanwhile are not lost: send `If-Match` with the version you saw.',
    access: permitted('inventory:write'),
    params,
    body: SetStock,
    replies: { 200: Stock },
    faults: [inventoryFaults.missing],
    revision: async (ctx, { variantId = '' }) => (await ctx.get(stock, variantId))?.revision,
    handle: async (ctx, { params: { variantId }, body }) => toStock(await countStock(ctx, variantId, body)),
  }),
  route({
    method: 'GET',
    path: '/admin/variants/:variantId/movements',
    summary: 'List what moved the stock of a variant, newest first',
    access: permitted('inventory:read'),
    params,
    query: Shape({ ...PageQuery }),
    replies: { 200: PageOf(Movement) },
    handle: async (ctx, { params: { variantId }, query }) =>
      mapPage(
        await ctx.find(stockMovements, 'byVariant', { equals: [variantId], ...query }),
        toMovement(variantId),
      ),
  }),
]
