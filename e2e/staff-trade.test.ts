import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import type { Browser, Locator, Page, Route } from 'playwright-core'
import { launch, type Visit, visit, withoutBrowser } from './browser.kit.ts'
import { type OpenShop, openShop } from './shop.kit.ts'
import { putInCart, sayWhereTo } from './shopper.kit.ts'
import { aColleague, goTo, isAt, isSaid, refusal, until } from './staff.kit.ts'
import { anOrder, signIn } from './trade.kit.ts'

const GOODS = {
  Vendor: 'Tinsmith',
  Published: 'true',
  'Option1 Name': 'Title',
  'Option1 Value': 'Default Title',
  'Variant Grams': '900',
  'Variant Inventory Tracker': 'shopify',
  'Variant Inventory Qty': '12',
  'Variant Inventory Policy': 'deny',
  'Variant Requires Shipping': 'true',
  'Variant Taxable': 'true',
  Status: 'active',
}

/** An export of Shopify: two products that are as they must be, and one whose price is none. */
const CATALOGUE = [
  { Handle: 'harbour-lamp', Title: 'Harbour Lamp', 'Variant SKU': 'LAMP-1', 'Variant Price': '48.00' },
  { Handle: 'harbour-bell', Title: 'Harbour Bell', 'Variant SKU': 'BELL-1', 'Variant Price': '75.00' },
  { Handle: 'harbour-buoy', Title: 'Harbour Buoy', 'Variant SKU': 'BUOY-1', 'Variant Price': 'a lot' },
].map((row) => ({ ...row, ...GOODS }))

const toCsv = (rows: readonly object[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))].map((row) => row.join()).join('\n')

suite('staff in the admin', { skip: withoutBrowser }, () => {
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
    await signIn(shop, page, 'owner')
  })
  afterEach(() => tab.end())

  test('imports a catalogue file, reads what was refused and why, and changes a price of it', async () => {
    await page.goto(`${shop.url}/admin/imports`)
    const file = { name: 'catalogue.csv', mimeType: 'text/csv', buffer: Buffer.from(toCsv(CATALOGUE)) }
    const goOn = await hold('**/api/admin/imports', 'POST')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('status').getByText('Sending catalogue.csv').waitFor()
    goOn()
    await isAt(page, 'Import')
    await page.getByText('Done, with refusals').waitFor()
    assert.deepEqual(await figures(), { 'Rows read': '3', 'New products': '2', 'Refused rows': '1' })
    const refused = page
      .getByRole('table', { name: 'Refused rows' })
      .getByRole('row', { name: /harbour-buoy/ })
    assert.match(await refused.innerText(), /4[\s\S]*a lot/)
    await page.getByRole('link', { name: 'See the products' }).click()
    await isAt(page, 'Products')
    const search = page.getByRole('searchbox', { name: /^Find products/ })
    await search.fill('Harbour')
    await search.press('Enter')
    const list = page.getByRole('table', { name: 'Products' })
    await list.getByRole('link', { name: 'Harbour Bell' }).waitFor()
    await list.getByRole('link', { name: 'Harbour Lamp' }).click()
    await isAt(page, 'Harbour Lamp')
    const price = page.getByRole('textbox', { name: /^Price/ })
    assert.equal(await price.inputValue(), '48.00')
    await price.fill('52.50')
    await save('Harbour Lamp')
    await page.goto(`${shop.url}/products/harbour-lamp`)
    await page.getByText('$52.50').first().waitFor()
  })

  test('are two at the same product: the second is told, and loads what is saved now', async () => {
    tab.expect(412)
    const { path } = await aProduct('oak-bread-board')
    const other = await visit(browser)
    await signIn(shop, other.page, await aColleague(shop, 'manager'))
    await other.page.goto(path)
    await isAt(other.page, 'Oak Bread Board')
    await page.goto(path)
    await page.getByLabel('Vendor').fill('Somebody Else, Joiner')
    await other.page.getByRole('textbox', { name: 'Title', exact: true }).fill('Oak Board')
    await other.page.getByRole('button', { name: 'Save', exact: true }).click()
    await isSaid(other.page, 'Oak Board is saved.')
    await other.end()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const told = page.getByRole('alert').filter({ hasText: 'Somebody else was faster' })
    await told.getByRole('button', { name: 'Load what is saved now' }).click()
    await isAt(page, 'Oak Board')
    await told.waitFor({ state: 'detached' })
    await page.getByLabel('Vendor').fill('Somebody Else, Joiner')
    await save('Oak Board')
    const product = await shop.guest.get('/products/{idOrHandle}', {
      path: { idOrHandle: 'oak-bread-board' },
    })
    assert.deepEqual([product.title, product.vendor], ['Oak Board', 'Somebody Else, Joiner'])
  })

  test('are asked before they leave what they have not saved', async () => {
    const { path } = await aProduct('granite-mortar')
    await page.goto(path)
    const title = page.getByRole('textbox', { name: 'Title', exact: true })
    await title.fill('A mortar of another name')
    const asked = page.getByRole('dialog', { name: 'Leave without saving?' })
    await goTo(page, 'Orders')
    await asked.getByRole('button', { name: 'Stay' }).click()
    await asked.waitFor({ state: 'hidden' })
    assert.equal(await title.inputValue(), 'A mortar of another name')
    await goTo(page, 'Orders')
    await asked.getByRole('button', { name: 'Discard the changes' }).click()
    await isAt(page, 'Orders')
    await page.goto(path)
    await isAt(page, 'Granite Mortar')
  })

  test('ship a part of an order and then the rest, and the customer can follow it', async () => {
    const order = await anOrder(shop, { quantity: 3, email: 'parcels@example.com' })
    const seen = await visit(browser)
    await seen.page.goto(`${shop.url}/orders/${order.id}?token=${order.token}`)
    await isAt(seen.page, 'Thank you for your order')
    await openOrder(order.number)
    await page.getByRole('button', { name: 'Ship', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: `Ship order #${order.number}` })
    await dialog.getByLabel('Whistling Kettle, to ship, of 3').fill('1')
    await dialog.getByRole('button', { name: 'Ship and tell the customer' }).click()
    await isSaid(page, 'Partly shipped.')
    await page.getByText('1 of 3 shipped').waitFor()
    await page.getByText('Sent without tracking').waitFor()
    await seen.page.reload()
    await seen.page.getByText('1 of 3 shipped').waitFor()

    await page.getByRole('button', { name: 'Ship', exact: true }).click()
    await dialog.getByLabel('Whistling Kettle, to ship, of 2').waitFor()
    await dialog.getByLabel('Tracking number').fill('0034 0434 1234')
    await dialog.getByRole('button', { name: 'Ship and tell the customer' }).click()
    await dialog.getByText('Say who carries it, or leave both out.').waitFor()
    await dialog.getByRole('combobox', { name: 'Carrier' }).fill('DHL')
    await dialog.getByLabel('Tracking link').fill('https://dhl.example/00340434')
    await dialog.getByRole('button', { name: 'Ship and tell the customer' }).click()
    await isSaid(page, 'Shipped. The customer is told.')
    await page.getByText('0034 0434 1234').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Ship', exact: true }).count(), 0)
    assert.match(await shop.mailTo('parcels@example.com', /is on its way/), /0034 0434 1234/)
    await seen.page.reload()
    await isAt(seen.page, 'Your parcel is on its way')
    await seen.page.getByText('DHL, 0034 0434 1234').waitFor()
    const link = seen.page.getByRole('link', { name: 'Track it with DHL' })
    assert.equal(await link.getAttribute('href'), 'https://dhl.example/00340434')
    await seen.end()
  })

  test('give a part of the money back and put a piece back into stock; sales say so', async () => {
    const { variantId } = await aProduct('whistling-kettle')
    const order = await anOrder(shop, { quantity: 2, email: 'refund@example.com' })
    const before = await stockOf(variantId)
    await page.goto(`${shop.url}/admin`)
    const figure = page.locator('div', { has: page.locator('dt', { hasText: /^Refunds$/ }) }).last()
    await figure.getByText('$0.00').waitFor()
    await openOrder(order.number)
    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: `Refund order #${order.number}` })
    await dialog.getByLabel('Amount').fill('9999')
    await dialog.getByRole('button', { name: /^Refund \$/ }).click()
    await dialog.getByText(/^At most \$/).waitFor()
    await dialog.getByLabel('Amount').fill('12.50')
    await dialog.getByLabel('Whistling Kettle, back into stock, of 2').fill('1')
    await dialog.getByLabel('Reason').fill('A dent in the lid')
    await dialog.getByRole('button', { name: 'Refund $12.50' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('Partly refunded').first().waitFor()
    await page.getByText('A dent in the lid').first().waitFor()
    await page.getByText('1 back in stock').waitFor()
    assert.equal(await stockOf(variantId), before + 1)
    assert.match(await shop.mailTo('refund@example.com', /^A refund for your order/), /A dent in the lid/)
    const seen = await visit(browser)
    await seen.page.goto(`${shop.url}/orders/${order.id}?token=${order.token}`)
    await seen.page.getByText('$12.50 given back').waitFor()
    await seen.end()
    await until(async () => {
      await page.goto(`${shop.url}/admin`)
      await figure.getByText('$').waitFor()
      return (await figure.innerText()).includes('$12.50')
    }, 'the refund is among the sales')
  })

  test('cancel an order with a reason, which the customer reads', async () => {
    const order = await anOrder(shop, { email: 'cancel@example.com' })
    await openOrder(order.number)
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Cancel the order' }).click()
    const dialog = page.getByRole('dialog', { name: `Cancel order #${order.number}?` })
    await dialog.getByLabel('Reason').fill('The kettle fell off the shelf')
    await dialog.getByRole('button', { name: 'Cancel the order' }).click()
    await isSaid(page, `Order #${order.number} is cancelled.`)
    await page.getByText('Cancelled', { exact: true }).first().waitFor()
    await page.getByText('Refunded', { exact: true }).first().waitFor()
    assert.equal(await page.getByRole('button', { name: 'Ship', exact: true }).count(), 0)
    const mail = await shop.mailTo('cancel@example.com', /has been cancelled/)
    assert.match(mail, /The kettle fell off the shelf/)
    const seen = await visit(browser)
    await seen.page.goto(`${shop.url}/orders/${order.id}?token=${order.token}`)
    await isAt(seen.page, 'This order was cancelled')
    await seen.end()
  })

  test('are told where an order was cancelled while they packed it, and nothing is shipped', async () => {
    tab.expect(412)
    const { id, number } = await anOrder(shop, { email: 'meanwhile@example.com' })
    await openOrder(number)
    await page.getByRole('button', { name: 'Ship', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: `Ship order #${number}` })
    await dialog.getByLabel('Whistling Kettle, to ship, of 1').waitFor()
    const path = { orderId: id }
    await shop.staff.post('/admin/orders/{orderId}/cancellation', { path, body: { reason: null } })
    await dialog.getByRole('button', { name: 'Ship and tell the customer' }).click()
    await dialog.getByRole('alert').getByText('Somebody else was faster').waitFor()
    await dialog.getByRole('button', { name: 'Load what is saved now' }).click()
    await page.getByText('Cancelled', { exact: true }).first().waitFor({ state: 'attached' })
    await dialog.waitFor({ state: 'hidden' })
    assert.equal(await page.getByText('Shipped', { exact: true }).count(), 0)
    assert.equal(await page.getByText('Parcels', { exact: true }).count(), 0)
  })

  test('are told where the connection is lost, and ship once it is back', async () => {
    tab.expect(0)
    const { number } = await anOrder(shop, { email: 'cable@example.com' })
    await openOrder(number)
    await page.getByRole('button', { name: 'Ship', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: `Ship order #${number}` })
    await dialog.getByLabel('Tracking number').fill('0034 0434 9999')
    await dialog.getByRole('combobox', { name: 'Carrier' }).fill('DHL')
    await page.context().setOffline(true)
    await dialog.getByRole('button', { name: 'Ship and tell the customer' }).click()
    await dialog.getByRole('alert').getByText('The shop cannot be reached').waitFor()
    await page.context().setOffline(false)
    await dialog.getByRole('button', { name: 'Ship and tell the customer' }).click()
    await isSaid(page, 'Shipped. The customer is told.')
    await page.getByText('0034 0434 9999').waitFor()
  })

  test('give no money back twice where the answer was lost', async () => {
    tab.expect(0, 412)
    const { id, number } = await anOrder(shop, { email: 'twice@example.com' })
    await openOrder(number)
    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: `Refund order #${number}` })
    await dialog.getByLabel('Amount').fill('5')
    // It is done, and nobody hears of it.
    await page.route('**/refunds', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await dialog.getByRole('button', { name: 'Refund $5.00' }).click()
    await dialog.getByRole('alert').getByText('The shop cannot be reached').waitFor()
    await page.unrouteAll()
    await dialog.getByRole('button', { name: 'Refund $5.00' }).click()
    await dialog.getByRole('alert').getByText('Somebody else was faster').waitFor()
    await dialog.getByRole('button', { name: 'Load what is saved now' }).click()
    await dialog.getByRole('alert').waitFor({ state: 'detached' })
    const { refunds } = await shop.staff.get('/admin/orders/{orderId}', { path: { orderId: id } })
    assert.deepEqual(
      refunds.map(({ amount }) => amount.amount),
      [500],
    )
  })

  test('keep what they typed where they were signed out, and save it after a sign-in elsewhere', async () => {
    tab.expect(401)
    const { path } = await aProduct('granite-mortar')
    await page.goto(path)
    await page.getByLabel('Vendor').fill('A foundry')
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('alert').getByText('You were signed out').waitFor()
    assert.equal(await page.getByLabel('Vendor').inputValue(), 'A foundry')
    await signIn(shop, page, 'owner')
    await save('Granite Mortar')
  })

  test('make a promotion, which somebody then uses', async () => {
    await page.goto(`${shop.url}/admin/promotions`)
    await page.getByRole('button', { name: 'New promotion' }).click()
    const drawer = page.getByRole('dialog', { name: 'New promotion' })
    await drawer.getByLabel('Code').fill('hello5')
    await drawer.getByText('Amount', { exact: true }).click()
    await drawer.getByRole('button', { name: 'Save the promotion' }).click()
    await drawer.getByText('Say how much.').waitFor()
    await drawer.getByLabel('Amount off').fill('5')
    await drawer.getByText('$5.00 off everything, with the code HELLO5.').waitFor()
    await drawer.getByRole('button', { name: 'Save the promotion' }).click()
    await isSaid(page, 'HELLO5 is saved.')
    await page
      .getByRole('row', { name: /^HELLO5/ })
      .getByText('$5.00 off')
      .waitFor()
    const shopper = await visit(browser)
    await putInCart(shopper.page, shop.url, 'granite-mortar')
    await sayWhereTo(shopper.page, 'hello@example.com')
    await shopper.page.getByLabel('Coupon code').fill('Hello5')
    await shopper.page.getByRole('button', { name: 'Apply' }).click()
    await shopper.page.getByText('You save').waitFor()
    await shopper.page.getByText('$5.00').first().waitFor()
    await shopper.end()
  })

  test('see a switch jump back where the shop says no', async () => {
    tab.expect(409)
    await page.goto(`${shop.url}/admin/promotions`)
    const onOff = page.getByRole('switch', { name: 'SAVE20 is on' })
    await jumpsBack(onOff, '**/api/admin/promotions/*', 'PATCH')
    await page.goto(`${shop.url}/admin/stock`)
    await jumpsBack(page.getByRole('switch', { name: /^Counted: / }).first(), '**/stock', 'PUT')
  })

  test('are told why an address is offered a rate', async () => {
    await page.goto(`${shop.url}/admin/shipping`)
    const card = page.getByRole('region', { name: 'Why this rate?' })
    const country = card.getByRole('combobox', { name: 'Country' })
    await country.fill('Germ')
    await page.getByRole('option', { name: 'Germany' }).click()
    await card.getByLabel('Weight').fill('1.2')
    await card.getByRole('button', { name: 'Find its rates' }).click()
    await card.getByText('serves it: the address lies in Germany.').waitFor()
    await card.getByRole('listitem').filter({ hasText: 'International' }).getByText('$22.00').waitFor()
    await card.getByRole('link', { name: 'Europe' }).click()
    await isAt(page, 'Europe')
  })

  test('find an order by its number and a product by its title, from anywhere', async () => {
    const { number } = await anOrder(shop)
    await page.goto(`${shop.url}/admin/taxes`)
    await isAt(page, 'Taxes')
    await find(number, `Order ${number}`)
    await isAt(page, `Order #${number}`)
    await find('hearth', 'Hearth Pot')
    await isAt(page, 'Hearth Pot')
  })

  async function aProduct(handle: string) {
    const { id, variants } = await shop.guest.get('/products/{idOrHandle}', { path: { idOrHandle: handle } })
    const variantId = variants.find(({ available }) => available > 0)?.id ?? ''
    return { path: `${shop.url}/admin/products/${id}`, variantId }
  }

  async function stockOf(variantId: string): Promise<number> {
    const { onHand } = await shop.staff.get('/admin/variants/{variantId}/stock', { path: { variantId } })
    return onHand
  }

  async function save(title: string) {
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await isSaid(page, `${title} is saved.`)
  }

  async function openOrder(number: string) {
    await page.goto(`${shop.url}/admin/orders`)
    await page
      .getByRole('table', { name: 'Orders' })
      .getByRole('link', { name: `#${number}` })
      .click()
    await isAt(page, `Order #${number}`)
  }

  async function find(text: string, what: string) {
    await page.keyboard.press('ControlOrMeta+k')
    const field = page.getByLabel(/^Search orders/)
    await field.fill(text)
    await page.getByRole('dialog', { name: 'Search' }).getByText(what, { exact: true }).waitFor()
    await field.press('Enter')
  }

  /** The few figures of the import that are not 0. */
  async function figures(): Promise<Record<string, string>> {
    const [names, values] = await Promise.all([
      page.locator('dt').allInnerTexts(),
      page.locator('dd').allInnerTexts(),
    ])
    return Object.fromEntries(
      names.map((name, at) => [name, values[at] ?? '']).filter(([, value]) => value !== '0'),
    )
  }

  /** Requests wait until it is called. */
  async function hold(url: string, method: string, answer = (route: Route) => route.continue()) {
    const { promise, resolve } = Promise.withResolvers<void>()
    await page.route(url, async (route) => {
      if (route.request().method() !== method) return route.fallback()
      await promise
      return answer(route)
    })
    return resolve
  }

  async function jumpsBack(onOff: Locator, url: string, method: string) {
    const detail = 'Somebody counts the shelves just now.'
    const goOn = await hold(url, method, (route) => route.fulfill(refusal(409, 'shelf.busy', detail)))
    await onOff.waitFor({ state: 'attached' })
    assert.equal(await onOff.isChecked(), true)
    await onOff.press('Space')
    await until(async () => !(await onOff.isChecked()), 'the switch shows the click')
    goOn()
    await isSaid(page, detail)
    await until(() => onOff.isChecked(), 'the switch jumps back')
    await page.unrouteAll()
  }
})
