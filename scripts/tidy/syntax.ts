import {
  isCallExpression,
  isClassDeclaration,
  isExportAssignment,
  isIdentifier,
  isModuleDeclaration,
  isNewExpression,
  isParameterDeclaration,
  isPropertyAccessExpression,
  type Node,
  SyntaxKind,
} from 'typescript/unstable/ast'
import { isOfPages, isTestCode, roomOf } from './rooms.ts'
import { type Finding, lineOf, type Source, type Tree, walk } from './tree.ts'

/**
 * How often each file may say `any`; what is not named here may not. Test code answers to the linter alone.
 */
export const ANY_BUDGET: Readonly<Record<string, number>> = {
  'server/module.ts': 3,
}

/** Where a process begins: these talk to the terminal and look at the clock, the rest is handed both. */
const ENTRIES = ['server/main.ts', 'server/import.ts']
const FREE_ROOMS = ['scripts', 'bench', 'docs', 'e2e']

const isFree = (path: string) =>
  isTestCode(path) || ENTRIES.includes(path) || FREE_ROOMS.includes(roomOf(path))

export const checkSyntax = ({ sources }: Tree): Finding[] => sources.flatMap(checkSource)

function checkSource(source: Source): Finding[] {
  const { path, ast } = source
  const found: Finding[] = []
  let anys = 0
  walk(ast, (node) => {
    const message = banned(node, path) ?? (isFree(path) ? undefined : ambient(node, path))
    if (message) found.push({ file: path, line: lineOf(ast, node), message })
    if (node.kind === SyntaxKind.AnyKeyword) anys += 1
  })
  return isTestCode(path) ? found : [...found, ...checkAnys(path, anys)]
}

function checkAnys(path: string, count: number): Finding[] {
  const budget = ANY_BUDGET[path] ?? 0
  if (count === budget) return []
  const message =
    count > budget
      ? `\`any\` ${count} times, ${budget} allowed. Use unknown, or a type parameter.`
      : `\`any\` only ${count} times. Lower its figure in ANY_BUDGET of scripts/tidy/syntax.ts from ${budget}.`
  return [{ file: path, line: 1, message }]
}

const NO_JARGON = /(Service|Manager|Helper|Utils|Entity|DTO|Repository|Impl)$/

/** Syntax that Node cannot strip, or that the house does without. */
function banned(node: Node, path: string): string | undefined {
  if (node.kind === SyntaxKind.EnumDeclaration) return 'an enum. Use a union of strings.'
  if (node.kind === SyntaxKind.Decorator) return 'a decorator. Call the function.'
  if (isModuleDeclaration(node) && node.keyword === SyntaxKind.NamespaceKeyword) {
    return 'a namespace. A file is one already.'
  }
  if (isParameterDeclaration(node) && node.modifiers?.length) {
    return 'a parameter property. Declare the field and assign it.'
  }
  if (isDefaultExport(node) && !path.endsWith('.config.ts')) {
    return 'a default export. Give it a name, the same for everyone.'
  }
  if (isClassDeclaration(node) && node.name && NO_JARGON.test(node.name.text)) {
    return `the class name ${node.name.text}. Say what it is, or make it a function.`
  }
  return undefined
}

const isDefaultExport = (node: Node): boolean =>
  isExportAssignment(node) || node.kind === SyntaxKind.DefaultKeyword
    ? node.parent?.kind !== SyntaxKind.DefaultClause
    : false

/** What makes code depend on when and where it runs. */
function ambient(node: Node, path: string): string | undefined {
  const name = isPropertyAccessExpression(node) ? node.getText() : undefined
  if (name === 'process.env' && path !== 'server/config.ts') {
    return 'process.env. Read it in server/config.ts, which reports every mistake at once.'
  }
  // The clock of a page is its visitor's.
  if (roomOf(path) === 'kernel' || isOfPages(path)) return undefined
  if (name === 'Date.now' || isClockReading(node))
    return 'the clock. Use ctx.now, or a Clock that is handed in.'
  if (name === 'Math.random') return 'Math.random. Use randomText of #kernel/id.ts, or hand the choice in.'
  if (name?.startsWith('console.')) return 'the console. Use ctx.log.'
  return undefined
}

/** `new Date()` and `Date()`; with an argument it only converts. */
const isClockReading = (node: Node): boolean =>
  (isNewExpression(node) || isCallExpression(node)) &&
  isIdentifier(node.expression) &&
  node.expression.text === 'Date' &&
  !node.arguments?.length
