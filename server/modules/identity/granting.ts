import type { Ctx } from '#context'
import { roles } from './collections.ts'
import { permissionList } from './ports.ts'
import { builtIn, expand } from './roles.ts'
import { staffFaults } from './staff-faults.ts'

/** The same permissions, each once and in the order of the list. Refuses those that do not exist, by name. */
export function knownPermissions(ctx: Ctx, permissions: readonly string[]): string[] {
  const all = ctx.use(permissionList)
  const unknown = permissions.filter((each) => !all.has(each))
  if (unknown.length > 0) {
    throw staffFaults.unknownPermissions({
      message: `There is no permission ${namesOf(unknown)}. See GET /api/admin/permissions.`,
      details: { permissions: unknown },
    })
  }
  const wanted = new Set(permissions)
  return [...all.keys()].filter((each) => wanted.has(each))
}

/** Nobody gives or takes away what they do not have themselves. */
export function needOwn(ctx: Ctx, permissions: Iterable<string>): void {
  const lacking = [...new Set(permissions)].filter((each) => !ctx.caller.permissions.has(each))
  if (lacking.length === 0) return
  throw staffFaults.beyondYours({
    message: `This is about ${namesOf(lacking)}, which you do not have yourself. Ask somebody who has.`,
    details: { permissions: lacking },
  })
}

/** What a role allows, be it built in or the shop's own. Refuses one that does not exist. */
export async function needRole(ctx: Ctx, role: string): Promise<{ name: string; permissions: string[] }> {
  const found = builtIn(role) ?? (await ctx.get(roles, role))
  if (found) return { name: found.name, permissions: [...expand(found.permissions, ctx.use(permissionList))] }
  throw staffFaults.unknownRole({
    message: `There is no role "${role}". See GET /api/admin/roles.`,
    details: { field: 'role' },
  })
}

const namesOf = (permissions: readonly string[]): string => permissions.map((each) => `"${each}"`).join(', ')
