import type { Ctx } from '#context'
import { HOUR_MS } from '#kernel/clock.ts'
import type { SetUp } from '#module'
import { isStaff, permissionsOf, type TokenReader, userOf } from '#modules/identity/index.ts'
import { hashKey, isKey, statusOf } from './api-key.ts'
import { keys, keyUses } from './collections.ts'

/**
 * Finds what a key may do now: its scopes, as far as its maker's role still allows them. It works no more
 * once its maker is gone or has left the staff.
 */
export const createKeyReader =
  ({ run }: Pick<SetUp, 'run'>): TokenReader =>
  async ({ token, via, address, userAgent }) => {
    // A key in a browser's cookie would be sent along by any page that leads there.
    if (via !== 'bearer' || !isKey(token)) return undefined
    return run(async (ctx) => {
      const [apiKey] = (await ctx.find(keys, 'byHash', { equals: [hashKey(token)], limit: 1 })).data
      if (!apiKey || statusOf(apiKey, ctx.now) !== 'active') return undefined
      const maker = await userOf(ctx, apiKey.makerId)
      if (!maker || !isStaff(maker)) return undefined
      await noteUse(ctx, apiKey.id, address)
      const granted = await permissionsOf(ctx, maker.role)
      return {
        kind: 'key',
        id: apiKey.id,
        permissions: new Set(apiKey.scopes.filter((each) => granted.has(each))),
        via: 'api-key',
        address,
        userAgent,
        operationId: '',
      }
    })
  }

/** A key may be used a hundred times a second, and nobody asks when to the minute. */
const NOTED_EVERY_MS = HOUR_MS

async function noteUse(ctx: Ctx, id: string, address: string): Promise<void> {
  const last = await ctx.get(keyUses, id)
  if (last && ctx.now - last.at < NOTED_EVERY_MS) return
  ctx.save(keyUses, { id, revision: last?.revision ?? 0, at: ctx.now, address })
}
