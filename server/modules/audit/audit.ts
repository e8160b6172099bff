import type { Ctx } from '#context'
import { DAY_MS, HOUR_MS } from '#kernel/clock.ts'
import { collection } from '#store/collection.ts'
import { remove } from '#store/unit.ts'
import type { Schedule } from '#work/handlers.ts'
import { type AuditEntry, type Deed, newEntry } from './audit-entry.ts'

/** Ids sort by time, so each index is in the order in which things happened. */
export const auditLog = collection<AuditEntry, 'byActor' | 'bySubject' | 'byAction'>({
  name: 'audit-log',
  indexes: {
    byActor: { fields: ['actor.id'], sparse: true },
    bySubject: { fields: ['subject'] },
    byAction: { fields: ['action'] },
  },
})

/**
 * Stages an entry: it is in the log if and only if what it tells was committed. What is refused and must be
 * remembered all the same is returned as a `Refusal`, since a thrown fault discards what was staged.
 *
 * @example
 * audit(ctx, { action: 'identity.password-changed', subject: user.id })
 */
export const audit = (ctx: Ctx, deed: Deed): AuditEntry =>
  ctx.save(auditLog, newEntry(deed, ctx.caller, ctx.now))

/** A little over a year, so that what happened at the same time last year can be compared. */
export const KEPT_MS = 400 * DAY_MS

const SLICE = 500
/** A round ends well before its time limit; what is left waits for the next. */
const SLICES_MAX = 200

/** The only thing that ever takes an entry away. */
export const purgeAudit: Schedule = {
  name: 'audit.purge',
  everyMs: 6 * HOUR_MS,
  async handle(ctx) {
    for (let slice = 0; slice < SLICES_MAX; slice++) {
      const oldest = await ctx.find(auditLog, 'byId', { limit: SLICE })
      const old = oldest.data.filter(({ at }) => at < ctx.now - KEPT_MS)
      ctx.stage(...old.map((entry) => remove(auditLog, entry)))
      await ctx.commit()
      if (old.length < SLICE) return
    }
  },
}
