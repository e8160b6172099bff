import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A section of the README: its code, whole, and what it says that the code prints. */
export interface Recipe {
  readonly heading: string
  readonly code: string
  /** `…` stands for what differs each time. */
  readonly prints: string
  /** It is for a page in a browser. */
  readonly inPage: boolean
}

const BLOCK = /^(<!-- in a page -->\n)?```(ts|text)\n(.*?)^```$/gms

export function readRecipes(): Recipe[] {
  const text = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  return text.split(/^## /m).flatMap((section) => {
    const blocks = [...section.matchAll(BLOCK)]
    const all = (kind: string) =>
      blocks
        .filter((block) => block[2] === kind)
        .map((block) => block[3])
        .join('')
    const heading = section.slice(0, section.indexOf('\n'))
    const recipe = { heading, code: all('ts'), prints: all('text'), inPage: blocks.some((block) => block[1]) }
    return recipe.code ? [recipe] : []
  })
}

/** What was printed is what the page says. */
export function isPrinted(printed: string, { prints }: Recipe): boolean {
  const pattern = prints.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${pattern.join('.+')}$`, 's').test(printed)
}
