import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { isTestCode } from '../tidy/rooms.ts'

const ROOTS = ['server', 'sdk', 'storefront', 'admin', 'e2e', 'bench', 'scripts', 'docs']

/** All test files, or those whose path has one of the words in it. */
export function findTestFiles(words: readonly string[]): string[] {
  return globSync(`{${ROOTS.join(',')}}/**/*.test.ts`, {
    exclude: (path) => path.split(/[\\/]/).includes('node_modules'),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
    .sort()
}

const OPENS_STORES = 'server/testing/open-store.ts'
/** What is about one engine's own files or server says so by its name or its folder. */
const OF_ONE_ENGINE = /\.(sqlite|mongodb|postgres)\.test\.ts$|^server\/store\/(sqlite|mongodb|postgres)\//

/**
 * Which of these tests mean something on every engine: those that come to `openTestStore` by their imports,
 * by way of other test code as a rule, and are not about one engine alone.
 */
export function opensStores(files: readonly string[], root = '.'): string[] {
  const comesTo = createSearch(root)
  return files.filter((path) => !OF_ONE_ENGINE.test(path) && comesTo(path))
}

/** What is about this engine alone. */
export const aboutEngine = (kind: string, files: readonly string[]): string[] =>
  files.filter((path) => path.includes(`.${kind}.test.ts`) || path.startsWith(`server/store/${kind}/`))

const IMPORT =
  /^(?:import|export)\s(?!type\b)[^'"]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm

function createSearch(root: string): (path: string) => boolean {
  const known = new Map<string, boolean>([[OPENS_STORES, true]])
  const resolve = createResolver(root)
  const comesTo = (path: string): boolean => {
    const answer = known.get(path)
    if (answer !== undefined) return answer
    // For whoever comes back here in a circle: the way round it is no way.
    known.set(path, false)
    const found = importsOf(path).some(comesTo)
    known.set(path, found)
    return found
  }
  function importsOf(path: string): string[] {
    const file = join(root, path)
    // What ships may not import test code, so no way leads through it.
    if (!isTestCode(path) || !existsSync(file)) return []
    const specifiers = [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(
      ([, a, b, c]) => a ?? b ?? c ?? '',
    )
    return specifiers.flatMap((specifier) => resolve(path, specifier) ?? [])
  }
  return comesTo
}

/** `#testing/app.ts` and `./app.ts` to the file that is meant; undefined for packages. */
function createResolver(root: string): (from: string, specifier: string) => string | undefined {
  const { imports } = JSON.parse(readFileSync(join(root, 'server/package.json'), 'utf8')) as {
    imports: Record<string, string>
  }
  const rooms = Object.entries(imports).map(([alias, target]) => [
    alias.replace(/\*$/, ''),
    posix.join('server', target.replace(/\*$/, '')),
  ])
  return (from, specifier) => {
    if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
    for (const [alias = '', target = ''] of rooms) {
      if (alias.endsWith('/') && specifier.startsWith(alias))
        return `${target.replace(/\/?$/, '/')}${specifier.slice(alias.length)}`
      if (specifier === alias) return target
    }
    return undefined
  }
}
