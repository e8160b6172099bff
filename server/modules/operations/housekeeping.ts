import type { Ctx } from '#context'
import { purgeReplies } from '#http/idempotency.ts'
import { DAY_MS, MINUTE_MS } from '#kernel/clock.ts'
import { events } from '#store/outbox.ts'
import { remove } from '#store/unit.ts'
import type { Schedule } from '#work/handlers.ts'

export const EVENTS_KEPT_MS = 30 * DAY_MS

const SLICE = 500
/** A round ends well before its time limit; what is left waits for the next. */
const SLICES_MAX = 400

/** Lets go of what has had its time: in small commits, so that nobody at the counter waits for them. */
export const housekeeping: Schedule = {
  name: 'operations.housekeeping',
  everyMs: 5 * MINUTE_MS,
  async handle(ctx) {
    const replies = await inSlices(ctx, purgeReplies)
    const old = await inSlices(ctx, purgeEvents)
    if (replies + old > 0) ctx.log.info({ replies, events: old }, 'What has had its time was removed.')
  },
}

async function inSlices(ctx: Ctx, purge: (ctx: Ctx, limit: number) => Promise<number>): Promise<number> {
  let sum = 0
  for (let slice = 0; slice < SLICES_MAX; slice++) {
    const removed = await purge(ctx, SLICE)
    await ctx.commit()
    sum += removed
    if (removed < SLICE) break
  }
  return sum
}

/** Ids sort by time, so the oldest come first. */
async function purgeEvents(ctx: Ctx, limit: number): Promise<number> {
  const oldest = await ctx.find(events, 'byId', { limit })
  const old = oldest.data.filter(({ at }) => at < ctx.now - EVENTS_KEPT_MS)
  ctx.stage(...old.map((event) => remove(events, event)))
  return old.length
}
