import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { eventType } from '#kernel/event.ts'
import { newId } from '#kernel/id.ts'
import { audit } from '#modules/audit/index.ts'
import { remove } from '#store/unit.ts'
import { roles, users } from './collections.ts'
import { knownPermissions, needOwn } from './granting.ts'
import { openInvitations } from './invitation.ts'
import { permissionList } from './ports.ts'
import { BUILT_IN, builtIn, type Role } from './roles.ts'
import { ROLES_MAX, staffFaults } from './staff-faults.ts'
import { takeTurn } from './turns.ts'
import { identityFaults } from './user.ts'

export const roleCreated = eventType<{ name: string }>('role.created')
export const roleUpdated = eventType<{ name: string }>('role.updated')
export const roleDeleted = eventType<{ name: string }>('role.deleted')

export interface RoleWish {
  readonly name: string
  readonly description: string
  readonly permissions: readonly string[]
}

/** The shop's own roles: never many. */
export const ownRoles = async (ctx: Ctx): Promise<readonly Role[]> =>
  (await ctx.find(roles, 'byId', { limit: ROLES_MAX })).data

export async function createRole(ctx: Ctx, wish: RoleWish): Promise<Role> {
  await takeTurn(ctx, 'roles')
  const others = await ownRoles(ctx)
  if (others.length >= ROLES_MAX) throw staffFaults.tooManyRoles()
  const name = freeName(others, wish.name)
  const permissions = knownPermissions(ctx, wish.permissions)
  needOwn(ctx, permissions)
  const id = newId('role', { now: () => ctx.now })
  const times = { createdAt: ctx.now, updatedAt: ctx.now }
  const role: Role = { id, revision: 0, name, description: wish.description.trim(), permissions, ...times }
  audit(ctx, { action: 'staff.role-created', subject: id, details: { name, permissions } })
  return ctx.save(roles, change(role, roleCreated(id, { name })))
}

/** Whoever has the role can do what it says from their next request on. */
export async function changeRole(ctx: Ctx, id: string, wish: Partial<RoleWish>): Promise<Role> {
  await takeTurn(ctx, 'roles')
  const role = await needOwnRole(ctx, id)
  const others = (await ownRoles(ctx)).filter((each) => each.id !== id)
  const permissions = wish.permissions ? knownPermissions(ctx, wish.permissions) : role.permissions
  // What it has already counts as well: else the lesser could cut down the role of the greater.
  needOwn(ctx, [...stillKnown(ctx, role), ...permissions])
  const name = wish.name === undefined ? role.name : freeName(others, wish.name)
  const description = wish.description?.trim() ?? role.description
  const details = {
    name,
    added: without(permissions, role),
    removed: without(role.permissions, { permissions }),
  }
  audit(ctx, { action: 'staff.role-changed', subject: id, details })
  const changed = { ...role, name, description, permissions, updatedAt: ctx.now }
  return ctx.save(roles, change(changed, roleUpdated(id, { name })))
}

export async function deleteRole(ctx: Ctx, id: string): Promise<undefined> {
  await takeTurn(ctx, 'roles')
  const role = await needOwnRole(ctx, id)
  needOwn(ctx, stillKnown(ctx, role))
  await needUnheld(ctx, role)
  audit(ctx, { action: 'staff.role-deleted', subject: id, details: { name: role.name } })
  ctx.stage(remove(roles, role), roleDeleted(id, { name: role.name }))
}

const HOLDERS_COUNTED_MAX = 1_000

async function needUnheld(ctx: Ctx, { id, name }: Role): Promise<void> {
  const holders = (await ctx.find(users, 'byRole', { equals: [id], limit: HOLDERS_COUNTED_MAX })).data.length
  const invited = (await openInvitations(ctx)).filter(({ role }) => role === id).length
  if (holders + invited === 0) return
  const counted = holders === HOLDERS_COUNTED_MAX ? `${holders} or more` : `${holders}`
  throw staffFaults.roleHeld({
    message:
      `${counted} ${holders === 1 ? 'account has' : 'accounts have'} the role "${name}", and it is offered ` +
      `in ${invited} open ${invited === 1 ? 'invitation' : 'invitations'}. Give them another one first.`,
    details: { accounts: holders, invitations: invited },
  })
}

export async function needOwnRole(ctx: Ctx, id: string): Promise<Role> {
  const fixed = builtIn(id)
  if (fixed) {
    throw staffFaults.roleBuiltIn({
      message: `The role "${fixed.name}" is built in and stays as it is. Make one of your own.`,
    })
  }
  const role = await ctx.get(roles, id)
  if (!role) throw identityFaults.roleMissing({ details: { id } })
  return role
}

/** Two roles of one name would be given for each other. */
function freeName(others: readonly Role[], wanted: string): string {
  const name = wanted.trim()
  const taken = [...others, ...Object.values(BUILT_IN)].map((each) => folded(each.name))
  if (!taken.includes(folded(name)) && !builtIn(folded(name))) return name
  throw staffFaults.roleNameTaken({
    message: `There is already a role called "${name}". Choose another name.`,
    details: { field: 'name' },
  })
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase()

/** A permission of a module that is gone gives nothing, and is nobody's to have. */
const stillKnown = (ctx: Ctx, { permissions }: Role): string[] => {
  const all = ctx.use(permissionList)
  return permissions.filter((each) => all.has(each))
}

const without = (these: readonly string[], { permissions }: Pick<Role, 'permissions'>): string[] =>
  these.filter((each) => !permissions.includes(each))
