import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createShop, type Shop, tokenSession } from '@marketsquare/sdk'
import { startServer } from '../server/testing/server-process.ts'

export const OWNER = { email: 'owner@example.com', password: 'correct horse battery' }
/** For `openShop`: a shop that nobody owns yet. */
export const NO_OWNER = { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' }

/** The real server as `npm start` runs it, with the demo shop and the pages. */
export interface OpenShop {
  readonly url: string
  /** The API as the shop's owner; as nobody until it signs in, where there is none. */
  readonly staff: Shop
  /** The way in that the first start prints, where there is no owner. */
  readonly ownerLink: string | undefined
  /** The API as anybody. */
  readonly guest: Shop
  /** The text of the newest mail to somebody whose subject matches; waits until it has come. */
  mailTo(email: string, subject: RegExp): Promise<string>
  close(): Promise<void>
}

const BUILD_TRIES = 600
const MAIL_TRIES = 100
const PAUSE_MS = 200

export async function openShop(env: Readonly<Record<string, string>> = {}): Promise<OpenShop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'marketsquare-e2e-'))
  const server = await startServer(dataDir, {
    SEED: 'demo',
    PAGES: 'build',
    ADMIN_EMAIL: OWNER.email,
    ADMIN_PASSWORD: OWNER.password,
    ...env,
  })
  const close = async () => {
    server.kill('SIGTERM')
    await server.ended
    await rm(dataDir, { recursive: true, force: true })
  }
  // By this name the browser takes it for a safe place, as passkeys want it, and cookies are its own.
  const url = server.url.replace('127.0.0.1', 'localhost')
  const staff = createShop({ baseUrl: server.url, session: tokenSession() })
  const hasOwner = env.ADMIN_EMAIL !== ''
  try {
    const [, ownerLink] = hasOwner ? [] : await server.line(/(\S+\/admin\/sign-in\?token=\S+)\n/)
    if (hasOwner) await staff.post('/login', { body: OWNER })
    await untilBuilt(server.url)
    return {
      url,
      staff,
      ownerLink: ownerLink?.replace(server.url, url),
      guest: createShop({ baseUrl: server.url }),
      mailTo: (email, subject) => findMail(staff, email, subject),
      close,
    }
  } catch (error) {
    // Nobody has it to close it: it would outlive the tests.
    await close()
    throw error
  }
}

/** The first start builds the pages. */
async function untilBuilt(url: string): Promise<void> {
  for (let tries = 0; tries < BUILD_TRIES; tries++) {
    const [home, admin] = await Promise.all([fetch(url), fetch(`${url}/admin`)])
    if (home.status === 200 && admin.status === 200) return
    await pause(PAUSE_MS)
  }
  throw new Error(`The pages are not built: ${await (await fetch(url)).text()}`)
}

async function findMail(staff: Shop, email: string, subject: RegExp): Promise<string> {
  for (let tries = 0; tries < MAIL_TRIES; tries++) {
    const { data } = await staff.get('/admin/mailbox', { query: { to: email } })
    const mail = data.find((one) => subject.test(one.subject))
    if (mail) return (await staff.get('/admin/mailbox/{mailId}', { path: { mailId: mail.id } })).text ?? ''
    await pause(PAUSE_MS)
  }
  throw new Error(`No mail to ${email} has a subject like ${subject}.`)
}
