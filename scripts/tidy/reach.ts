import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { isStringLiteralLikeNode } from 'typescript/unstable/ast'
import { isTestCode } from './rooms.ts'
import { type Finding, type Source, type Tree, walk } from './tree.ts'

/** What nobody imports by name because it is where something begins. */
const BEGINNINGS = [
  'server/app.ts',
  'server/main.ts',
  'server/import.ts',
  'server/backup.ts',
  'server/restore.ts',
  'server/copy-store.ts',
  'server/cluster/child.ts',
  'server/cluster/writer.ts',
  'sdk/index.ts',
  'scripts/build-sdk.ts',
  'storefront/src/main.tsx',
  'storefront/vite.config.ts',
  'admin/src/main.tsx',
  'admin/vite.config.ts',
]

/** No file lies about unused, and none is kept alive by its own test alone. */
export function checkReach({ root, sources }: Tree): Finding[] {
  const links = new Map(sources.map((source) => [source.path, linksOf(source)]))
  const beginnings = [...BEGINNINGS, ...namedInPapers(root)]
  const shipped = reachedFrom(beginnings, links)
  const tested = reachedFrom(
    sources.map(({ path }) => path).filter((path) => path.endsWith('.test.ts')),
    links,
  )
  return sources
    .map(({ path }) => path)
    .filter((path) => !shipped.has(path) && !path.endsWith('.test.ts'))
    .filter((path) => !(isTestCode(path) || path.startsWith('docs/')) || !tested.has(path))
    .map((path) => ({ file: path, line: 1, message: unreached(tested.has(path)) }))
}

const unreached = (tested: boolean) =>
  tested
    ? 'only tests import it. Use it, or delete it with its test; what tests need is named x.fixture.ts or x.model.ts.'
    : 'nothing imports it, and no document says how to run it. Use it or delete it.'

/** Imports, and files that are named to be run: `new URL('./worker.ts', import.meta.url)`. */
function linksOf({ path, ast, imports }: Source): string[] {
  const links = imports.flatMap(({ target }) => target ?? [])
  walk(ast, (node) => {
    if (!isStringLiteralLikeNode(node)) return
    const { text } = node as unknown as { text: string }
    if (/^[\w./-]+\.tsx?$/.test(text))
      links.push(posix.join(posix.dirname(path), text), posix.normalize(text))
  })
  return links
}

/** Programs that people start: package.json's scripts and the documents name them by their path. */
function namedInPapers(root: string): string[] {
  const papers = globSync(['package.json', '*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: root })
  return papers.flatMap((file) => readFileSync(join(root, file), 'utf8').match(/[\w./-]+\.ts\b/g) ?? [])
}

function reachedFrom(
  start: readonly string[],
  links: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [...start]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    waiting.push(...(links.get(path) ?? []))
  }
  return reached
}
