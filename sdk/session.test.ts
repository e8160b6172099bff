import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createTestApp, type TestApp } from '../server/testing/app.ts'
import { apiKey, browserSession, createShop, type Shop, tokenSession } from './index.ts'

let app: TestApp
let baseUrl: string

before(async () => {
  app = await createTestApp()
  baseUrl = await app.http.listen({ port: 0, host: '127.0.0.1' })
})
after(() => app.close())

let people = 0
const aPerson = () => ({ email: `p${++people}@example.com`, password: 'correct horse battery', name: 'Ada' })
const isGuest = (shop: Shop) => assert.rejects(shop.get('/me'), { code: 'access.unauthenticated' })

suite('a session by token', () => {
  test('begins with registering or signing in, and ends with signing out', async () => {
    const shop = createShop({ baseUrl })
    const person = aPerson()
    await shop.post('/register', { body: person })
    assert.equal((await shop.get('/me')).email, person.email)
    await shop.post('/logout')
    await isGuest(shop)
    const { email, password } = person
    const reply = await shop.post('/login', { body: { email, password } })
    assert.equal((await shop.get('/me')).id, reply.user.id)
    await shop.delete('/me')
    await isGuest(shop)
  })

  test('is found again in its storage, and leaves nothing there', async () => {
    const stored = new Map<string, string>()
    const storage = {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
      removeItem: (name: string) => void stored.delete(name),
    }
    const person = aPerson()
    await createShop({ baseUrl, session: tokenSession(storage) }).post('/register', { body: person })
    const later = createShop({ baseUrl, session: tokenSession(storage) })
    assert.equal((await later.get('/me')).email, person.email)
    await later.post('/logout')
    assert.equal(stored.size, 0)
  })

  test('forgets a token that the shop does not know any more', async () => {
    const session = tokenSession()
    session.keep('mst_worthless')
    const shop = createShop({ baseUrl, session })
    await isGuest(shop)
    assert.equal(session.token(), undefined)
    await assert.rejects(shop.post('/logout'), { status: 401 })
  })
})

test('a key of the API is sent along and never changes', async () => {
  const session = apiKey(app.owner)
  const shop = createShop({ baseUrl, session })
  assert.equal((await shop.get('/me')).email, 'owner@example.com')
  await shop.post('/register', { body: aPerson() })
  assert.equal(session.token(), app.owner)
})

/** As much of a browser as a session in a cookie needs: it keeps the cookie, and says whose page asks. */
function aBrowser(origin: string) {
  const jar = new Map<string, string>()
  const visit: typeof fetch = async (url, init = {}) => {
    const headers = new Headers(init.headers)
    if (jar.size > 0) headers.set('cookie', [...jar].map((pair) => pair.join('=')).join('; '))
    if (init.method !== 'GET') headers.set('origin', origin)
    const reply = await fetch(new URL(String(url), baseUrl), { ...init, headers })
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return reply
  }
  return { jar, shop: createShop({ session: browserSession(), fetch: visit }) }
}

suite('a session by cookie', () => {
  test('is asked for by itself, and no script sees its token', async () => {
    const { jar, shop } = aBrowser(baseUrl)
    const person = aPerson()
    const { token } = await shop.post('/register', { body: person })
    assert.equal(token, undefined)
    assert.deepEqual([...jar.keys()], ['__Host-session'])
    assert.equal((await shop.get('/me')).email, person.email)
    await shop.patch('/me', { body: { name: 'Grace' } })
    await shop.post('/logout')
    assert.equal(jar.size, 0)
    await isGuest(shop)
    const { email, password } = person
    await shop.post('/login', { body: { email, password } })
    assert.equal((await shop.get('/me')).name, 'Grace')
  })

  test('changes nothing for the page of another site', async () => {
    const own = aBrowser(baseUrl)
    await own.shop.post('/register', { body: aPerson() })
    const other = aBrowser('https://elsewhere.example')
    for (const [name, value] of own.jar) other.jar.set(name, value)
    const body = { name: 'Mallory' }
    await assert.rejects(other.shop.patch('/me', { body }), { status: 403, code: 'access.cross_site' })
  })
})
