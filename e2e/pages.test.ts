import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { DESK, findBarriers, launch, overflowOf, PHONE, visit, withoutBrowser } from './browser.kit.ts'
import { type OpenShop, openShop } from './shop.kit.ts'
import { aCustomer, anOrder, signIn, someTrade } from './trade.kit.ts'

// Every page of the demo shop: for everybody, on a small screen, without an error in the console.

const STOREFRONT = [
  '/',
  '/categories/cookware',
  '/categories/cookware?sort=price&available=true',
  '/products/hearth-pot',
  '/search?q=pot',
  '/search?q=nothing-is-called-this',
  '/cart',
  '/checkout',
  '/sign-in',
  '/register',
  '/account/reset-password?token=x',
]
const ACCOUNT = [
  '/account',
  '/account/orders',
  '/account/addresses',
  '/account/profile',
  '/account/security',
  '/account/privacy',
]
const ADMIN = [
  '/admin',
  '/admin/orders',
  '/admin/customers',
  '/admin/products',
  '/admin/products/new',
  '/admin/categories',
  '/admin/imports',
  '/admin/stock',
  '/admin/promotions',
  '/admin/shipping',
  '/admin/taxes',
  '/admin/staff',
  '/admin/roles',
  '/admin/api-keys',
  '/admin/settings',
  '/admin/mailbox',
  '/admin/audit-log',
  '/admin/operations',
]

const LOOKS = [
  { viewport: DESK, colorScheme: 'light' },
  { viewport: PHONE, colorScheme: 'dark' },
] as const

suite('every page', { skip: withoutBrowser }, () => {
  let shop: OpenShop
  let browser: Browser

  before(async () => {
    shop = await openShop()
    browser = await launch()
  })
  after(async () => {
    await browser?.close()
    await shop?.close()
  })

  for (const look of LOOKS) {
    const size = `${look.viewport.width} px wide, ${look.colorScheme}`

    test(`of the storefront is for everybody, ${size}`, async () => {
      const order = await anOrder(shop)
      await checkPages([...STOREFRONT, `/orders/${order.id}?token=${order.token}`], look)
    })

    test(`of an account is for everybody, ${size}`, async () => {
      await checkPages(ACCOUNT, look, await aCustomer(shop))
    })

    test(`of the admin is for everybody, ${size}`, async () => {
      const { orderId, productId, userId, zoneId } = await someTrade(shop)
      const things = [
        `/admin/orders/${orderId}`,
        `/admin/products/${productId}`,
        `/admin/customers/${userId}`,
        `/admin/shipping/${zoneId}`,
      ]
      await checkPages([...ADMIN, ...things], look, 'owner')
    })
  }

  test('that is not there says so, with a status of 404', async () => {
    const { page, end, expect } = await visit(browser)
    expect(404)
    for (const path of ['/no/such/page', '/products/no-such-thing', '/categories/no-such-thing']) {
      const reply = await page.goto(shop.url + path)
      assert.equal(reply?.status(), 404, path)
      await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor()
    }
    await end()
  })

  /** Barriers, sideways scrolling and the one heading of each, all findings at once. */
  async function checkPages(
    paths: readonly string[],
    look: (typeof LOOKS)[number],
    who?: Parameters<typeof signIn>[2],
  ) {
    const { page, end } = await visit(browser, look)
    if (who) await signIn(shop, page, who)
    const found: string[] = []
    for (const path of paths) {
      await page.goto(shop.url + path, { waitUntil: 'networkidle' })
      await page.locator('h1').first().waitFor()
      const headings = await page.locator('h1').count()
      if (headings !== 1) found.push(`${path} has ${headings} headings of the first level`)
      const over = await overflowOf(page)
      if (over > 0) found.push(`${path} is ${over} px too wide`)
      for (const barrier of await findBarriers(page)) found.push(`${path}: ${barrier}`)
    }
    await end()
    assert.deepEqual(found, [])
  }
})
