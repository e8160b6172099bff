import assert from 'node:assert/strict'
import type { Config } from '#config'
import { publicUrl } from '#modules/settings/index.ts'
import { type Ask, createTestApp, type Loose, type Reply, type TestApp } from '#testing/app.ts'
import { CLIENT } from './issuer.fixture.ts'

export type OpenidSettings = Config['openid'][number]

/** A test shop that listens, so that everything goes over real connections. */
export interface OpenShop {
  readonly app: TestApp
  readonly url: string
  request(method: string, path: string, ask?: Ask): Promise<Reply>
  close(): Promise<void>
}

export const settingsOf = (
  name: string,
  issuer: string,
  more: Partial<OpenidSettings> = {},
): OpenidSettings => ({
  name,
  kind: 'issuer',
  label: name,
  issuer,
  clientId: CLIENT.id,
  credential: { kind: 'secret', secret: CLIENT.secret },
  ...more,
})

export async function openShop(
  openid: readonly OpenidSettings[],
  allow: readonly string[] = ['127.0.0.1'],
): Promise<OpenShop> {
  const app = await createTestApp({ config: { openid, outbound: { allow } } })
  const url = await app.http.listen({ host: '127.0.0.1', port: 0 })
  app.ports.fill(publicUrl, url)
  await app.start()
  return { app, url, request: createRequest(url), close: () => app.close() }
}

const createRequest =
  (url: string): OpenShop['request'] =>
  async (method, path, { body, token, headers = {} } = {}) => {
    const isForm = typeof body === 'string'
    const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
    const reply = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'content-type': type }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    })
    const text = await reply.text()
    const isJson = String(reply.headers.get('content-type')).includes('json')
    const parsed: Loose = isJson && text ? JSON.parse(text) : text
    return { status: reply.status, body: parsed, headers: Object.fromEntries(reply.headers) }
  }

const HOPS_MAX = 10

/** A browser of its own: goes where it is sent, with its cookies, until it is at a page of the storefront. */
export function createBrowser() {
  const cookies = new Map<string, string>()
  const visited: string[] = []
  async function visit(from: string): Promise<string> {
    let at = from
    for (let hop = 0; hop < HOPS_MAX; hop++) {
      visited.push(at)
      const { origin } = new URL(at)
      const mine = [...cookies].filter(([name]) => name.startsWith(origin))
      const cookie = mine.map(([name, value]) => `${name.slice(origin.length)}=${value}`).join('; ')
      const reply = await fetch(at, { redirect: 'manual', headers: cookie ? { cookie } : {} })
      for (const each of reply.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? []
        cookies.set(origin + name, value)
      }
      const location = reply.headers.get('location')
      assert.ok(location, `${at} answered ${reply.status}: ${await reply.text()}`)
      at = new URL(location, at).href
      if (new URL(at).pathname.startsWith('/account/')) return at
    }
    throw new Error('It goes round in circles.')
  }
  return { visit, visited }
}

/** What the page was told in the fragment of its address. */
export const toldBy = (page: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(new URL(page).hash.slice(1)))

/** Goes to the provider and back; answers what the page then has in hand. */
export async function goThere(shop: OpenShop, provider: string, start: Loose = {}): Promise<Loose> {
  const begun = await shop.request('POST', `/api/openid/${provider}/start`, { body: start })
  assert.equal(begun.status, 201, JSON.stringify(begun.body))
  const browser = createBrowser()
  const page = await browser.visit(begun.body.url)
  const { code } = toldBy(page)
  return { code, secret: begun.body.secret, page, visited: browser.visited, begun: begun.body }
}

/** The whole way. */
export async function signIn(shop: OpenShop, provider: string, more: Loose = {}): Promise<Reply> {
  const { code, secret } = await goThere(shop, provider)
  return shop.request('POST', '/api/openid/sign-in', { body: { code, secret, ...more } })
}
