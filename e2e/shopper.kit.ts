import type { Page } from 'playwright-core'
import { ADDRESS } from './trade.kit.ts'

// What a shopper does, by the words on the page.

/** From the page of a product into the cart; the drawer is open afterwards. */
export async function putInCart(page: Page, shopUrl: string, handle: string): Promise<void> {
  await page.goto(`${shopUrl}/products/${handle}`)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByRole('dialog', { name: 'Your cart' }).waitFor()
}

/** Opens the checkout from the drawer and fills in who and where; the ways to ship are there afterwards. */
export async function sayWhereTo(page: Page, email?: string): Promise<void> {
  await page.getByRole('dialog').getByRole('link', { name: 'Checkout' }).click()
  await page.getByRole('heading', { level: 1, name: 'Checkout' }).waitFor()
  if (email) await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Country').first().selectOption(ADDRESS.countryCode)
  await page.getByLabel('Name', { exact: true }).fill(ADDRESS.name)
  await page.getByLabel('Street and number').fill(ADDRESS.line1)
  await page.getByLabel('City').fill(ADDRESS.city)
  await page.getByLabel('State or region').selectOption(ADDRESS.region)
  await page.getByLabel('Postal code').fill(ADDRESS.postalCode)
  await page.getByLabel('Postal code').blur()
  await chooseShipping(page)
}

export async function chooseShipping(page: Page): Promise<void> {
  const ways = page.getByRole('group', { name: 'Shipping' }).getByRole('radio')
  await ways.first().waitFor()
  await ways.first().check()
}

/** Pays by one of the test cards, by its name. */
export async function payWith(page: Page, card: string): Promise<void> {
  await page.getByRole('radio', { name: card }).check()
  await page.getByRole('button', { name: /^Pay \$/ }).click()
}

export const orderIsShown = (page: Page) =>
  page.getByRole('heading', { level: 1, name: 'Thank you for your order' }).waitFor()
