import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestApp, type TestApp } from '#testing/app.ts'

let app: TestApp
let shop: string

before(async () => {
  app = await createTestApp()
  shop = await app.http.listen({ host: '127.0.0.1', port: 0 })
})
after(() => app.close())

const post = (path: string, body: object) =>
  fetch(`${shop}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('a link in a mail signs in over the wire, by token and by cookie, and once', async () => {
  const email = 'ada@example.com'
  await post('/register', { email, name: 'Ada', password: 'walnut ladder seven' })
  await app.worker.idle()
  for (const cookie of [false, true]) {
    app.clock.advance(1_000)
    assert.equal((await post('/magic-links', { email })).status, 202)
    await app.worker.idle()
    const mails = await fetch(`${shop}/api/admin/mailbox?limit=1&to=${email}`, {
      headers: { authorization: `Bearer ${app.owner}` },
    })
    const { data } = (await mails.json()) as { data: { text: string }[] }
    const token = /token=(mtk_[0-9A-Z]+)/.exec(data[0]?.text ?? '')?.[1] ?? ''
    const signedIn = await post('/magic-links/confirmation', { token, cookie })
    assert.equal(signedIn.status, 200)
    const { token: bearer } = (await signedIn.json()) as { token?: string }
    const [kept] = signedIn.headers.getSetCookie()
    assert.equal(bearer === undefined, cookie)
    assert.equal(kept !== undefined, cookie)
    const headers: Record<string, string> = kept
      ? { cookie: kept.split(';')[0] ?? '' }
      : { authorization: `Bearer ${bearer}` }
    const me = await fetch(`${shop}/api/me`, { headers })
    const { email: own, emailVerified } = (await me.json()) as { email: string; emailVerified: boolean }
    assert.deepEqual([me.status, own, emailVerified], [200, email, true])
    assert.equal((await post('/magic-links/confirmation', { token, cookie })).status, 401)
  }
})
