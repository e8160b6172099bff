import { decodeEntities } from './html-entities.ts'

/** Their content is not text of the page. */
const SKIPPED = new Set('script style template iframe noscript object svg math head title'.split(' '))
/** They stand apart from what is around them, by an empty line. */
const PARAGRAPHS = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre section article header footer aside figure hr form'.split(
    ' ',
  ),
)
/** They begin on a new line. */
const LINES = new Set('div li dt dd tr caption figcaption address summary details option'.split(' '))
const SPACES = new Set(['td', 'th'])

const CONTROLS = /[^\P{Cc}\s]/gu

/**
 * The text of a piece of HTML, for places that show plain text: tags, comments and scripts are dropped,
 * entities decoded, paragraphs divided by an empty line, list items begun with `• `. What comes out is text,
 * not safe HTML: it may well say `<b>`. One pass over the input; broken HTML gives some text and never an
 * error.
 *
 * @param newlines what a line break in the source means: a space, as in HTML, or a line break, as in
 * WordPress
 */
export function htmlToText(html: string, newlines: 'space' | 'break' = 'space'): string {
  const page = createPage(newlines)
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    const textEnd = open === -1 ? html.length : open
    if (textEnd > at) page.text(decodeEntities(html.slice(at, textEnd)))
    at = open === -1 ? html.length : afterMarkup(html, open, page)
  }
  return page.toString()
}

/**
 * Reads what begins with a `<` and tells where it ends. What is left open takes the rest with it, as in
 * browsers.
 */
function afterMarkup(html: string, open: number, page: Page): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open + 4)
  if (html[open + 1] === '!' || html[open + 1] === '?') return after(html, '>', open + 2)
  const closes = html[open + 1] === '/'
  const nameAt = open + (closes ? 2 : 1)
  const nameEnd = endOfName(html, nameAt)
  if (nameEnd === nameAt) {
    page.text('<')
    return open + 1
  }
  const name = html.slice(nameAt, nameEnd).toLowerCase()
  const end = afterTag(html, nameEnd)
  if (!closes && SKIPPED.has(name)) return afterElement(html, name, end)
  page.tag(name, closes)
  return end
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found === -1 ? html.length : found + mark.length
}

const isLetter = (code: number) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
const isDigit = (code: number) => code >= 48 && code <= 57

function endOfName(html: string, from: number): number {
  if (!isLetter(html.charCodeAt(from))) return from
  let at = from + 1
  while (isLetter(html.charCodeAt(at)) || isDigit(html.charCodeAt(at))) at++
  return at
}

/** Past the `>` that ends a tag; one inside a quoted attribute does not. */
function afterTag(html: string, from: number): number {
  let quote = ''
  let before = ''
  for (let at = from; at < html.length; at++) {
    const char = html[at] as string
    if (quote) {
      if (char === quote) quote = ''
    } else if (char === '>') {
      return at + 1
    } else if (before === '=' && (char === '"' || char === "'")) {
      quote = char
    }
    if (char !== ' ') before = char
  }
  return html.length
}

function afterElement(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
    const nameEnd = at + 2 + name.length
    if (html.slice(at + 2, nameEnd).toLowerCase() === name) return afterTag(html, nameEnd)
  }
  return html.length
}

type Page = ReturnType<typeof createPage>

/** Gathers words and puts between them what the markup asks for: nothing, a space, one line break or two. */
function createPage(newlines: 'space' | 'break') {
  const parts: string[] = []
  let breaks = 0
  let hasSpace = false
  let isItem = false

  const breakTo = (count: number) => {
    breaks = Math.max(breaks, count)
  }
  const gap = (white: string) => {
    if (white === '') return
    hasSpace = true
    if (newlines === 'break') breakTo(Math.min(2, white.split('\n').length - 1))
  }
  const words = (text: string) => {
    if (parts.length > 0) parts.push(breaks > 0 ? '\n'.repeat(breaks) : hasSpace ? ' ' : '')
    if (isItem) parts.push('• ')
    parts.push(text)
    breaks = 0
    hasSpace = false
    isItem = false
  }
  return {
    text(run: string) {
      const text = run.replace(CONTROLS, '')
      let from = 0
      for (const { 0: word, index } of text.matchAll(/\S+/g)) {
        gap(text.slice(from, index))
        words(word)
        from = index + word.length
      }
      gap(text.slice(from))
    },
    tag(name: string, closes: boolean) {
      if (name === 'br') breaks = Math.min(2, breaks + 1)
      else if (PARAGRAPHS.has(name)) breakTo(2)
      else if (LINES.has(name)) breakTo(1)
      else if (SPACES.has(name)) hasSpace = true
      if (name === 'li') isItem = !closes
    },
    toString: () => parts.join(''),
  }
}
