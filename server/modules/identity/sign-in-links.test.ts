import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS } from '#kernel/clock.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { createSignInLink } from './index.ts'

async function withoutOwner(use: (app: TestApp) => Promise<void>) {
  const app = await createTestApp({
    config: { admin: null, publicUrl: 'https://shop.example' },
  })
  try {
    await use(app)
  } finally {
    await app.close()
  }
}

const tokenOf = (link: string | undefined) => new URL(link ?? '').searchParams.get('token') ?? ''
const link = (app: TestApp) => app.run(createSignInLink)
const claim = (app: TestApp, body: object, ask = {}) =>
  app.request('POST', '/api/admin/sign-in-links', { body, ...ask })

test('the link makes its holder the owner, once', () =>
  withoutOwner(async (app) => {
    const url = await link(app)
    assert.match(String(url), /^https:\/\/shop\.example\/admin\/sign-in\?token=mln_[0-9A-Z]{32}$/)
    const { status, body } = await claim(app, { token: tokenOf(url) })
    assert.equal(status, 201)
    assert.equal(body.user.role, 'owner')
    assert.match(body.user.email, /^owner-.*@shop\.invalid$/)
    assert.deepEqual(app.takeEvents(), ['user.registered'])
    assert.equal((await app.request('GET', '/api/admin/settings', { token: body.token })).status, 200)

    const again = await claim(app, { token: tokenOf(url) })
    assert.equal(again.status, 401)
    assert.equal(again.body.code, 'identity.link_invalid')
    assert.equal(await link(app), undefined)
  }))

test('of many who use the link at once, one becomes the owner', () =>
  withoutOwner(async (app) => {
    const token = tokenOf(await link(app))
    const all = await Promise.all(Array.from({ length: 6 }, () => claim(app, { token })))
    assert.deepEqual(all.map(({ status }) => status).sort(), [201, 401, 401, 401, 401, 401])
  }))

test('the owner may bring an address and a password to come back by', () =>
  withoutOwner(async (app) => {
    const account = { email: 'Me@shop.example', name: 'Me', password: 'my own password' }
    const made = await claim(app, { token: tokenOf(await link(app)), ...account })
    assert.equal(made.body.user.email, 'me@shop.example')
    const login = await app.request('POST', '/api/login', {
      body: { email: account.email, password: account.password },
    })
    assert.equal(login.body.user.id, made.body.user.id)
  }))

test('an address that is taken is refused, and the link still works', () =>
  withoutOwner(async (app) => {
    const email = 'customer@example.com'
    await app.request('POST', '/api/register', { body: { email, password: 'correct horse', name: 'C' } })
    const token = tokenOf(await link(app))
    const refused = await claim(app, { token, email })
    assert.deepEqual([refused.status, refused.body.code], [409, 'identity.email_taken'])
    assert.equal((await claim(app, { token })).status, 201)
  }))

test('a fresh link takes the place of the old one, and ends after a day', () =>
  withoutOwner(async (app) => {
    const [old, fresh] = [tokenOf(await link(app)), tokenOf(await link(app))]
    assert.equal((await claim(app, { token: old })).status, 401)
    app.clock.advance(DAY_MS)
    assert.equal((await claim(app, { token: fresh })).status, 401)
    assert.equal((await claim(app, { token: tokenOf(await link(app)) })).status, 201)
  }))

test('what is no token is refused', () =>
  withoutOwner(async (app) => {
    assert.equal((await claim(app, { token: 'guess' })).status, 401)
    assert.equal((await claim(app, {})).status, 422)
    assert.equal((await claim(app, { token: 'x'.repeat(101) })).status, 422)
    assert.equal((await claim(app, { token: 'guess', password: 'short' })).status, 422)
  }))

test('a claim that is sent again with its key gets the same answer', () =>
  withoutOwner(async (app) => {
    const body = { token: tokenOf(await link(app)) }
    const first = await claim(app, body, { key: 'claim-1' })
    const again = await claim(app, body, { key: 'claim-1' })
    assert.deepEqual([again.status, again.body], [201, first.body])
  }))

test('the token goes into a cookie where a browser asks for that', () =>
  withoutOwner(async (app) => {
    const { status, body, headers } = await claim(app, { token: tokenOf(await link(app)), cookie: true })
    assert.deepEqual([status, body.user.role, body.token], [201, 'owner', undefined])
    const cookie = String(headers['set-cookie'])
    assert.match(cookie, /HttpOnly/)
    const ask = { headers: { cookie: cookie.split(';')[0] ?? '' } }
    assert.equal((await app.request('GET', '/api/admin/settings', ask)).status, 200)
  }))
