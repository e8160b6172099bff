import {
  isArrayLiteralExpression,
  isBinaryExpression,
  isCallExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isStringLiteral,
  isTemplateExpression,
  isVariableDeclaration,
  type Node,
} from 'typescript/unstable/ast'
import { isTestCode } from './rooms.ts'
import { type Finding, type Source, type Tree, walk } from './tree.ts'

export interface RouteName {
  readonly method: string
  /** Below `/api`: `/carts/:cartId`. */
  readonly path: string
}

/** Each route is asked for by some test: found by the method and the address that tests write down. */
export function checkScenarios({ sources }: Tree, routes: readonly RouteName[]): Finding[] {
  const asked = sources.filter(({ path }) => isTestCode(path)).flatMap(requestsIn)
  return routes
    .filter((route) => !asked.some((request) => isFor(request, route)))
    .map(({ method, path }) => ({
      file: fileOf(sources, path),
      line: lineOfPath(sources, path),
      message: `no test asks ${method} /api${path}. Add a scenario: request('${method}', '/api${path}').`,
    }))
}

interface Asked {
  readonly method: string
  /** The address's steps; `*` stands for one or more characters that are only known at run time. */
  readonly address: string
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Finds `f('POST', '/api/x')`, `f.post('/api/x')`, `f('/api/x', { method: 'POST' })`, `{ method: 'POST', url:
 * '/api/x' }` and `['POST', '/api/x']`.
 */
function requestsIn({ ast }: Source): Asked[] {
  const constants = constantsOf(ast)
  const found: Asked[] = []
  const add = (method: string | undefined, node: Node | undefined) => {
    const address = node && addressOf(node, constants)
    if (method && address) found.push({ method, address: address.split('?')[0] ?? '' })
  }
  walk(ast, (node) => {
    if (isCallExpression(node)) {
      const [first, second] = node.arguments
      add(first && methodIn(first), second)
      add(calledMethod(node.expression), first)
      if (second && isObjectLiteralExpression(second)) add(methodOf(second) ?? 'GET', first)
      if (!second) add('GET', first)
    }
    if (isArrayLiteralExpression(node)) {
      const [first, second] = node.elements
      add(first && methodIn(first), second)
    }
    if (isObjectLiteralExpression(node)) {
      add(methodOf(node) ?? 'GET', property(node, 'url') ?? property(node, 'path'))
    }
  })
  return found
}

const methodIn = (node: Node): string | undefined =>
  isStringLiteral(node) && METHODS.includes(node.text) ? node.text : undefined

function calledMethod(callee: Node): string | undefined {
  const name = isPropertyAccessExpression(callee) ? callee.name : callee
  const method = isIdentifier(name) ? name.text.toUpperCase() : ''
  return METHODS.includes(method) ? method : undefined
}

function methodOf(node: Node): string | undefined {
  const value = property(node, 'method')
  return value && methodIn(value)
}

function property(node: Node, name: string): Node | undefined {
  if (!isObjectLiteralExpression(node)) return undefined
  const found = node.properties.find((each) => isPropertyAssignment(each) && each.name.getText() === name)
  return found && isPropertyAssignment(found) ? found.initializer : undefined
}

type Constants = ReadonlyMap<string, Node>

/** What names stand for in this file, where they are written down as text. */
function constantsOf(ast: Source['ast']): Constants {
  const constants = new Map<string, Node>()
  walk(ast, (node) => {
    if (isVariableDeclaration(node) && isIdentifier(node.name) && node.initializer) {
      constants.set(node.name.text, node.initializer)
    }
  })
  return constants
}

const DEPTH_MAX = 5

/** The text of a literal, with `*` for what is put in at run time. */
function textOf(node: Node, constants: Constants, depth = 0): string {
  if (depth > DEPTH_MAX) return '*'
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return node.text
  if (isTemplateExpression(node)) {
    const spans = node.templateSpans.map(
      ({ expression, literal }) => textOf(expression, constants, depth + 1) + literal.text,
    )
    return node.head.text + spans.join('')
  }
  if (isBinaryExpression(node)) {
    return textOf(node.left, constants, depth + 1) + textOf(node.right, constants, depth + 1)
  }
  const constant = isIdentifier(node) ? constants.get(node.text) : undefined
  return constant ? textOf(constant, constants, depth + 1) : '*'
}

function addressOf(node: Node, constants: Constants): string | undefined {
  const text = textOf(node, constants).replace(/\*+/g, '*')
  return /^(\*|https?:\/\/[^/]*)?\/api\/./.test(text) || /^\*\/./.test(text) ? text : undefined
}

function isFor(asked: Asked, { method, path }: RouteName): boolean {
  if (asked.method !== method) return false
  const wanted = `/api${path}`.split('/').slice(1)
  const at = asked.address.indexOf('/api/')
  const isWhole = at >= 0
  const given = asked.address
    .slice(isWhole ? at : 1)
    .split('/')
    .slice(1)
  if (isWhole)
    return given.length === wanted.length && wanted.every((step, index) => isStep(given[index], step))
  // What begins with something unknown, such as `${cart}/lines`, is compared from its end.
  const end = wanted.slice(-given.length)
  return end.some((step) => !step.startsWith(':')) && end.every((step, index) => isStep(given[index], step))
}

/** `:cartId` is any step but an empty one. */
const isStep = (given: string | undefined, step: string): boolean =>
  step.startsWith(':') ? Boolean(given) : given === step

const fileOf = (sources: readonly Source[], path: string) =>
  sources.find((source) => !isTestCode(source.path) && source.text.includes(`path: '${path}'`))?.path ??
  'server/modules/index.ts'

function lineOfPath(sources: readonly Source[], path: string): number {
  const source = sources.find((each) => each.path === fileOf(sources, path))
  const before = source?.text.split(`path: '${path}'`)[0] ?? ''
  return before.split('\n').length
}
