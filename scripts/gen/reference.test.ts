import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyone, permitted } from '../../server/http/access.ts'
import { everyFault } from '../../server/http/openapi.ts'
import { route } from '../../server/http/route.ts'
import { faults } from '../../server/kernel/fault.ts'
import { Id, Shape } from '../../server/kernel/schema.ts'
import type { Module } from '../../server/module.ts'
import { renderErrors, renderRoutes } from './reference.ts'

const noteFaults = faults('note', { tooLong: [422, 'A note is a line | no more.'] })

const notes: Module = {
  name: 'notes',
  permissions: { 'notes:write': 'Change notes.', 'notes:burn': 'Burn notes.' },
  routes: [
    route({
      method: 'GET',
      path: '/notes/:noteId',
      summary: 'Read a note',
      access: anyone,
      params: Shape({ noteId: Id('note') }),
      replies: { 200: Shape({}) },
      handle: () => ({}),
    }),
    route({
      method: 'DELETE',
      path: '/notes/:noteId',
      summary: 'Throw a note away',
      access: permitted('notes:write'),
      params: Shape({ noteId: Id('note') }),
      replies: { 204: null },
      faults: [noteFaults.tooLong],
      handle: () => undefined,
    }),
  ],
}

test('routes stand with who may use them and what is their own to refuse with', () => {
  const text = renderRoutes([notes, { name: 'silent' }])
  assert.match(text, /^## notes$/m)
  assert.doesNotMatch(text, /silent/)
  assert.match(text, /^\| `GET \/api\/notes\/:noteId` \| Read a note \| anyone \| 200 \| {2}\|$/m)
  const fault = String.raw`\[\x60note\.too_long\x60\]\(errors\.md#note-too-long\)`
  assert.match(
    text,
    new RegExp(String.raw`^\| \x60DELETE .* \| \x60notes:write\x60 \| 204 \| ${fault} \|$`, 'm'),
  )
})

test('errors stand by area with an anchor that routes link to', () => {
  const text = renderErrors(everyFault(notes.routes ?? []))
  assert.match(text, /^## note$/m)
  assert.match(
    text,
    /^\| <a id="note-too-long"><\/a>`note\.too_long` \| 422 \| A note is a line \\\| no more\. \|$/m,
  )
  assert.match(text, /`http\.not_found` \| 404/)
  assert.match(text, /`idempotency\.reused` \| 422/)
})
