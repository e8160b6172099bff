import {
  isCallExpression,
  isFunctionLikeDeclaration,
  isIdentifier,
  isPropertyAssignment,
  isVariableDeclaration,
  type Node,
  SyntaxKind,
} from 'typescript/unstable/ast'
import { isOfPages, isTestCode } from './rooms.ts'
import { type Finding, lineOf, type Source, type Tree, walk } from './tree.ts'

export const FILE_LINES_MAX = 300
export const TEST_FILE_LINES_MAX = 500
export const FUNCTION_LINES_MAX = 60
export const PARAMETERS_MAX = 4
export const IMPORTS_MAX = 15
/** Of the storefront and the admin: a page is put together from small parts. Style sheets are not counted. */
export const PAGE_IMPORTS_MAX = 20
export const COLUMNS_MAX = 110
/** For lines of code that hold one long literal, which the formatter leaves as they are. */
export const LITERAL_COLUMNS_MAX = 130

/** Where everything meets, and the list of what there is. */
const IMPORTS_FREE = ['server/app.ts', 'server/modules/index.ts']
/** A module's front door also passes on what others may use, file by file. */
const FRONT_DOOR = /^server\/modules\/[^/]+\/index\.ts$/

export const checkSizes = ({ sources }: Tree): Finding[] =>
  sources.flatMap((source) => [
    ...checkFile(source),
    ...checkImportCount(source),
    ...checkColumns(source),
    ...checkFunctions(source),
  ])

function checkFile({ path, text }: Source): Finding[] {
  const lines = text.split('\n').length - 1
  const max = isTestCode(path) ? TEST_FILE_LINES_MAX : FILE_LINES_MAX
  if (lines <= max) return []
  return [{ file: path, line: max + 1, message: `${lines} lines, at most ${max}. Split it by concept.` }]
}

function checkImportCount({ path, imports }: Source): Finding[] {
  const counted = imports.filter(({ specifier }) => !specifier.endsWith('.css'))
  const { length } = counted
  const max = isOfPages(path) ? PAGE_IMPORTS_MAX : IMPORTS_MAX
  const over = counted[max]
  if (!over || isTestCode(path) || IMPORTS_FREE.includes(path) || FRONT_DOOR.test(path)) return []
  const message = `${length} imports, at most ${max}. A part of this file wants to be a file of its own.`
  return [{ file: path, line: over.line, message }]
}

function checkColumns({ path, text }: Source): Finding[] {
  return text.split('\n').flatMap((line, at) => {
    const isComment = /^\s*(\/\/|\/\*|\*)/.test(line)
    const max = isComment && !/https?:/.test(line) ? COLUMNS_MAX : LITERAL_COLUMNS_MAX
    if (line.length <= max) return []
    const remedy = isComment ? 'Wrap the comment.' : 'Break the literal in two with +.'
    return [{ file: path, line: at + 1, message: `${line.length} columns, at most ${max}. ${remedy}` }]
  })
}

function checkFunctions({ path, ast }: Source): Finding[] {
  const found: Finding[] = []
  walk(ast, (node) => {
    if (!isFunctionLikeDeclaration(node)) return
    const line = lineOf(ast, node)
    const count = node.parameters.length
    if (count > PARAMETERS_MAX) {
      const message = `${count} parameters, at most ${PARAMETERS_MAX}. Gather some in an object.`
      found.push({ file: path, line, message })
    }
    const lines = ownLines({ path, ast }, node)
    if (lines > FUNCTION_LINES_MAX) {
      const message = `a function of ${lines} lines, at most ${FUNCTION_LINES_MAX}. Take a step of it out.`
      found.push({ file: path, line, message })
    }
  })
  return found
}

/**
 * A function's lines without those of named functions inside it, which are counted by themselves: a factory
 * that returns an object of functions is as long as what holds them together.
 */
function ownLines(source: Pick<Source, 'path' | 'ast'>, node: Node): number {
  let lines = linesOf(source, node)
  const subtract = (child: Node) => {
    if (isFunctionLikeDeclaration(child) && standsAlone(child, source.path)) {
      lines -= linesOf(source, child) - 1
    } else child.forEachChild(subtract)
  }
  node.forEachChild(subtract)
  return lines
}

const linesOf = ({ ast }: Pick<Source, 'ast'>, node: Node) =>
  ast.getLineAndCharacterOfPosition(node.end).line + 2 - lineOf(ast, node)

const TEST_BLOCKS = ['describe', 'suite', 'test', 'it', 'before', 'after', 'beforeEach', 'afterEach']

function standsAlone(node: Node, path: string): boolean {
  if (node.kind === SyntaxKind.FunctionDeclaration || node.kind === SyntaxKind.MethodDeclaration) return true
  const { parent } = node
  if (isVariableDeclaration(parent) || isPropertyAssignment(parent)) return true
  if (!isTestCode(path) || !isCallExpression(parent)) return false
  return isIdentifier(parent.expression) && TEST_BLOCKS.includes(parent.expression.text)
}
