import { type Loose, OWNER, type Reply, type TestApp } from '#testing/app.ts'

let people = 0

export interface Person {
  readonly email: string
  readonly password: string
  readonly name: string
}

export const aPerson = (name = 'Ada'): Person => {
  people += 1
  return { email: `reader${people}@example.com`, password: 'tea with 2 sugars', name }
}

/** All mails to an address, the newest first, once all that is under way was sent. */
export async function mailsTo(app: TestApp, email: string): Promise<Loose[]> {
  await app.worker.idle()
  const path = `/api/admin/mailbox?limit=100&to=${encodeURIComponent(email)}`
  const read = (token: string) => app.request('GET', path, { token })
  const reply = await read(app.owner)
  // The owner's session ends within a test that lets days pass.
  if (reply.status === 401) return (await read((await login(app, OWNER)).body.token)).body.data
  return reply.body.data
}

/** The token in the newest mail of a kind; undefined where there is none. */
export async function tokenTo(app: TestApp, email: string, kind: string): Promise<string | undefined> {
  const mail = (await mailsTo(app, email)).find((each) => each.kind === kind)
  return /token=(mtk_[0-9A-Z]{32})/.exec(mail?.text ?? '')?.[1]
}

export const kindsTo = async (app: TestApp, email: string): Promise<string[]> =>
  (await mailsTo(app, email)).map((mail) => mail.kind)

/** Answers once its mail was sent; what is sent next is newer. */
export async function register(app: TestApp, body: object): Promise<Reply> {
  const reply = await app.request('POST', '/api/register', { body })
  await app.worker.idle()
  app.clock.advance(1)
  return reply
}

export const login = (
  app: TestApp,
  { email, password }: { email: string; password: string },
): Promise<Reply> => app.request('POST', '/api/login', { body: { email, password } })

/** An account whose holder has proved the address. */
export async function aMember(app: TestApp, name?: string): Promise<Person & { id: string; token: string }> {
  const person = aPerson(name)
  const { user, token } = (await register(app, person)).body
  const proof = { token: await tokenTo(app, person.email, 'verify-email') }
  await app.request('POST', '/api/email-verifications/confirmation', { body: proof })
  app.clock.advance(1)
  return { ...person, id: user.id, token }
}

export const me = (app: TestApp, token: string): Promise<Reply> => app.request('GET', '/api/me', { token })
