import type { Route } from '../../server/http/route.ts'
import type { Module } from '../../server/module.ts'
import { BUILT_IN, expand } from '../../server/modules/identity/roles.ts'
import { code, page, table } from './page.ts'
import { callerKinds, nameOfRoute, permissionsIn, permissionTable, ROUTE_HEAD } from './permission-table.ts'

const INTRO =
  'Staff hold permissions through their role, API keys through their scopes; the `owner` holds all. The last part ' +
  'says for every route what every kind of caller gets. A test asks a running shop whether it is so.'

const LEGEND = [
  '`yes`: let in. `401`: nobody is known. `403`: known, and may not. `404`: it is somebody else’s, and for this ' +
    'caller it does not exist.',
  '',
  '- What stands in the address belongs to the customer, not to the other one.',
  '- `owner, long signed in` has last proved who they are too long ago for what is dangerous.',
  '- A key with the scope has every scope that a key can have, the key without it every one but that.',
  '- A session that has expired and a key that was revoked are no better than none.',
]

/** Which permission opens what, which role has which, and what everybody gets everywhere. */
export const renderPermissions = (modules: readonly Module[]): string =>
  page('Permissions', INTRO, [
    ...permissionsAndRoutes(modules),
    '## Built-in roles',
    '',
    ...rolesTable(modules),
    '## Who gets what',
    '',
    ...LEGEND,
    '',
    ...permissionTable(modules).flatMap(({ module, rows }) => [
      `### ${module}`,
      '',
      ...table(
        [ROUTE_HEAD, 'Access', ...columns(modules)],
        rows.map(({ route, access, answers }) => [code(route), accessText(access), ...answers.values()]),
      ),
      '',
    ]),
  ])

const columns = (modules: readonly Module[]): string[] =>
  callerKinds(permissionsIn(modules)).map(({ name }) => name)

const accessText = (access: string): string => (/^[\w-]+:[\w-]+$/.test(access) ? code(access) : access)

function permissionsAndRoutes(modules: readonly Module[]): string[] {
  const routes = modules.flatMap((module) => module.routes ?? [])
  const byPermission = Map.groupBy(routes, ({ access }) => access.permission)
  const rows = [...permissionsIn(modules)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sentence]) => [code(name), sentence, listed(byPermission.get(name) ?? []) || 'no route yet'])
  const open = Map.groupBy(byPermission.get(undefined) ?? [], ({ access }) => access.name)
  return [
    ...table(['Permission', 'What it lets its holder do', 'Routes'], rows),
    '',
    '## Without a permission',
    '',
    ...table(
      ['Access', 'Routes'],
      [...open].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, list]) => [name, listed(list)]),
    ),
    '',
  ]
}

const listed = (routes: readonly Route[]): string =>
  routes.map((route) => code(nameOfRoute(route))).join('<br>')

function rolesTable(modules: readonly Module[]): string[] {
  const all = permissionsIn(modules)
  const rows = Object.entries(BUILT_IN).map(([id, { description, permissions }]) => [
    code(id),
    description,
    permissions === 'all' ? 'all' : expand(permissions, all).map(code).join(' ') || 'none',
  ])
  return [...table(['Role', 'What it is for', 'Permissions'], rows), '']
}
