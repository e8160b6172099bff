import { DAY_MS } from '#kernel/clock.ts'
import { remove } from '#store/unit.ts'
import type { Schedule } from '#work/handlers.ts'
import { keys, keyUses } from './collections.ts'

/** As long as the audit log tells of what they did. */
export const REVOKED_KEPT_MS = 400 * DAY_MS
const PURGED_MAX = 200

/** Revoked keys are listed for long, but not for ever. */
export const purgeKeys: Schedule = {
  name: 'api-keys.purge',
  everyMs: DAY_MS,
  async handle(ctx) {
    const range = { gt: 0, lte: ctx.now - REVOKED_KEPT_MS }
    const old = await ctx.find(keys, 'byRevocation', { range, limit: PURGED_MAX })
    const ids = old.data.map(({ id }) => id)
    const uses = (await ctx.get(keyUses, ids)).filter((use) => use !== undefined)
    ctx.stage(...old.data.map((each) => remove(keys, each)), ...uses.map((use) => remove(keyUses, use)))
  },
}
