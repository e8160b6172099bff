import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import { apiKey, createShop } from '@marketsquare/sdk'
import { TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { launch, type Visit, visit, withoutBrowser } from './browser.kit.ts'
import { NO_OWNER, type OpenShop, OWNER, openShop } from './shop.kit.ts'
import { aColleague, choose, goTo, invitationTo, isAt, isSaid, refusal, typePassword } from './staff.kit.ts'
import { signIn } from './trade.kit.ts'

suite('somebody opens a shop of their own', { skip: withoutBrowser }, () => {
  let shop: OpenShop
  let browser: Browser
  let tab: Visit
  let page: Page

  before(async () => {
    shop = await openShop({ ...NO_OWNER, SEED: 'none' })
    browser = await launch()
  })
  after(async () => {
    await browser?.close()
    await shop?.close()
  })
  beforeEach(async () => {
    tab = await visit(browser)
    page = tab.page
  })
  afterEach(() => tab.end())

  test('by the link that the first start prints, once, and is shown what to do first', async () => {
    tab.expect(401, 410, 422)
    const link = shop.ownerLink ?? ''
    await page.goto(link)
    await isAt(page, 'This shop is yours')
    await page.getByLabel('E-mail address').fill(OWNER.email)
    await page.getByLabel('Your name').fill('Olive Owner')
    const password = page.getByLabel(/^Password/)
    await password.fill('short')
    await page.getByRole('button', { name: 'Open the shop' }).click()
    await page.getByText('At least 10 characters.', { exact: true }).waitFor()
    await password.fill(OWNER.password)
    await page.getByRole('button', { name: 'Open the shop' }).click()
    await isAt(page, 'Dashboard')
    await page.getByRole('heading', { name: 'Make the shop yours' }).waitFor()
    await page.getByText('0 of 6 done').waitFor()
    await shop.staff.post('/login', { body: OWNER })

    const late = await visit(browser)
    late.expect(401, 410, 422)
    await late.page.goto(link)
    await late.page.getByLabel('E-mail address').fill('thief@example.com')
    await late.page.getByLabel('Your name').fill('Thea Thief')
    await late.page.getByLabel(/^Password/).fill(OWNER.password)
    await late.page.getByRole('button', { name: 'Open the shop' }).click()
    await late.page.getByText('This sign-in link was used').waitFor()
    await late.end()
  })

  test('gives it a name, which shoppers read, and is a step further', async () => {
    await signIn(shop, page, 'owner')
    await page.goto(`${shop.url}/admin`)
    await page.getByRole('link', { name: /^Name the shop/ }).click()
    await isAt(page, 'Settings')
    const section = page.getByRole('region', { name: 'Shop', exact: true })
    await section.getByLabel('Name').fill('Olive’s Oddments')
    await section.getByRole('button', { name: 'Save' }).click()
    await isSaid(page, 'Shop: saved.')
    await page.getByRole('banner').getByRole('link', { name: 'Olive’s Oddments' }).click()
    await page.getByText('1 of 6 done').waitFor()
    await page.goto(shop.url)
    await page.getByRole('banner').getByRole('link', { name: 'Olive’s Oddments' }).waitFor()
    assert.match(await page.title(), /Olive’s Oddments/)
  })

  test('is led to the sign-in, told that a password is wrong, and let in to where they wanted', async () => {
    tab.expect(401)
    await page.goto(`${shop.url}/admin/orders`)
    await typePassword(page, { ...OWNER, password: 'not the one I chose' })
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor()
    await page.getByLabel(/^Password/).fill(OWNER.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await isAt(page, 'Orders')
    await page.getByRole('button', { name: 'Account of Olive Owner' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await isAt(page, 'Sign in')
  })

  test('has a colleague with a second factor, who is asked for a code of it', async () => {
    tab.expect(401)
    const colleague = await aColleague(shop, 'manager')
    const { secret } = await colleague.shop.post('/me/second-factor/totp')
    const app = new TOTP({ secret })
    const body = { code: app.generate() }
    await colleague.shop.post('/me/second-factor/totp/confirmation', { body })
    await page.goto(`${shop.url}/admin/sign-in`)
    await typePassword(page, colleague)
    await isAt(page, 'Now your second factor')
    await page.getByLabel('Code').fill('000000')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('alert').getByText('This code is wrong or was used already.').waitFor()
    // Each code counts once; a phone whose clock is ahead shows the next one already.
    await page.getByLabel('Code').fill(app.generate({ timestamp: Date.now() + app.period * 1000 }))
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await isAt(page, 'Dashboard')
    await page.getByRole('button', { name: 'Account of Colin League' }).waitFor()
  })

  test('invites somebody, who joins by the mail and sees what their role allows', async () => {
    await signIn(shop, page, 'owner')
    const email = 'paula@example.com'
    await page.goto(`${shop.url}/admin/staff`)
    await page.getByRole('button', { name: 'Invite somebody' }).click()
    const drawer = page.getByRole('dialog', { name: 'Invite somebody' })
    await drawer.getByLabel('E-mail').fill(email)
    await choose(page, drawer.getByRole('combobox', { name: 'Role' }), 'Fulfilment')
    await drawer.getByText('Packs and ships orders').waitFor()
    await drawer.getByRole('button', { name: 'Send the invitation' }).click()
    await isSaid(page, `${email} has got a mail`)
    await page.getByRole('table', { name: 'Invitations' }).getByText(email).waitFor()
    await join((await invitationTo(shop, email)).link)
    await page.reload()
    const row = page.getByRole('table', { name: 'Staff' }).getByRole('row', { name: /Paula Packer/ })
    await row.getByText('Fulfilment').waitFor()
  })

  test('is asked once more who is there before something dangerous, which then goes on', async () => {
    tab.expect(401, 403)
    await signIn(shop, page, 'owner')
    await page.goto(`${shop.url}/admin/roles`)
    // As the shop says it where the last proof is older than a quarter of an hour.
    const stepUp = refusal(403, 'access.step_up_needed', 'Prove once more who you are.')
    let isOld = true
    await page.route('**/api/admin/roles', (route) => {
      if (route.request().method() !== 'POST' || !isOld) return route.fallback()
      isOld = false
      return route.fulfill(stepUp)
    })
    await page.getByRole('button', { name: 'New role' }).click()
    const drawer = page.getByRole('dialog', { name: 'New role' })
    await drawer.getByRole('textbox', { name: 'Name' }).fill('Shop window')
    await drawer.getByRole('checkbox', { name: 'All of Catalog' }).check()
    await drawer.getByRole('button', { name: 'Make the role' }).click()
    const asked = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await asked.getByLabel(/^Your password/).fill('not the one I chose')
    await asked.getByRole('button', { name: 'Confirm' }).click()
    await asked.getByRole('alert').waitFor()
    await asked.getByLabel(/^Your password/).fill(OWNER.password)
    await asked.getByRole('button', { name: 'Confirm' }).click()
    await isSaid(page, 'Shop window is saved.')
    await page.getByRole('row', { name: /^Shop window/ }).waitFor()
  })

  test('makes a key for a program, sees that it was used, and takes it away', async () => {
    await signIn(shop, page, 'owner')
    await page.goto(`${shop.url}/admin/api-keys`)
    await page.getByRole('button', { name: 'New API key' }).first().click()
    const drawer = page.getByRole('dialog', { name: 'New API key', exact: true })
    await drawer.getByRole('textbox', { name: 'Name' }).fill('Bookkeeping')
    await drawer.getByRole('checkbox', { name: 'See all orders.' }).check()
    await drawer.getByRole('button', { name: 'Make the key' }).click()
    const made = page.getByRole('dialog', { name: 'Your new API key' })
    const key = await made.locator('code').filter({ hasText: /^msk_/ }).innerText()
    await made.getByRole('button', { name: 'I have it' }).click()
    const program = createShop({ baseUrl: shop.url, session: apiKey(key) })
    assert.deepEqual((await program.get('/admin/orders')).data, [])
    await assert.rejects(program.get('/admin/products'), { status: 403 })
    await page.reload()
    const row = page.getByRole('row', { name: /^Bookkeeping/ })
    await row.getByText('just now').waitFor()
    await row.getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke the key' }).click()
    await row.getByText('Revoked').waitFor()
    await assert.rejects(program.get('/admin/orders'), { status: 401 })
  })

  test('finds in the log and among the events what was done', async () => {
    await signIn(shop, page, 'owner')
    await page.goto(`${shop.url}/admin/audit-log`)
    await page.getByLabel('Action').fill('staff.invitation-accepted')
    const log = page.getByRole('table', { name: 'Audit log' })
    await log.getByRole('button', { name: 'staff.invitation-accepted' }).first().click()
    const entry = page.getByRole('dialog', { name: 'staff.invitation-accepted' })
    await entry.getByText('"role": "fulfilment"').waitFor()
    await page.keyboard.press('Escape')
    await goTo(page, 'Operations')
    await page.getByRole('heading', { name: 'The shop is well' }).waitFor()
    await page.getByRole('tab', { name: 'Dead letters' }).click()
    await page.getByText('No dead letters').waitFor()
    await page.getByRole('tab', { name: 'Events' }).click()
    const events = page.getByRole('table', { name: 'Events' })
    await page.getByLabel('Type').fill('settings.changed')
    await events.getByText('api-key.revoked').waitFor({ state: 'detached' })
    await events
      .getByRole('row', { name: /settings_shop you/ })
      .getByRole('button')
      .click()
    await page.getByRole('dialog', { name: 'settings.changed' }).getByText('settings_shop').waitFor()
  })

  /** In a browser of their own. */
  async function join(link: string) {
    const own = await visit(browser)
    own.expect(403)
    await own.page.goto(link)
    await isAt(own.page, 'Welcome to the team')
    await own.page.getByLabel('Your name').fill('Paula Packer')
    await own.page.getByLabel(/^Password/).fill('a long enough secret 7')
    await own.page.getByRole('button', { name: 'Join the team' }).click()
    await isAt(own.page, 'Dashboard')
    const places = own.page.getByRole('navigation', { name: 'Main' }).getByRole('link')
    assert.deepEqual(await places.allInnerTexts(), [
      'Dashboard',
      'Orders',
      'Products',
      'Categories',
      'Stock',
      'Shipping',
    ])
    await own.page.goto(`${shop.url}/admin/settings`)
    await isAt(own.page, 'Not for your role')
    await own.page.getByText('settings:read').waitFor()
    await own.page.goto(`${shop.url}/admin/products`)
    await isAt(own.page, 'Products')
    assert.equal(await own.page.getByRole('link', { name: 'New product' }).count(), 0)
    await own.end()
  }
})
