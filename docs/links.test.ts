import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '..')

const files = globSync(['*.md', '{docs,server,sdk,bench,scripts}/**/*.md'], {
  cwd: root,
  exclude: (path) => /(^|[\\/])(node_modules|dist)([\\/]|$)/.test(path),
})

/** Without what stands in code, where brackets and `#` mean something else. */
const proseOf = (file: string): string =>
  readFileSync(join(root, file), 'utf8')
    .replaceAll(/^(```|~~~).*?^\1/gms, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()#]/g, ''))

const LINK = /\]\(([^()\s]+)\)/g

/** Links to files of this repository and to places in them. */
const linksOf = (file: string): string[] =>
  [...proseOf(file).matchAll(LINK)]
    .map(([, target = '']) => target)
    .filter((target) => !/^(https?|mailto):/.test(target))

/** Where a page can be entered: its headings, as GitHub names them, and the anchors set by hand. */
function anchorsOf(file: string): Set<string> {
  const text = readFileSync(join(root, file), 'utf8').replaceAll(/^(```|~~~).*?^\1/gms, '')
  const anchors = new Set([...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id))
  const count = new Map<string, number>()
  for (const [, heading = ''] of text.matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const slug = toSlug(heading)
    const before = count.get(slug) ?? 0
    anchors.add(before === 0 ? slug : `${slug}-${before}`)
    count.set(slug, before + 1)
  }
  return anchors
}

const toSlug = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')

/** Why a link leads nowhere, or nothing. */
function problemOf(from: string, link: string): string[] {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? from : normalize(join(dirname(from), decodeURIComponent(path)))
  if (!existsSync(join(root, target))) return [`${from}: ${link} — there is no ${target}`]
  if (anchor === undefined || statSync(join(root, target)).isDirectory() || !target.endsWith('.md')) return []
  return anchorsOf(target).has(anchor) ? [] : [`${from}: ${link} — ${target} has no heading #${anchor}`]
}

describe('the papers', () => {
  it('have links and anchors that lead somewhere', () => {
    assert.deepEqual(
      files.flatMap((file) => linksOf(file).flatMap((link) => problemOf(file, link))),
      [],
    )
  })

  it('can all be reached from the README', () => {
    const reached = new Set(['README.md'])
    for (const file of reached) {
      for (const link of linksOf(file)) {
        const target = normalize(join(dirname(file), link.split('#')[0] ?? ''))
        const below = files.filter((each) => each === target || each.startsWith(`${target}/`))
        for (const each of below) reached.add(each)
      }
    }
    assert.deepEqual(
      files.filter((file) => !reached.has(file)),
      [],
    )
  })
})
