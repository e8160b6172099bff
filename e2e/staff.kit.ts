import { setTimeout as pause } from 'node:timers/promises'
import { createShop, type Shop, tokenSession } from '@marketsquare/sdk'
import type { Locator, Page } from 'playwright-core'
import type { OpenShop } from './shop.kit.ts'
import type { Person } from './trade.kit.ts'

// What people of the staff do, by the words on the pages of the admin.

let colleagues = 0

/** Somebody who works here, by one of the built-in roles. */
export async function aColleague(shop: OpenShop, role: string): Promise<Person & { readonly shop: Shop }> {
  colleagues += 1
  const person = { email: `colleague-${colleagues}@example.com`, password: 'a long enough secret 7' }
  const { email, password } = person
  await shop.staff.post('/admin/invitations', { body: { email, role } })
  const { token } = await invitationTo(shop, email)
  const own = createShop({ baseUrl: shop.url, session: tokenSession() })
  await own.post('/invitations/acceptance', { body: { token, password, name: 'Colin League' } })
  return { ...person, shop: own }
}

/** What the mail of an invitation says. */
export async function invitationTo(shop: OpenShop, email: string): Promise<{ link: string; token: string }> {
  const mail = await shop.mailTo(email, /invites you to/)
  const [, token] = /\/admin\/invitation\?token=(\w+)/.exec(mail) ?? []
  if (!token) throw new Error(`There is no link in the mail:\n${mail}`)
  return { link: `${shop.url}/admin/invitation?token=${token}`, token }
}

/** Fills in the form of the sign-in, which the page shows. */
export async function typePassword(page: Page, { email, password }: Person): Promise<void> {
  await isAt(page, 'Sign in')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel(/^Password/).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

export const isAt = (page: Page, heading: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name: heading }).waitFor()

/** Goes there by the menu. */
export const goTo = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click()

/** What the page says in a corner once something is done. */
export const isSaid = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByRole('alert').filter({ hasText: text }).first().waitFor()

/** One of a list that a field opens. */
export async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** What the shop would say, for `route.fulfill`. */
export function refusal(status: number, code: string, detail: string) {
  const problem = { type: 'about:blank', title: 'No', status, code, detail, requestId: 'req_1' }
  return { status, contentType: 'application/problem+json', body: JSON.stringify(problem) }
}

const TRIES = 100
const PAUSE_MS = 200

/** Looks again and again: for what the shop does behind the page. */
export async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    if (await isSo()) return
    await pause(PAUSE_MS)
  }
  throw new Error(`It never came that ${what}.`)
}
