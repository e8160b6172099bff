import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { DESK, launch, PHONE, type Visit, visit, withoutBrowser } from './browser.kit.ts'
import { isAtHeading, pressUntil, tabTo, watchFocus, write } from './keyboard.kit.ts'
import { type OpenShop, OWNER, openShop } from './shop.kit.ts'
import { orderIsShown } from './shopper.kit.ts'
import { ADDRESS, aCustomer, anOrder, signIn } from './trade.kit.ts'

suite('by keyboard alone', { skip: withoutBrowser }, () => {
  let shop: OpenShop
  let browser: Browser
  let tab: Visit
  let page: Page

  before(async () => {
    shop = await openShop()
    browser = await launch()
  })
  after(async () => {
    await browser?.close()
    await shop?.close()
  })
  beforeEach(async () => {
    tab = await visit(browser)
    page = tab.page
    await watchFocus(page)
  })
  afterEach(() => tab.end())

  test('somebody skips what is on every page, and comes back to it', async () => {
    await page.goto(shop.url)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await skip()
    await tabTo(page, page.getByRole('main').getByRole('link'), { most: 1 })
    await tabTo(page, page.getByRole('button', { name: /^Cart/ }), { key: 'Shift+Tab' })
  })

  for (const viewport of [DESK, PHONE]) {
    test(`somebody goes down long pages and up again, ${viewport.width} px wide`, async () => {
      await page.setViewportSize(viewport)
      await signIn(shop, page, await aCustomer(shop))
      for (const path of ['/categories/cookware', '/account/security']) {
        await page.goto(shop.url + path, { waitUntil: 'networkidle' })
        await page.getByRole('heading', { level: 1 }).waitFor()
        await tabTo(page, page.getByLabel('Colours'), { most: 100 })
        const top = page.getByRole('link', { name: 'Skip to the content' })
        await tabTo(page, top, { key: 'Shift+Tab', most: 100 })
      }
    })
  }

  for (const viewport of [DESK, PHONE]) {
    test(`somebody buys, ${viewport.width} px wide`, async () => {
      const email = `keys-${viewport.width}@example.com`
      await page.setViewportSize(viewport)
      await page.goto(shop.url)
      await find('tepot', 'Round-Belly Teapot')
      await isAtHeading(page, 'Round-Belly Teapot')
      const glazes = page.getByRole('group', { name: 'Glaze' })
      await choose(glazes, 'Bramble', 'ArrowRight')
      await press(page.getByRole('button', { name: 'Add to cart' }))
      const drawer = page.getByRole('dialog', { name: 'Your cart' })
      await drawer.getByText('Bramble').waitFor()
      await press(drawer.getByRole('link', { name: 'Checkout' }))
      await isAtHeading(page, 'Checkout')
      await write(page, page.getByLabel('E-mail address'), email)
      await writeAddress()
      const ways = page.getByRole('group', { name: 'Shipping' })
      await tabTo(page, ways.getByRole('radio'))
      await page.keyboard.press('Space')
      await ways.getByRole('radio', { checked: true }).waitFor()
      const cards = page.getByRole('group', { name: 'Test cards' })
      await choose(cards, 'Declined', 'ArrowDown')
      await pressUntil(page, 'ArrowUp', () => cards.getByRole('radio', { name: 'Works' }).isChecked())
      await press(page.getByRole('button', { name: /^Pay \$/ }))
      await orderIsShown(page)
      await isAtHeading(page, 'Thank you for your order')
      const { data } = await shop.staff.get('/admin/orders', { query: { email } })
      assert.deepEqual(
        data.map(({ status, lines }) => [status, lines.map(({ variantTitle }) => variantTitle)]),
        [['paid', ['Bramble']]],
      )
    })
  }

  test('somebody opens the cart and closes it, and is where they were', async () => {
    await page.goto(`${shop.url}/products/whistling-kettle`)
    const add = page.getByRole('button', { name: 'Add to cart' })
    const drawer = page.getByRole('dialog', { name: 'Your cart' })
    await press(add)
    await drawer.getByText('Whistling Kettle').waitFor()
    await press(drawer.getByRole('button', { name: /^One more/ }))
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
    await add.and(page.locator(':focus')).waitFor()
    await page.getByRole('button', { name: 'Cart, 2 items' }).waitFor()
  })

  test('staff ships an order', async () => {
    const { id, number, email } = await anOrder(shop, { email: 'parcel@example.com' })
    await page.goto(`${shop.url}/admin/customers`)
    await enterAsOwner()
    await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor()
    await press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Orders' }))
    await isAtHeading(page, 'Orders')
    await press(page.getByRole('link', { name: `#${number}` }))
    await isAtHeading(page, `Order #${number}`)
    await press(page.getByRole('button', { name: 'Ship' }))
    const dialog = page.getByRole('dialog', { name: `Ship order #${number}` })
    await write(page, dialog.getByRole('combobox', { name: 'Carrier' }), 'UPS')
    await write(page, dialog.getByRole('textbox', { name: 'Tracking number' }), '1Z 999')
    await press(dialog.getByRole('button', { name: 'Ship and tell the customer' }))
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('Shipped. The customer is told.').waitFor()
    const order = await shop.staff.get('/admin/orders/{orderId}', { path: { orderId: id } })
    assert.equal(order.status, 'fulfilled')
    assert.deepEqual(
      order.fulfilments.map(({ tracking }) => [tracking?.carrier, tracking?.number]),
      [['UPS', '1Z 999']],
    )
    assert.match(await shop.mailTo(email, /on its way|shipped|parcel/i), /1Z 999/)
  })

  async function press(target: Locator) {
    await tabTo(page, target)
    await page.keyboard.press('Enter')
  }

  async function skip() {
    await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }), { most: 1 })
    await page.keyboard.press('Enter')
    await page.getByRole('main').and(page.locator(':focus')).waitFor()
  }

  async function find(typed: string, product: string) {
    await tabTo(page, page.getByRole('combobox', { name: 'Search' }))
    await page.keyboard.type(typed)
    await page.getByRole('option', { name: `All results for “${typed}”` }).waitFor()
    await page.getByText(/suggestions?; use the arrow keys/).waitFor({ state: 'attached' })
    const meant = page.getByRole('option', { name: product, selected: true })
    await pressUntil(page, 'ArrowDown', async () => (await meant.count()) > 0)
    await page.keyboard.press('Enter')
  }

  /** One of several: Tab leads to them, the arrows from one to the next. */
  async function choose(group: Locator, name: string, arrow: string) {
    await tabTo(page, group.getByRole('radio'))
    await pressUntil(page, arrow, () => group.getByRole('radio', { name }).isChecked())
  }

  async function pick(field: Locator, value: string) {
    await tabTo(page, field)
    await pressUntil(page, 'ArrowDown', async () => (await field.inputValue()) === value)
  }

  async function writeAddress() {
    await pick(page.getByLabel('Country'), ADDRESS.countryCode)
    await write(page, page.getByLabel('Name', { exact: true }), ADDRESS.name)
    await write(page, page.getByLabel('Street and number'), ADDRESS.line1)
    await write(page, page.getByLabel('City'), ADDRESS.city)
    await pick(page.getByLabel('State or region'), ADDRESS.region)
    await write(page, page.getByLabel('Postal code'), ADDRESS.postalCode)
  }

  async function enterAsOwner() {
    const email = page.getByLabel('E-mail address')
    await email.and(page.locator(':focus')).waitFor()
    await page.keyboard.type(OWNER.email)
    await write(page, page.getByRole('textbox', { name: 'Password' }), OWNER.password)
    await page.keyboard.press('Enter')
  }
})
