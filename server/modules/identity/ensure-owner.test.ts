import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestApp, OWNER, type TestApp } from '#testing/app.ts'
import { ensureOwner } from './ensure-owner.ts'
import { createSignInLink } from './index.ts'

let app: TestApp

before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const start = (admin: { email: string; password: string } | null) =>
  ensureOwner({ ...app, config: { ...app.config, admin } })
const login = (body: object) => app.request('POST', '/api/login', { body })

test('the account that the environment names is the owner, and no link is given out', async () => {
  const { body } = await login(OWNER)
  assert.equal(body.user.role, 'owner')
  assert.equal(await app.run(createSignInLink), undefined)
})

test('a start with the same environment, or none, changes nothing', async () => {
  await start(OWNER)
  await start(null)
  const { body } = await app.request('GET', '/api/me', { token: app.owner })
  assert.equal(body.version, 1)
})

test('a new password takes the place of the old one and ends the sessions that it opened', async () => {
  app.clock.advance(1_000)
  const { token } = (await login(OWNER)).body
  app.clock.advance(1_000)
  await start({ ...OWNER, password: 'a better password' })
  assert.equal((await app.request('GET', '/api/me', { token })).status, 401)
  assert.equal((await login(OWNER)).status, 401)
  assert.equal((await login({ ...OWNER, password: 'a better password' })).status, 200)
})

test("a customer's account becomes the owner's when the environment names it", async () => {
  const body = { email: 'partner@example.com', password: 'correct horse', name: 'Partner' }
  const { token } = (await app.request('POST', '/api/register', { body })).body
  assert.equal((await app.request('GET', '/api/admin/users', { token })).status, 403)
  await start({ email: 'Partner@example.com', password: body.password })
  assert.equal((await app.request('GET', '/api/admin/users', { token })).status, 200)
})
