import type { Ctx } from '#context'
import type { Document } from '#store/collection.ts'
import { roles } from './collections.ts'
import { permissionList } from './ports.ts'
import { CUSTOMER } from './user.ts'

/** A role of the shop's own: a name for a list of permissions. */
export interface Role extends Document {
  readonly name: string
  readonly description: string
  readonly permissions: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
}

export interface BuiltInRole {
  readonly name: string
  readonly description: string
  /** `all` is every permission of every module, those of plugins too; `orders:*` all that begin so. */
  readonly permissions: readonly string[] | 'all'
}

export const OWNER = 'owner'

/**
 * Roles that every shop has. They cannot be changed: a release may add permissions to them. Only the owner
 * has `mailbox:read`: who reads the mails can open any account by the links in them.
 */
export const BUILT_IN: Readonly<Record<string, BuiltInRole>> = {
  [CUSTOMER]: { name: 'Customer', description: 'Buys, and sees what is their own.', permissions: [] },
  [OWNER]: { name: 'Owner', description: 'May do everything, and decides who else may.', permissions: 'all' },
  manager: {
    name: 'Manager',
    description: 'Runs the shop: everything but staff, roles, API keys, mails and the technical side.',
    permissions: [
      'settings:*',
      'users:read',
      'audit:read',
      'media:*',
      'inventory:*',
      'catalog:*',
      'promotions:*',
      'shipping:*',
      'taxes:*',
      'carts:*',
      'orders:*',
      'analytics:*',
    ],
  },
  fulfilment: {
    name: 'Fulfilment',
    description: 'Packs and ships orders, and counts the stock.',
    permissions: [
      'orders:read',
      'orders:fulfil',
      'analytics:read',
      'inventory:*',
      'catalog:read',
      'shipping:read',
    ],
  },
  support: {
    name: 'Support',
    description: 'Helps customers: sees their accounts, orders and carts, and cancels orders.',
    permissions: [
      'orders:read',
      'orders:cancel',
      'analytics:read',
      'carts:read',
      'users:read',
      'catalog:read',
      'promotions:read',
      'shipping:read',
    ],
  },
  moderator: {
    name: 'Moderator',
    description: 'Keeps the community friendly: sees accounts and what they show of themselves.',
    permissions: ['users:read', 'catalog:read', 'moderation:*'],
  },
}

/** The permissions that a list stands for, out of all there are. */
export function expand(
  permissions: readonly string[] | 'all',
  all: ReadonlyMap<string, string>,
): readonly string[] {
  if (permissions === 'all') return [...all.keys()]
  const grants = (name: string) =>
    permissions.some((each) => each === name || (each.endsWith('*') && name.startsWith(each.slice(0, -1))))
  return [...all.keys()].filter(grants)
}

/** The built-in role of that id, if it is one. */
export const builtIn = (role: string): BuiltInRole | undefined =>
  Object.hasOwn(BUILT_IN, role) ? BUILT_IN[role] : undefined

/** What a role allows; nothing where there is no such role any more. */
export async function permissionsOf(ctx: Ctx, role: string): Promise<ReadonlySet<string>> {
  const found = builtIn(role) ?? (await ctx.get(roles, role))
  return found ? spelledOut(found, ctx.use(permissionList)) : NOTHING
}

const NOTHING: ReadonlySet<string> = new Set()

/** By all permissions there are, then by role: a role is the same object as long as nobody changes it. */
const known = new WeakMap<object, WeakMap<object, ReadonlySet<string>>>()

function spelledOut(role: BuiltInRole | Role, all: ReadonlyMap<string, string>): ReadonlySet<string> {
  const roles = known.get(all) ?? new WeakMap<object, ReadonlySet<string>>()
  known.set(all, roles)
  const granted = roles.get(role) ?? new Set(expand(role.permissions, all))
  roles.set(role, granted)
  return granted
}
