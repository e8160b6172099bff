import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import { TOTP } from 'otpauth'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { launch, type Visit, visit, withoutBrowser } from './browser.kit.ts'
import { type OpenShop, openShop } from './shop.kit.ts'
import { chooseShipping, orderIsShown, payWith, putInCart, sayWhereTo } from './shopper.kit.ts'
import { aCustomer, anOrder, type Person, signIn } from './trade.kit.ts'

suite('a customer with an account', { skip: withoutBrowser }, () => {
  let shop: OpenShop
  let browser: Browser
  let tab: Visit
  let page: Page

  before(async () => {
    // Mails, the bank and passkeys lead back to the address that the shop takes for its own.
    const port = await freePort()
    shop = await openShop({ PORT: `${port}`, PUBLIC_URL: `http://localhost:${port}` })
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

  test('registers with something in the cart, proves the address, and buys with a second step', async () => {
    const email = 'grace@example.com'
    await putInCart(page, shop.url, 'whistling-kettle')
    await page.getByRole('button', { name: 'Close the cart' }).click()
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
    await register(email)
    await page.getByText('What was in your cart is still there.').waitFor()
    await followMail(email)
    await page.getByRole('main').getByRole('link', { name: 'To the shop' }).click()
    await page.getByRole('button', { name: 'Cart, 1 item' }).click()
    await page.getByRole('dialog', { name: 'Your cart' }).getByText('Whistling Kettle').waitFor()
    await sayWhereTo(page)
    await page.getByText('Signed in as Grace Shopper.').waitFor()
    await payWith(page, 'Asks once more')
    await atTheBank('Approve')
    await orderIsShown(page)
    await seeOrderInAccount()
    await page.getByRole('button', { name: 'Cart, empty' }).waitFor()
    const { data } = await shop.staff.get('/admin/orders', { query: { email } })
    assert.deepEqual(
      data.map(({ status }) => status),
      ['paid'],
    )
  })

  test('is told that nothing was charged when they refuse at the bank, and can pay again', async () => {
    // The order that did not come to be.
    tab.expect(404)
    const { email } = await enter()
    await putInCart(page, shop.url, 'whistling-kettle')
    await sayWhereTo(page)
    await payWith(page, 'Asks once more')
    await atTheBank('Refuse')
    await page.getByRole('heading', { level: 1, name: 'The payment did not go through' }).waitFor()
    await page.getByText('Nothing was charged, and your cart is as it was.').waitFor()
    await page.getByRole('link', { name: 'Back to checkout' }).click()
    await page.getByRole('complementary').getByText('Whistling Kettle').waitFor()
    await chooseShipping(page)
    await payWith(page, 'Works')
    await orderIsShown(page)
    const { data } = await shop.staff.get('/admin/orders', { query: { email } })
    assert.deepEqual(
      data.map(({ status }) => status),
      ['paid'],
    )
  })

  test('signs out, is led to the sign-in from a page of the account, and back there', async () => {
    tab.expect(401)
    const person = await enter()
    await page.goto(`${shop.url}/account`)
    await signOut()
    await page.goto(`${shop.url}/account/orders`)
    await typePassword({ ...person, password: 'not the one I chose' })
    await page.getByText('E-mail address and password do not belong together.').waitFor()
    await typePassword(person)
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
    await page.getByText('You have not ordered anything yet.').waitFor()
  })

  test('sets up a second factor, and signs in with a code of it', async () => {
    tab.expect(401)
    const person = await enter()
    await page.goto(`${shop.url}/account/security`)
    const section = page.getByRole('region', { name: 'Second factor' })
    await section.getByRole('button', { name: 'Set it up' }).click()
    await section.getByRole('img', { name: /^QR code/ }).waitFor()
    const app = new TOTP({ secret: await readKey() })
    await section.getByLabel('Code of your app').fill(app.generate())
    await section.getByRole('button', { name: 'Turn on' }).click()
    await section.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
    await section.getByRole('button', { name: 'I have kept them' }).click()
    await section.getByText('An authenticator app protects your account').waitFor()
    await signOut()
    await page.goto(`${shop.url}/sign-in`)
    await typePassword(person)
    await page.getByRole('heading', { level: 1, name: 'One more step' }).waitFor()
    await typeCode('000000')
    await page.getByText('This code is wrong or was used already.').waitFor()
    // Each code counts once; a phone whose clock is ahead shows the next one already.
    await typeCode(app.generate({ timestamp: Date.now() + app.period * 1000 }))
    await greeted()
  })

  test('adds a passkey, and signs in with it: offered in the field of the address, or by the button', async () => {
    await enter()
    const { cdp, authenticatorId } = await anAuthenticator(page)
    await page.goto(`${shop.url}/account/security`)
    const section = page.getByRole('region', { name: 'Passkeys' })
    await section.getByRole('button', { name: 'Add a passkey' }).click()
    await section.getByText('Your passkey is added.').waitFor()
    await signOut()
    // This authenticator takes at once what the field offers.
    await page.goto(`${shop.url}/sign-in`)
    await greeted()
    await signOut()
    await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
    await page.goto(`${shop.url}/sign-in`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await greeted()
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
    assert.deepEqual(
      credentials.map(({ isResidentCredential }) => isResidentCredential),
      [true],
    )
  })

  test('reads the shop in German, and in English again', async () => {
    await enter()
    await page.goto(`${shop.url}/account`)
    await page.getByLabel('Language').selectOption('de')
    await page.getByRole('heading', { level: 1, name: 'Hallo, Grace Shopper' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Hallo, Grace Shopper' }).waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'de')
    await page.goto(`${shop.url}/products/whistling-kettle`)
    await page.getByRole('button', { name: 'In den Warenkorb' }).waitFor()
    await page.getByLabel('Sprache').selectOption('en')
    await page.getByRole('button', { name: 'Add to cart' }).waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  })

  test('takes along all that the shop knows of them', async () => {
    const person = await enter()
    const order = await anOrder(shop, { buyer: person.shop, email: person.email })
    await page.goto(`${shop.url}/account/privacy`)
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download my data' }).click()
    const file = await coming
    assert.equal(file.suggestedFilename(), 'my-data.json')
    await page.getByText('Your file is in the downloads.').waitFor()
    const text = await readFile(await file.path(), 'utf8')
    assert.doesNotThrow(() => JSON.parse(text))
    for (const known of [person.email, order.number, '1 Main Street']) {
      assert.ok(text.includes(known), `${known} is not in the file`)
    }
  })

  /** Somebody new, signed in. */
  async function enter() {
    const person = await aCustomer(shop)
    await signIn(shop, page, person)
    return person
  }

  async function register(email: string) {
    await page.getByRole('main').getByRole('link', { name: 'Create an account' }).click()
    await page.getByLabel('Name').fill('Grace Shopper')
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('a long enough secret 7')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('heading', { level: 1, name: 'Welcome, Grace Shopper' }).waitFor()
  }

  async function followMail(email: string) {
    const mail = await shop.mailTo(email, /Is this your address/)
    const [link = ''] = /https?:\/\/\S+verify-email\S+/.exec(mail) ?? []
    assert.ok(link, mail)
    await page.goto(link)
    await page.getByRole('button', { name: 'Confirm my address' }).click()
    await page.getByRole('heading', { level: 1, name: 'Thank you, confirmed' }).waitFor()
  }

  async function atTheBank(answer: 'Approve' | 'Refuse') {
    await page.getByRole('heading', { level: 1, name: 'Confirm your payment' }).waitFor()
    await page.getByRole('button', { name: answer }).click()
  }

  async function seeOrderInAccount() {
    await page.getByRole('banner').getByRole('link', { name: 'Account' }).click()
    const nav = page.getByRole('navigation', { name: 'Your account' })
    await nav.getByRole('link', { name: 'Orders' }).click()
    const row = page.getByRole('region', { name: 'Orders' }).getByRole('listitem')
    await row
      .filter({ hasText: 'Paid' })
      .getByRole('link', { name: /^Order / })
      .click()
    await orderIsShown(page)
  }

  async function signOut() {
    await page.getByRole('navigation', { name: 'Your account' }).getByRole('button').click()
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor()
  }

  async function typePassword({ email, password }: Person) {
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }

  async function typeCode(code: string) {
    await page.getByLabel('Code of your app').fill(code)
    await page.getByRole('button', { name: 'Confirm' }).click()
  }

  const greeted = () => page.getByRole('heading', { level: 1, name: 'Hello, Grace Shopper' }).waitFor()

  /** What somebody would type who cannot scan the picture. */
  async function readKey(): Promise<string> {
    const shown = await page.getByText('Type this key into the app').locator('code').innerText()
    return shown.replace(/\s/g, '')
  }
})

/** Chromium's own idea of a phone or key that holds passkeys and knows its owner. */
async function anAuthenticator(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable', {})
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, authenticatorId }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
