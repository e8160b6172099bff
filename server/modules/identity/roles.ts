export type Role = 'customer' | 'owner'

/** What each role may do. `all` is every permission of every module, those of plugins too. */
const ROLES: Readonly<Record<Role, readonly string[] | 'all'>> = { customer: [], owner: 'all' }

/** The permissions of a role, out of all there are. */
export function permissionsOf(role: Role, all: ReadonlyMap<string, string>): readonly string[] {
  const granted = ROLES[role]
  return granted === 'all' ? [...all.keys()] : granted
}
