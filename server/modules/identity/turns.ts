import type { Ctx } from '#context'
import { collection, type Document } from '#store/collection.ts'

/** Written by everything of one kind that must not happen twice at the same moment. */
export interface Turn extends Document {
  readonly at: number
}

export const turns = collection<Turn>({ name: 'turns', indexes: {} })

/**
 * Makes this unit of work and every other one that takes the same turn conflict, so that the later one is run
 * again and sees what the earlier one did. Take it before reading what is decided on: what was counted then
 * is still so at the commit.
 */
export async function takeTurn(ctx: Ctx, what: string): Promise<void> {
  const id = `turn_${what}`
  const last = await ctx.get(turns, id)
  ctx.save(turns, { id, revision: last?.revision ?? 0, at: ctx.now })
}
