import type { Loose, TestApp } from '#testing/app.ts'
import { until } from '#testing/until.ts'
import { listMails } from '../notifications/mailbox.ts'
import { addUser, completeSignIn } from './index.ts'

export interface Person {
  readonly id: string
  readonly email: string
  readonly token: string
}

let people = 0

/** Somebody with that role and a proved address, who has just signed in. */
export const aPerson = (app: TestApp, role = 'customer', init: Loose = {}): Promise<Person> =>
  app.run(async (ctx) => {
    const email = `person${++people}@example.com`
    const user = await addUser(ctx, { email, name: 'Ann', role, emailVerifiedAt: ctx.now, ...init })
    const signedIn = await completeSignIn(ctx, user, { method: 'test' })
    return { id: user.id, email: init.email ?? email, token: (signedIn as Loose).token }
  })

/** The token in the link of the latest mail to that address, once it has come. */
export async function mailedToken(app: TestApp, to: string, count = 1): Promise<string> {
  let mails: readonly Loose[] = []
  await until(`${to} has ${count} mails`, async () => {
    mails = (await app.run((ctx) => listMails(ctx, { to }))).data
    return mails.length >= count
  })
  return mails[0].told.token
}
