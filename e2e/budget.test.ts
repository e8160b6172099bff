import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { launch, visit, withoutBrowser } from './browser.kit.ts'
import { type OpenShop, openShop } from './shop.kit.ts'

const BUDGET_BYTES = 150_000

suite('what a first page takes', { skip: withoutBrowser }, () => {
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

  for (const path of ['/', '/categories/cookware', '/products/hearth-pot', '/search?q=pot']) {
    test(`${path}: less than ${BUDGET_BYTES} bytes of JavaScript, gzipped`, async (t) => {
      const { page, end } = await visit(browser)
      const sizes: Promise<number>[] = []
      page.on('response', (response) => {
        if (response.request().resourceType() !== 'script') return
        sizes.push(response.body().then((body) => gzipSync(body).length))
      })
      await page.goto(shop.url + path, { waitUntil: 'networkidle' })
      const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
      t.diagnostic(`${total} bytes in ${sizes.length} files`)
      assert.ok(sizes.length > 0, 'the page has no script')
      assert.ok(total < BUDGET_BYTES, `${total} bytes in ${sizes.length} files`)
      await end()
    })
  }

  test('is all there is to wait for: its data is in the HTML', async () => {
    const { page, end, expect } = await visit(browser)
    expect(0)
    await page.route(/\/api\/(?!media\/)/, (route) => route.abort('failed'))
    const { data } = await shop.guest.get('/products', { query: { limit: 1 } })
    const seen = {
      '/': data[0]?.title ?? '',
      '/categories/cookware': 'Hearth Pot',
      '/products/hearth-pot': '$128.00',
    }
    for (const [path, text] of Object.entries(seen)) {
      await page.goto(shop.url + path)
      await page.getByRole('main').getByText(text).first().waitFor()
    }
    await end()
  })
})
