import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import {
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isStringLiteral,
  type Node,
  type SourceFile,
  SyntaxKind,
} from 'typescript/unstable/ast'
import { API } from 'typescript/unstable/sync'

/** One thing that is not as it must be, and how to put it right. */
export interface Finding {
  readonly file: string
  readonly line: number
  /** What is wrong here, with its figure, and then what to do. */
  readonly message: string
}

export interface Import {
  readonly line: number
  readonly specifier: string
  /** The file of ours that is meant, from the root; undefined for packages and Node's own modules. */
  readonly target: string | undefined
  readonly typeOnly: boolean
}

export interface Source {
  /** From the repository's root, with forward slashes: `server/kernel/id.ts`. */
  readonly path: string
  readonly text: string
  readonly ast: SourceFile
  readonly imports: readonly Import[]
}

export interface Tree {
  readonly root: string
  readonly sources: readonly Source[]
}

const AREAS = ['server', 'sdk', 'storefront', 'admin', 'e2e', 'bench', 'scripts', 'docs']
/** The pages are compiled for browsers, so each room of theirs is a project of its own. */
const PROJECTS = ['tsconfig.json', 'storefront/tsconfig.json', 'admin/tsconfig.json']
/** Written by a tool and read by the compiler alone: `npm run gen -- --check` answers for it. */
const API_TYPES = 'sdk/generated/api.ts'

/** Parses every TypeScript file of the project, by the compiler that checks it. */
export function readTree(root: string): Tree {
  const aliases = readAliases(root)
  const paths = globSync(`{${AREAS.join(',')}}/**/*.{ts,tsx}`, {
    cwd: root,
    exclude: (path) => /(^|[\\/])(node_modules|dist)([\\/]|$)|\.d\.ts$/.test(path),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path !== API_TYPES)
    .sort()
  const api = new API({ cwd: root })
  try {
    const openProjects = PROJECTS.map((file) => join(root, file)).filter((file) => existsSync(file))
    const projects = api.updateSnapshot({ openProjects }).getProjects()
    if (projects.length === 0) throw new Error(`There is no project in ${join(root, 'tsconfig.json')}.`)
    const sources = paths.map((path): Source => {
      const ast = firstOf(projects, ({ program }) => program.getSourceFile(join(root, path)))
      if (!ast) throw new Error(`${path} is in no project. Add its folder to "include" in tsconfig.json.`)
      return { path, text: ast.text, ast, imports: importsOf({ root, path, ast, aliases }) }
    })
    return { root, sources }
  } finally {
    api.close()
  }
}

function firstOf<T, R>(list: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of list) {
    const found = find(item)
    if (found) return found
  }
  return undefined
}

export const lineOf = (ast: SourceFile, node: Node): number =>
  ast.getLineAndCharacterOfPosition(node.getStart(ast)).line + 1

/** Calls `visit` on the node and everything in it, outermost first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  node.forEachChild((child) => walk(child, visit))
}

/** A package's "imports": `#kernel/*` → `server/kernel/*`. */
function readAliases(root: string): ReadonlyMap<string, string> {
  const file = join(root, 'server/package.json')
  const { imports = {} } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  return new Map(
    Object.entries<string>(imports).map(([name, to]) => [name, posix.join('server', to)] as const),
  )
}

interface Place {
  readonly root: string
  readonly path: string
  readonly aliases: ReadonlyMap<string, string>
}

function importsOf({ ast, ...place }: Place & { ast: SourceFile }): Import[] {
  const found: Import[] = []
  walk(ast, (node) => {
    const specifier = specifierOf(node)
    if (specifier === undefined) return
    const typeOnly =
      (isImportDeclaration(node) && node.importClause?.phaseModifier === SyntaxKind.TypeKeyword) ||
      (isExportDeclaration(node) && node.isTypeOnly)
    found.push({ line: lineOf(ast, node), specifier, target: targetOf(specifier, place), typeOnly })
  })
  return found
}

function specifierOf(node: Node): string | undefined {
  if (isImportDeclaration(node) || isExportDeclaration(node)) {
    return node.moduleSpecifier && isStringLiteral(node.moduleSpecifier)
      ? node.moduleSpecifier.text
      : undefined
  }
  if (!isCallExpression(node) || node.expression.kind !== SyntaxKind.ImportKeyword) return undefined
  const [first] = node.arguments
  return first && isStringLiteral(first) ? first.text : undefined
}

export function targetOf(specifier: string, { path, aliases }: Omit<Place, 'root'>): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier)
  if (!specifier.startsWith('#')) return undefined
  const exact = aliases.get(specifier)
  if (exact) return exact
  for (const [name, to] of aliases) {
    const stem = name.slice(0, -1)
    if (name.endsWith('*') && specifier.startsWith(stem))
      return to.slice(0, -1) + specifier.slice(stem.length)
  }
  return `server/${specifier}`
}
