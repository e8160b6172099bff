import { faultsOf } from '../../server/http/openapi.ts'
import type { Route } from '../../server/http/route.ts'
import type { FaultSpec } from '../../server/kernel/fault.ts'
import type { Module } from '../../server/module.ts'
import { code, page, table } from './page.ts'
import { nameOfRoute } from './permission-table.ts'

/** Every route with who may use it and what it can refuse with, by module. */
export const renderRoutes = (modules: readonly Module[]): string =>
  page(
    'Routes',
    'Fields of bodies and replies are in `openapi.json`, and readable at `/docs` of a running shop.',
    modules.filter(({ routes }) => routes?.length).flatMap(renderModuleRoutes),
  )

function renderModuleRoutes({ name, routes = [] }: Module): string[] {
  const rows = routes.map((route) => [
    code(nameOfRoute(route)),
    route.summary,
    accessOf(route),
    Object.keys(route.replies).join(', '),
    ownFaults(route),
  ])
  return [
    `## ${name}`,
    '',
    ...table(['Route', 'What it does', 'Access', 'Answers', 'Refuses with'], rows),
    '',
  ]
}

/** What every route can answer stands once on the page of errors; here only what is this route's own. */
const ownFaults = (route: Route): string =>
  faultsOf(route)
    .filter(({ code: each }) => !/^(http|idempotency|access)\./.test(each))
    .map(({ code: each }) => `[${code(each)}](errors.md#${anchorOf(each)})`)
    .join(', ')

const accessOf = ({ access }: Route): string => (isPermission(access.name) ? code(access.name) : access.name)

const isPermission = (name: string) => /^[\w-]+:[\w-]+$/.test(name)

/** Every code that a client can meet. A problem's `type` leads to the same list in a running shop. */
export function renderErrors(faults: readonly FaultSpec[]): string {
  const areas = Map.groupBy(faults, ({ code: each }) => each.split('.')[0] ?? '')
  const intro =
    'Every refusal is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `code`, `detail` and ' +
    '`requestId`. Programs go by `code`, which is stable. `detail` is for people and often says more than the sentence ' +
    'here: the value that was refused and what to do. Some bring further members, such as `errors` with `field` and ' +
    '`reason`. A running shop shows this list at `/docs/errors`.'
  return page(
    'Errors',
    intro,
    [...areas].flatMap(([area, list]) => [
      `## ${area}`,
      '',
      ...table(
        ['Code', 'Status', 'Meaning'],
        list.map((each) => [
          `<a id="${anchorOf(each.code)}"></a>${code(each.code)}`,
          String(each.status),
          each.message,
        ]),
      ),
      '',
    ]),
  )
}

const anchorOf = (faultCode: string) => faultCode.replace(/[._]/g, '-')
