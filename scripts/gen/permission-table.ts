import type { Access } from '../../server/http/access.ts'
import type { Route } from '../../server/http/route.ts'
import type { Module } from '../../server/module.ts'
import { NEVER_SCOPES } from '../../server/modules/api-keys/index.ts'
import { BUILT_IN, expand } from '../../server/modules/identity/roles.ts'
import { CUSTOMER } from '../../server/modules/identity/user.ts'

/** What the gate of a route answers: let in, or turned away with that status. */
export type Answer = 'yes' | '401' | '403' | '404'

/** Whoever may come to a route, as far as a gate can tell them apart. */
export interface CallerKind {
  readonly name: string
  readonly is: 'nobody' | 'person' | 'key'
  /** What the thing in the address is about: theirs, or another customer's. */
  readonly isHolder?: boolean
  readonly isLongSignedIn?: boolean
  permits(permission: string): boolean
}

const nothing = () => false

/** The columns of the table. Staff are of every built-in role. */
export function callerKinds(all: ReadonlyMap<string, string>): readonly CallerKind[] {
  const roles = Object.entries(BUILT_IN).filter(([role]) => role !== CUSTOMER)
  const allowed = new Map(roles.map(([role, { permissions }]) => [role, new Set(expand(permissions, all))]))
  return [
    { name: 'guest', is: 'nobody', permits: nothing },
    { name: 'expired session', is: 'nobody', permits: nothing },
    { name: 'revoked key', is: 'nobody', permits: nothing },
    { name: 'customer', is: 'person', isHolder: true, permits: nothing },
    { name: 'other customer', is: 'person', permits: nothing },
    ...[...allowed].map(([role, permissions]): CallerKind => {
      return { name: role, is: 'person', permits: (permission) => permissions.has(permission) }
    }),
    { name: LONG_SIGNED_IN, is: 'person', isLongSignedIn: true, permits: () => true },
    { name: 'key without the scope', is: 'key', permits: nothing },
    { name: 'key with the scope', is: 'key', permits: (permission) => !NEVER_SCOPES.includes(permission) },
  ]
}

export const LONG_SIGNED_IN = 'owner, long signed in'

/** By the route's access as it is declared, and nothing else. */
export function answerTo(access: Access, caller: CallerKind): Answer {
  const permits = access.permission !== undefined && caller.permits(access.permission)
  const letIn = turnedAway(access, { ...caller, permits })
  if (letIn) return letIn
  const isTooLate = access.provedWithinMs !== undefined && caller.isLongSignedIn
  return isTooLate ? '403' : 'yes'
}

function turnedAway(
  { audience, permission }: Access,
  { is, isHolder, permits }: Pick<CallerKind, 'is' | 'isHolder'> & { permits: boolean },
): Answer | undefined {
  switch (audience) {
    case 'anyone':
      return undefined
    case 'holder':
      return isHolder || permits ? undefined : '404'
    case 'people':
      return is === 'person' ? undefined : is === 'key' ? '403' : '401'
    case 'staff':
      if (permission === undefined) throw new TypeError('Access for staff that names no permission.')
      return is === 'nobody' ? '401' : permits ? undefined : '403'
    default:
      throw new TypeError(`Access "${audience satisfies never}" is unknown to the permission table.`)
  }
}

export interface Row {
  /** `GET /api/carts/:cartId` */
  readonly route: string
  readonly access: string
  readonly answers: ReadonlyMap<string, Answer>
}

export const nameOfRoute = ({ method, path }: Pick<Route, 'method' | 'path'>): string =>
  `${method} /api${path}`

export function permissionTable(modules: readonly Module[]): { module: string; rows: Row[] }[] {
  const kinds = callerKinds(permissionsIn(modules))
  return modules
    .filter(({ routes }) => routes?.length)
    .map(({ name, routes = [] }) => ({
      module: name,
      rows: routes.map((route) => ({
        route: nameOfRoute(route),
        access: route.access.name,
        answers: new Map(kinds.map((kind) => [kind.name, answerTo(route.access, kind)])),
      })),
    }))
}

export const permissionsIn = (modules: readonly Module[]): ReadonlyMap<string, string> =>
  new Map(modules.flatMap((module) => Object.entries(module.permissions ?? {})))

/** Reads the table out of the page that was made of it: for each route, what each kind of caller gets. */
export function readTable(page: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const rows = new Map<string, ReadonlyMap<string, string>>()
  let head: readonly string[] = []
  for (const line of page.split('\n')) {
    if (!line.startsWith('|')) continue
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    const [first = '', , ...answers] = cells
    if (first === ROUTE_HEAD) head = cells.slice(2)
    const name = /^`([A-Z]+ \/api\/[^`]*)`$/.exec(first)?.[1]
    if (name !== undefined) rows.set(name, new Map(head.map((kind, at) => [kind, answers[at] ?? ''])))
  }
  return rows
}

export const ROUTE_HEAD = 'Route'
