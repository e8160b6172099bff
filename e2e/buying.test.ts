import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch, type Visit, visit, withoutBrowser } from './browser.kit.ts'
import { type OpenShop, openShop } from './shop.kit.ts'
import { orderIsShown, payWith, putInCart, sayWhereTo } from './shopper.kit.ts'

suite('somebody buys as a guest', { skip: withoutBrowser }, () => {
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
  })
  afterEach(() => tab.end())

  test('from the home page by way of a category, and gets a mail', async () => {
    await page.goto(shop.url)
    await page.getByRole('navigation', { name: 'Categories' }).getByRole('link', { name: 'Kitchen' }).click()
    await page.getByRole('heading', { level: 1, name: 'Kitchen & Table' }).waitFor()
    await page
      .getByRole('main')
      .getByRole('link', { name: /Whistling Kettle/ })
      .first()
      .click()
    await page.getByRole('heading', { level: 1, name: 'Whistling Kettle' }).waitFor()
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await page.getByRole('dialog', { name: 'Your cart' }).getByText('Whistling Kettle').waitFor()
    await sayWhereTo(page, 'ada@example.com')
    await page.getByLabel('Coupon code').fill('save20')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByText('You save').waitFor()
    await payWith(page, 'Works')
    await orderIsShown(page)
    const mail = await shop.mailTo('ada@example.com', /order/i)
    assert.match(mail, /Whistling Kettle/)
    const { data } = await shop.staff.get('/admin/orders', { query: { email: 'ada@example.com' } })
    assert.deepEqual(
      data.map(({ status, coupons }) => [status, coupons]),
      [['paid', ['SAVE20']]],
    )
  })

  test('finds it by typing, with a typo', async () => {
    await page.goto(shop.url)
    await page.getByRole('combobox', { name: /search|looking/i }).fill('tepot')
    await page.getByRole('option', { name: /Round-Belly Teapot/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Round-Belly Teapot' }).waitFor()
  })

  test('is told when the card is declined, and pays with another one', async () => {
    tab.expect(402, 409, 422)
    await putInCart(page, shop.url, 'whistling-kettle')
    await sayWhereTo(page, 'declined@example.com')
    await payWith(page, 'Declined')
    await page.getByText('The payment was declined').waitFor()
    await page.getByText('Nothing was charged').first().waitFor()
    await payWith(page, 'Works')
    await orderIsShown(page)
    await assertOneOrder('declined@example.com')
  })

  test('is told when somebody was quicker, and goes on without it', async () => {
    tab.expect(409, 422)
    const kettle = await shop.guest.get('/products/{idOrHandle}', {
      path: { idOrHandle: 'round-belly-teapot' },
    })
    const variantId = kettle.variants.find(({ available }) => available > 0)?.id ?? ''
    await putInCart(page, shop.url, 'whistling-kettle')
    await putInCart(page, shop.url, `round-belly-teapot?variant=${variantId}`)
    await sayWhereTo(page, 'late@example.com')
    const path = { variantId }
    await shop.staff.put('/admin/variants/{variantId}/stock', { path, body: { onHand: 0 } })
    await payWith(page, 'Works')
    await page.getByText('Somebody was quicker').first().waitFor()
    await page.getByText(/^Round-Belly Teapot .*is sold out\.$/).waitFor()
    await page.getByRole('button', { name: /^Take it out/ }).click()
    await page.getByText('Somebody was quicker').first().waitFor({ state: 'detached' })
    await payWith(page, 'Works')
    await orderIsShown(page)
    await assertOneOrder('late@example.com')
  })

  test('is shown what changed when a price did, and pays no more than they saw', async () => {
    tab.expect(409)
    await putInCart(page, shop.url, 'hearth-pot')
    await sayWhereTo(page, 'stale@example.com')
    await page.getByRole('button', { name: /^Pay \$/ }).waitFor()
    await raisePrice('hearth-pot')
    await payWith(page, 'Works')
    await page.getByText('The price has changed').waitFor()
    await page.getByRole('button', { name: /^Pay \$.* instead$/ }).click()
    await orderIsShown(page)
    await assertOneOrder('stale@example.com')
  })

  test('buys once when the connection breaks in between, and they try again', async () => {
    await loseTheAnswer('again@example.com')
    await page.getByRole('button', { name: 'Try again' }).click()
    await orderIsShown(page)
    await assertOneOrder('again@example.com')
  })

  test('buys once when the connection breaks in between, and they load the page anew', async () => {
    await loseTheAnswer('reload@example.com')
    await page.reload()
    await orderIsShown(page)
    await assertOneOrder('reload@example.com')
  })

  test('sees the click in the cart before the shop has answered, and what it refuses is taken back', async () => {
    tab.expect(409, 422)
    await putInCart(page, shop.url, 'whistling-kettle')
    const drawer = page.getByRole('dialog', { name: 'Your cart' })
    await drawer.getByText(/Subtotal/).waitFor()
    let goOn = () => {}
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    await page.route('**/api/carts/*/lines/*', async (route) => {
      await held
      await route.continue()
    })
    const quantity = drawer.getByRole('textbox', { name: 'Quantity of Whistling Kettle' })
    await drawer.getByRole('button', { name: /^One more/ }).click()
    assert.equal(await quantity.inputValue(), '2')
    const { data } = await shop.staff.get('/admin/products', { query: { limit: 100 } })
    const kettle = data.find(({ handle }) => handle === 'whistling-kettle')
    for (const { id } of kettle?.variants ?? []) {
      const path = { variantId: id }
      await shop.staff.put('/admin/variants/{variantId}/stock', { path, body: { onHand: 1 } })
    }
    goOn()
    await drawer
      .getByText(/Only 1 left|Not as many left/)
      .first()
      .waitFor()
    for (const { id, stock } of kettle?.variants ?? []) {
      const path = { variantId: id }
      const body = { onHand: stock?.onHand ?? 10 }
      await shop.staff.put('/admin/variants/{variantId}/stock', { path, body })
    }
  })

  /** The shop hears that they pay, and its answer does not arrive, however often it is asked. */
  async function loseTheAnswer(email: string) {
    tab.expect(0)
    await putInCart(page, shop.url, 'whistling-kettle')
    await sayWhereTo(page, email)
    let lost = 0
    await page.route('**/api/carts/*/checkout', async (route) => {
      lost += 1
      await route.fetch()
      await route.abort('connectionfailed')
    })
    await payWith(page, 'Works')
    await page.getByText('We did not hear back').waitFor({ timeout: 60_000 })
    assert.ok(lost > 0)
    await page.unroute('**/api/carts/*/checkout')
  }

  async function assertOneOrder(email: string) {
    const { data } = await shop.staff.get('/admin/orders', { query: { email } })
    assert.deepEqual(
      data.map(({ status }) => status),
      ['paid'],
    )
  }

  async function raisePrice(handle: string) {
    const { data } = await shop.staff.get('/admin/products', { query: { limit: 100 } })
    const product = data.find((each) => each.handle === handle)
    if (!product) throw new Error(`There is no ${handle}.`)
    const variants = product.variants.map(({ id, price }) => ({
      id,
      price: { ...price, amount: price.amount + 500 },
    }))
    const path = { productId: product.id }
    await shop.staff.patch('/admin/products/{productId}', { path, body: { variants } })
  }
})
