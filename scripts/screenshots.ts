/**
 * `npm run screenshots`: the pictures of the README, made from the demo shop with a month of invented trade.
 * They go to docs/images. Needs the system's Chromium.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { DESK, launch, PHONE } from '../e2e/browser.kit.ts'
import { sayWhereTo } from '../e2e/shopper.kit.ts'
import { seedDemo } from '../server/demo/seed.ts'
import { publicUrl } from '../server/modules/settings/index.ts'
import { buildPages } from '../server/pages/builder.ts'
import { createTestApp, OWNER, type TestApp } from '../server/testing/app.ts'
import { createManualClock } from '../server/testing/clock.ts'
import { tradeFor } from './screenshots/trade.ts'

const ROOT = join(import.meta.dirname, '..')
const IMAGES = join(ROOT, 'docs/images')
/** Two periods of the dashboard, so that it can compare. */
const DAYS = 58
const DAY_MS = 86_400_000
const QUALITY = 82
const QUIET = { info() {}, warn: console.warn, error: console.error } as unknown as TestApp['log']

interface Shot {
  readonly name: string
  readonly path: string
  readonly size?: typeof DESK
  readonly colours?: 'light' | 'dark'
  readonly asOwner?: boolean
  /** What has to be done before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<unknown>
}

const putInCart = async (page: Page) => {
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByRole('dialog').waitFor()
}

const withoutGuide = (page: Page) => page.getByRole('button', { name: 'Hide this' }).click()

const SHOTS: readonly Shot[] = [
  { name: 'home', path: '/' },
  { name: 'category', path: '/categories/kitchen-and-table' },
  { name: 'product', path: '/products/hearth-pot' },
  { name: 'cart', path: '/products/whistling-kettle', prepare: putInCart },
  {
    name: 'checkout',
    path: '/products/whistling-kettle',
    async prepare(page) {
      await putInCart(page)
      await sayWhereTo(page, 'ada@example.com')
      await page.evaluate('scrollTo(0, 0)')
    },
  },
  { name: 'home-phone', path: '/', size: PHONE, colours: 'dark' },
  { name: 'product-phone', path: '/products/hearth-pot', size: PHONE, colours: 'dark' },
  { name: 'admin-dashboard', path: '/admin', asOwner: true, prepare: withoutGuide },
  { name: 'admin-orders', path: '/admin/orders', asOwner: true },
  {
    name: 'admin-order',
    path: '/admin/orders',
    asOwner: true,
    async prepare(page) {
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByRole('heading', { level: 1, name: /^Order #/ }).waitFor()
    },
  },
  { name: 'admin-products', path: '/admin/products', asOwner: true },
  { name: 'admin-dark', path: '/admin', asOwner: true, colours: 'dark', prepare: withoutGuide },
]

async function openDemo(): Promise<{ app: TestApp; url: string }> {
  const { done } = buildPages(ROOT, QUIET)
  await done
  const clock = createManualClock(Date.now() - DAYS * DAY_MS)
  const app = await createTestApp({ clock, config: { pages: { mode: 'serve', root: ROOT } } })
  const address = await app.http.listen({ host: '127.0.0.1', port: 0 })
  const url = address.replace('127.0.0.1', 'localhost')
  app.ports.fill(publicUrl, url)
  await seedDemo(app)
  await app.start()
  await tradeFor(app, DAYS)
  return { app, url }
}

async function take(url: string, shots: readonly Shot[]): Promise<void> {
  const browser = await launch()
  try {
    for (const { name, path, size = DESK, colours = 'light', asOwner, prepare } of shots) {
      const context = await browser.newContext({
        viewport: size,
        colorScheme: colours,
        deviceScaleFactor: 1.5,
        reducedMotion: 'reduce',
        locale: 'en-US',
      })
      const page = await context.newPage()
      if (asOwner) await signIn(page, url)
      const reply = await page.goto(url + path, { waitUntil: 'networkidle' })
      if (!reply?.ok()) throw new Error(`${path} was answered with ${reply?.status()}.`)
      await prepare?.(page)
      await page.waitForLoadState('networkidle')
      await page.waitForTimeout(600)
      const picture = await page.screenshot()
      await sharp(picture)
        .webp({ quality: QUALITY })
        .toFile(join(IMAGES, `${name}.webp`))
      await context.close()
      console.log(`docs/images/${name}.webp`)
    }
  } finally {
    await browser.close()
  }
}

async function signIn(page: Page, url: string): Promise<void> {
  const reply = await page.context().request.post(`${url}/api/login`, {
    data: { ...OWNER, cookie: true },
    headers: { origin: url },
  })
  if (!reply.ok()) throw new Error(`Signing the owner in was answered with ${reply.status()}.`)
}

mkdirSync(IMAGES, { recursive: true })
const wanted = process.argv.slice(2)
const { app, url } = await openDemo()
await take(
  url,
  SHOTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name)),
)
await app.close()
