import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { addUser } from '#modules/identity/index.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { until } from '#testing/until.ts'
import { hashPassword } from '../identity/passwords.ts'

export interface Answer {
  readonly status: number
  readonly body: Loose
  readonly headers: Headers
}

export interface Shop {
  readonly app: TestApp
  /** Asks over a socket, as clients do. */
  ask(method: string, path: string, init?: { body?: object; token?: string }): Promise<Answer>
}

export const PASSWORD = 'a tortoise plays the lute'

/** The whole shop, listening on this machine alone, with its background work under way. */
export async function openShop(
  t: Pick<TestContext, 'after'>,
  { publicUrl = 'https://shop.example' }: { publicUrl?: string } = {},
): Promise<Shop> {
  const app = await createTestApp({ config: { publicUrl } })
  t.after(() => app.close())
  await app.start()
  await app.http.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.http.server.address() as AddressInfo
  const ask: Shop['ask'] = async (method, path, { body, token } = {}) => {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await reply.text()
    return { status: reply.status, body: text && JSON.parse(text), headers: reply.headers }
  }
  return { app, ask }
}

let people = 0

export interface Person {
  readonly id: string
  readonly email: string
  readonly token: string
}

/** Somebody with an account, signed in just now. */
export async function aPerson({ app, ask }: Shop, init: { hasPassword?: boolean } = {}): Promise<Person> {
  const email = `person${++people}@example.com`
  const passwordHash = await hashPassword(PASSWORD)
  const { id } = await app.run((ctx) => addUser(ctx, { email, name: 'Ada', passwordHash }))
  const { body } = await ask('POST', '/api/login', { body: { email, password: PASSWORD } })
  if (init.hasPassword === false) await takePassword(app, id)
  return { id, email, token: body.token }
}

async function takePassword(app: TestApp, id: string): Promise<void> {
  const { users } = await import('../identity/collections.ts')
  await app.run((ctx) => ctx.update(users, id, (user) => ({ ...user, passwordHash: null })))
}

export const login = ({ ask }: Shop, { email }: Person): Promise<Answer> =>
  ask('POST', '/api/login', { body: { email, password: PASSWORD } })

/** The kinds of mail that an address got, once the last of them has come. */
export async function mailsTo({ app, ask }: Shop, email: string, last: string): Promise<string[]> {
  let kinds: string[] = []
  await until(`${email} has the mail ${last}`, async () => {
    const query = `to=${encodeURIComponent(email)}`
    const { body } = await ask('GET', `/api/admin/mailbox?${query}`, { token: app.owner })
    kinds = body.data.map(({ kind }: Loose) => kind).reverse()
    return kinds.includes(last)
  })
  return kinds
}

/** What is in the audit log about somebody, the oldest first. */
export async function auditOf({ app, ask }: Shop, { id }: Person): Promise<string[]> {
  const { body } = await ask('GET', `/api/admin/audit-log?subject=${id}`, { token: app.owner })
  return body.data.map(({ action }: Loose) => action).reverse()
}
