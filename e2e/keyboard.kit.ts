import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'

// Getting about with the keys alone. Wherever Tab leads to, it has to be in sight and to look otherwise than
// it did without the focus.

const SHOWN_TRIES = 50
const PAUSE_MS = 100

/** Runs in the page. How everything looks is taken down before a key is pressed, and compared after it. */
const FOCUS_WATCH = `globalThis.focusWatch ??= (() => {
  const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]'
  const PARTS = ['backgroundColor', 'boxShadow', 'color', 'opacity', 'textDecorationLine', 'top',
    'borderTopStyle', 'borderTopWidth', 'borderTopColor']
  const looks = new WeakMap()

  const around = (element) =>
    [element, element.parentElement, element.nextElementSibling, element.closest('label')].filter(Boolean)
  const lookOf = (element) =>
    [...around(element).map((each) => partsOf(each)), partsOf(element, '::before'), partsOf(element, '::after')]
      .join(' | ')
  function partsOf(element, pseudo) {
    const style = getComputedStyle(element, pseudo)
    const { outlineStyle, outlineWidth, outlineColor } = style
    const outline = outlineStyle === 'none' ? '' : [outlineStyle, outlineWidth, outlineColor].join()
    return [outline, ...PARTS.map((part) => style[part])].join()
  }

  const boxOf = (element) => [element, ...around(element)]
    .flatMap((each) => [...each.getClientRects()])
    .find(({ width, height }) => width > 4 && height > 4)
  const isHit = (element, x, y) => {
    const hit = document.elementFromPoint(x, y)
    const own = [element, element.nextElementSibling, element.closest('label')]
    return hit !== null && (hit.contains(element) || own.some((each) => each?.contains(hit)))
  }
  function whyUnseen(element) {
    const box = boxOf(element)
    if (!box) return 'has no size'
    const { left, width, top, bottom } = box
    const x = left + width / 2
    const heights = [top + 3, (top + bottom) / 2, bottom - 3]
    if (x < 0 || x > innerWidth || heights.some((y) => y < 0 || y > innerHeight)) return 'is out of sight'
    return heights.every((y) => isHit(element, x, y)) ? '' : 'lies behind something else'
  }

  const nameOf = (element) => {
    const words = element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText
    return element.tagName.toLowerCase() + ' “' + String(words).trim().replace(/\\s+/g, ' ').slice(0, 60) + '”'
  }
  return {
    remember() {
      for (const element of document.querySelectorAll(FOCUSABLE)) {
        if (element !== document.activeElement) looks.set(element, lookOf(element))
      }
    },
    /** What is wrong with how the focus is shown; '' for nothing, or where it is outside of the page. */
    trouble() {
      const element = document.activeElement
      if (!element || element === document.body) return ''
      const why = whyUnseen(element) ||
        (looks.get(element) === lookOf(element) ? 'looks the same with and without the focus' : '')
      return why && nameOf(element) + ' has the focus and ' + why + ', on ' + location.pathname
    },
    at: () => nameOf(document.activeElement ?? document.body),
  }
})()`

/** Before the first page is opened. */
export const watchFocus = (page: Page): Promise<unknown> => page.addInitScript(FOCUS_WATCH)

interface Way {
  readonly key?: 'Tab' | 'Shift+Tab'
  /** So many times at most. */
  readonly most?: number
}

/** Presses Tab until one of these has the focus. All that it meets on the way has to show it. */
export async function tabTo(
  page: Page,
  target: Locator,
  { key = 'Tab', most = 60 }: Way = {},
): Promise<void> {
  await target.first().waitFor({ state: 'attached' })
  for (let pressed = 0; pressed < most; pressed++) {
    await page.evaluate('focusWatch.remember()')
    await page.keyboard.press(key)
    await assertFocusShown(page)
    if (await hasFocus(page, target)) return
  }
  assert.fail(`${key} × ${most} leads to ${await page.evaluate('focusWatch.at()')}, not to ${target}.`)
}

const hasFocus = async (page: Page, target: Locator): Promise<boolean> =>
  (await target.and(page.locator(':focus')).count()) > 0

/** Scrolling, sliding in and changing colour take a moment. */
async function assertFocusShown(page: Page): Promise<void> {
  for (let tries = 1; ; tries++) {
    const trouble = await page.evaluate('focusWatch.trouble()')
    if (trouble === '') return
    if (tries === SHOWN_TRIES) assert.fail(String(trouble))
    await pause(PAUSE_MS)
  }
}

/** Presses a key until something is so, such as an arrow until the right one is chosen. */
export async function pressUntil(page: Page, key: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let pressed = 0; pressed < 300; pressed++) {
    if (await isSo()) return
    await page.keyboard.press(key)
  }
  assert.fail(`${key} leads nowhere: ${await page.evaluate('focusWatch.at()')} has the focus.`)
}

/** Goes to a field and writes into it. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.type(text)
  assert.equal(await field.inputValue(), text)
}

/** After a way to another page, its heading has the focus: whoever hears the page is at its beginning. */
export async function isAtHeading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).and(page.locator(':focus')).waitFor()
}
