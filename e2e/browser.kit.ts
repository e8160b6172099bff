import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

export const CHROMIUM = '/usr/bin/chromium'
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const withoutBrowser = !existsSync(CHROMIUM) && `chromium is not at ${CHROMIUM}`

export const DESK = { width: 1280, height: 800 }
export const PHONE = { width: 360, height: 740 }

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS })

/** A tab that takes note of what goes wrong in it. */
export interface Visit {
  readonly page: Page
  /** Replies with these statuses are part of the story; the browser reports them in its console. */
  expect(...statuses: readonly number[]): void
  /** Fails where the console said anything wrong that was not expected. Closes the tab. */
  end(): Promise<void>
}

const PATIENCE_MS = 20_000
/** A folder: what each visit looked like at its end is kept there, to see why a test fails. */
const { PICTURES } = process.env
let ended = 0

export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: DESK, locale: 'en-US', ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const wrong: string[] = []
  const expected = new Set<number>()
  page.on('pageerror', (error) => void wrong.push(String(error)))
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    const status = /responded with a status of (\d+)/.exec(message.text())?.[1]
    if (status && expected.has(Number(status))) return
    // What a lost connection looks like from inside; a test that cuts it expects 0.
    if (/net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION)/.test(message.text()) && expected.has(0)) return
    wrong.push(`${message.text()} (${message.location().url}, on ${page.url()})`)
  })
  return {
    page,
    expect(...statuses) {
      for (const status of statuses) expected.add(status)
    },
    async end() {
      ended += 1
      if (PICTURES) await page.screenshot({ path: join(PICTURES, `${ended}.png`) })
      await context.close()
      assert.deepEqual(wrong, [], 'the browser had something to say')
    },
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What axe-core finds serious or critical on the page as it stands, one line for each. */
export async function findBarriers(page: Page): Promise<string[]> {
  const found = (await page.evaluate(
    `(async () => { if (!globalThis.axe) { ${AXE} }
      const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] })
      return violations })()`,
  )) as Violation[]
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/** By how many pixels the page is wider than the window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
