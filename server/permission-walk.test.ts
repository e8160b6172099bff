import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Route } from '#http/route.ts'
import { modules } from '#modules/index.ts'
import type { Reply } from '#testing/app.ts'
import { anExample } from '#testing/example.ts'
import { nameOfRoute, readTable } from '../scripts/gen/permission-table.ts'
import { startWalk, type Walk } from './permission-walk.fixture.ts'

const PAGE = join(import.meta.dirname, '../docs/reference/permissions.md')
const routes = modules.flatMap((module) => module.routes ?? [])
// The page that was committed, and not what the routes say now: a gate that was opened has to be seen in it.
const table = readTable(readFileSync(PAGE, 'utf8'))

let walk: Walk

before(async () => {
  walk = await startWalk()
})
after(() => walk.app.close())

test('the table knows every route, and no other', () => {
  const stale = 'docs/reference/permissions.md is not what the routes say. Run: npm run gen'
  assert.deepEqual([...table.keys()].sort(), routes.map(nameOfRoute).sort(), stale)
})

test('every route answers every kind of caller as the table says', async () => {
  const wrong: string[] = []
  for (const route of routes) {
    const answers = [...(table.get(nameOfRoute(route)) ?? [])]
    const found = await Promise.all(answers.map(([kind, answer]) => ask(route, kind, answer)))
    wrong.push(...found.filter((each) => each !== undefined))
  }
  assert.equal(wrong.join('\n'), '')
})

/** Tells what is wrong with the answer, if anything is. */
async function ask(route: Route, kind: string, wanted: string): Promise<string | undefined> {
  const { access, method } = route
  const isHolder = kind === 'customer' && access.audience === 'holder'
  const isSpent = wanted === 'yes' && method !== 'GET'
  const token = isHolder ? walk.holder : await walk.tokenOf(kind, { permission: access.permission, isSpent })
  const reply = await walk.app.request(method, addressOf(route), { token, ...bodyOf(route) })
  const got = answerIn(route, reply)
  if (got === wanted) return undefined
  return `${nameOfRoute(route)} for ${kind}: ${wanted} in the table, but ${got} (${describe(reply)})`
}

/** Where the body is read before the gate has its last word, it is one that is accepted. */
function bodyOf({ access, body, upload }: Route): { body?: unknown; headers?: Record<string, string> } {
  if (upload) return { body: 'x', headers: { 'content-type': upload.contentTypes[0] ?? '' } }
  return access.check && body ? { body: anExample(body) } : {}
}

function addressOf({ path, params, access }: Route): string {
  const examples: Record<string, unknown> = params ? anExample(params) : {}
  return `/api${path.replace(/:(\w+)/g, (_, name: string) => {
    const thing = walk.things[name]
    if (access.audience === 'holder' && thing !== undefined) return thing
    return encodeURIComponent(String(examples[name] ?? 'x'))
  })}`
}

/** What the gate said. Whatever is not its refusal is what a caller gets who was let in. */
function answerIn({ access }: Route, { status, body, headers }: Reply): string {
  if (status >= 500) return String(status)
  const isRefusal = access.faults?.some(({ code }) => code === body?.code) || /^access\./.test(body?.code)
  if (!isRefusal) return 'yes'
  if (status === 401 && headers['www-authenticate'] === undefined) return '401 without WWW-Authenticate'
  return String(status)
}

const describe = ({ status, body }: Reply): string => `${status} ${body?.code ?? ''}`

test('whatever somebody can hold, the walk holds one of', () => {
  const held = routes.filter(({ access }) => access.audience === 'holder')
  const lacking = held.filter(
    ({ path }) => !Object.keys(walk.things).some((name) => path.includes(`:${name}`)),
  )
  assert.deepEqual(lacking.map(nameOfRoute), [], 'Have makeThings in permission-walk.fixture.ts make one.')
})
