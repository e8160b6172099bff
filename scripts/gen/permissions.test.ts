import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Access, anyone, permitted, recently, signedIn } from '../../server/http/access.ts'
import { type Route, route } from '../../server/http/route.ts'
import { Id, Shape } from '../../server/kernel/schema.ts'
import type { Module } from '../../server/module.ts'
import { answerTo, type CallerKind, callerKinds, permissionTable, readTable } from './permission-table.ts'
import { renderPermissions } from './permissions.ts'

const noteHolder: Access = { name: 'holder, or `notes:read`', audience: 'holder', permission: 'notes:read' }

const aRoute = (method: Route['method'], access: Access): Route =>
  route({
    method,
    path: '/notes/:noteId',
    summary: 'Do something with a note',
    access,
    params: Shape({ noteId: Id('note') }),
    replies: { 204: null },
    handle: () => undefined,
  })

const notes: Module = {
  name: 'notes',
  permissions: { 'notes:read': 'See notes.', 'notes:write': 'Change notes.', 'notes:burn': 'Burn notes.' },
  routes: [
    aRoute('GET', anyone),
    aRoute('PUT', signedIn),
    aRoute('PATCH', noteHolder),
    aRoute('DELETE', recently(permitted('notes:write'))),
  ],
}

test('permissions stand with their sentence and what they open, also those that open nothing', () => {
  const text = renderPermissions([notes])
  assert.match(text, /^\| `notes:write` \| Change notes\. \| `DELETE \/api\/notes\/:noteId` \|$/m)
  assert.match(text, /^\| `notes:burn` \| Burn notes\. \| no route yet \|$/m)
  assert.match(text, /^\| anyone \| `GET \/api\/notes\/:noteId` \|$/m)
  assert.match(text, /^\| `owner` \| .* \| all \|$/m)
})

test('each route stands with what each kind of caller gets', () => {
  const answers = permissionTable([notes])[0]?.rows.map((row) => [...row.answers.values()].join(' '))
  // guest, expired session, revoked key, customer, other customer, owner, manager, fulfilment, support,
  // moderator, owner long signed in, key without and with the scope
  assert.deepEqual(answers, [
    'yes yes yes yes yes yes yes yes yes yes yes yes yes',
    '401 401 401 yes yes yes yes yes yes yes yes 403 403',
    '404 404 404 yes 404 yes 404 404 404 404 yes 404 yes',
    '401 401 401 403 403 yes 403 403 403 403 403 403 yes',
  ])
})

test('a key gets nowhere by a permission that no key can have', () => {
  const key = callerKinds(new Map()).at(-1) as CallerKind
  assert.equal(answerTo(permitted('staff:write'), key), '403')
})

test('the page says to a reader what the table says', () => {
  const read = readTable(renderPermissions([notes]))
  const rows = permissionTable([notes]).flatMap((each) => each.rows)
  assert.deepEqual(
    [...read],
    rows.map(({ route: name, answers }) => [name, answers]),
  )
})

test('access that does not say whom it lets in is no access', () => {
  const vague = { name: 'somebody' } as unknown as Access
  assert.throws(
    () => answerTo(vague, callerKinds(new Map())[0] as CallerKind),
    /unknown to the permission table/,
  )
})
