import { CommandError } from './errors.ts'
import { OPERATORS } from './operators.ts'
import { stepsOf, valueAt } from './paths.ts'
import { type Doc, isDoc, setOwn } from './values.ts'

/** The variables that an expression sees, by name without `$$`. */
export type Scope = { readonly [name: string]: unknown }

/** Computes a value; undefined is a missing one. */
export type Expression = (scope: Scope) => unknown

const SYSTEM = ['ROOT', 'CURRENT', 'NOW', 'CLUSTER_TIME']

/** An aggregation expression: field paths, variables, operators, and documents and arrays of them. */
export function compileExpression(spec: unknown): Expression {
  if (typeof spec === 'string') return spec.startsWith('$') ? compilePath(spec) : () => spec
  if (Array.isArray(spec)) {
    const parts = spec.map(compileExpression)
    return (scope) => parts.map((part) => part(scope) ?? null)
  }
  if (!isDoc(spec)) return () => spec
  const keys = Object.keys(spec)
  const [first] = keys
  if (!first?.startsWith('$')) return compileDoc(spec)
  if (keys.length > 1) {
    const code = 15983
    throw new CommandError(code, 'an object representing an expression must have exactly one field')
  }
  const operator = OPERATORS[first]
  if (!operator) throw new CommandError('InvalidPipelineOperator', `Unrecognized expression '${first}'`)
  return operator(spec[first], compileExpression)
}

function compileDoc(spec: Doc): Expression {
  const fields = Object.entries(spec).map(([key, value]) => {
    if (key.includes('.')) {
      throw new CommandError(
        16412,
        `FieldPath field names may not contain '.'. Consider using $getField or $setField.`,
      )
    }
    return [key, compileExpression(value)] as const
  })
  return (scope) => {
    const result: Doc = {}
    for (const [key, expression] of fields) {
      const value = expression(scope)
      if (value !== undefined) setOwn(result, key, value)
    }
    return result
  }
}

function compilePath(text: string): Expression {
  const isVariable = text.startsWith('$$')
  const path = text.slice(isVariable ? 2 : 1)
  if (path === '' || path.startsWith('.') || path.endsWith('.')) {
    throw new CommandError(16872, `'$' by itself is not a valid FieldPath`)
  }
  const steps = stepsOf(path)
  if (!isVariable) return (scope) => valueAt(scope.CURRENT, steps)
  const [name = '', ...rest] = steps
  if (name === 'REMOVE') return () => undefined
  return (scope) => {
    if (!(name in scope) && !SYSTEM.includes(name)) {
      throw new CommandError(17276, `Use of undefined variable: ${name}`)
    }
    return valueAt(scope[name], rest)
  }
}
