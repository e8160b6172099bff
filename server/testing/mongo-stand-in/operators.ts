import { ARITHMETIC } from './arithmetic.ts'
import { CommandError, notKnownHere } from './errors.ts'
import type { Expression, Scope } from './expressions.ts'
import { compareValues } from './order.ts'
import { compileText } from './text-operators.ts'
import { type Doc, isDoc, isTruthy, own, setOwn, toInteger, toNumber, typeOf } from './values.ts'

type Compile = (spec: unknown) => Expression
export type Operator = (operand: unknown, compile: Compile) => Expression

/** An operator on values; a single argument may stand without its array. */
export const onValues =
  (name: string, count: number | undefined, apply: (values: unknown[]) => unknown): Operator =>
  (operand, compile) => {
    const parts = (Array.isArray(operand) ? operand : [operand]).map(compile)
    if (count !== undefined && parts.length !== count) {
      const given = `${parts.length} were passed in.`
      throw new CommandError(16020, `Expression ${name} takes exactly ${count} arguments. ${given}`)
    }
    return (scope) => apply(parts.map((part) => part(scope)))
  }

const comparison = (name: string, holds: (order: number) => boolean) =>
  onValues(name, 2, ([a, b]) => holds(compareValues(a, b)))

const isNothing = (value: unknown) => value === undefined || value === null

const toArray = (name: string, value: unknown): unknown[] => {
  if (Array.isArray(value)) return value
  throw new CommandError(28664, `${name} needs an array, but got ${typeOf(value)}`)
}

/** An operator with named arguments. */
const named =
  (
    names: readonly string[],
    apply: (args: Record<string, Expression>, scope: Scope) => unknown,
    raw = ['as'],
  ) =>
  (operand: unknown, compile: Compile): Expression => {
    if (!isDoc(operand)) throw new CommandError('FailedToParse', 'the operator needs an object of arguments')
    const unknown = Object.keys(operand).find((key) => !names.includes(key))
    if (unknown) throw new CommandError('FailedToParse', `Unrecognized argument: ${unknown}`)
    const args: Record<string, Expression> = {}
    for (const [key, value] of Object.entries(operand)) {
      args[key] = raw.includes(key) ? () => value : compile(value)
    }
    return (scope) => apply(args, scope)
  }

const BOOLEANS: Readonly<Record<string, Operator>> = {
  $eq: comparison('$eq', (order) => order === 0),
  $ne: comparison('$ne', (order) => order !== 0),
  $gt: comparison('$gt', (order) => order > 0),
  $gte: comparison('$gte', (order) => order >= 0),
  $lt: comparison('$lt', (order) => order < 0),
  $lte: comparison('$lte', (order) => order <= 0),
  $cmp: onValues('$cmp', 2, ([a, b]) => toInteger(BigInt(compareValues(a, b)))),
  $and: (operand, compile) => {
    const parts = (Array.isArray(operand) ? operand : [operand]).map(compile)
    return (scope) => parts.every((part) => isTruthy(part(scope)))
  },
  $or: (operand, compile) => {
    const parts = (Array.isArray(operand) ? operand : [operand]).map(compile)
    return (scope) => parts.some((part) => isTruthy(part(scope)))
  },
  $not: onValues('$not', 1, ([value]) => !isTruthy(value)),
  $in: onValues('$in', 2, ([value, list]) =>
    toArray('$in', list).some((each) => compareValues(each, value) === 0),
  ),
}

const CONDITIONALS: Readonly<Record<string, Operator>> = {
  $literal: (operand) => () => operand,
  $cond: (operand, compile) => {
    const list = Array.isArray(operand)
      ? operand
      : isDoc(operand)
        ? [operand.if, operand.then, operand.else]
        : []
    if (list.length !== 3) throw new CommandError(16020, 'Expression $cond takes exactly 3 arguments.')
    const [when, yes, no] = list.map(compile) as [Expression, Expression, Expression]
    return (scope) => (isTruthy(when(scope)) ? yes(scope) : no(scope))
  },
  $ifNull: onValues(
    '$ifNull',
    undefined,
    (values) => values.find((each) => !isNothing(each)) ?? values.at(-1),
  ),
  $switch: (operand, compile) => {
    if (!isDoc(operand) || !Array.isArray(operand.branches)) {
      throw new CommandError(40060, '$switch requires a document with branches')
    }
    const branches = operand.branches.map((each: Doc) => [compile(each.case), compile(each.then)] as const)
    const otherwise = 'default' in operand ? compile(operand.default) : undefined
    return (scope) => {
      const branch = branches.find(([when]) => isTruthy(when(scope)))
      if (branch) return branch[1](scope)
      if (!otherwise) throw new CommandError(40066, '$switch could not find a matching branch')
      return otherwise(scope)
    }
  },
  $let: (operand, compile) => {
    if (!isDoc(operand) || !isDoc(operand.vars)) throw new CommandError(16874, '$let needs vars and in')
    const vars = Object.entries(operand.vars).map(([name, value]) => [name, compile(value)] as const)
    const body = compile(operand.in)
    return (scope) =>
      body({ ...scope, ...Object.fromEntries(vars.map(([name, value]) => [name, value(scope)])) })
  },
  $type: onValues('$type', 1, ([value]) => typeOf(value)),
}

const ARRAYS: Readonly<Record<string, Operator>> = {
  $isArray: onValues('$isArray', 1, ([value]) => Array.isArray(value)),
  $size: onValues('$size', 1, ([value]) => {
    if (Array.isArray(value)) return toInteger(BigInt(value.length))
    throw new CommandError(17124, `The argument to $size must be an array, but was of type: ${typeOf(value)}`)
  }),
  $arrayElemAt: onValues('$arrayElemAt', 2, ([value, at]) =>
    isNothing(value) || isNothing(at) ? null : toArray('$arrayElemAt', value).at(toNumber(at) ?? 0),
  ),
  $first: onValues('$first', 1, ([value]) => (isNothing(value) ? null : toArray('$first', value)[0])),
  $last: onValues('$last', 1, ([value]) => (isNothing(value) ? null : toArray('$last', value).at(-1))),
  $concatArrays: onValues('$concatArrays', undefined, (values) =>
    values.some(isNothing) ? null : values.flatMap((each) => toArray('$concatArrays', each)),
  ),
  $slice: onValues('$slice', undefined, ([value, ...rest]) => {
    if (isNothing(value)) return null
    const list = toArray('$slice', value)
    const [a = 0, b] = rest.map((each) => toNumber(each) ?? 0)
    if (b === undefined) return a < 0 ? list.slice(a) : list.slice(0, a)
    const from = a < 0 ? Math.max(0, list.length + a) : a
    return list.slice(from, from + b)
  }),
  $indexOfArray: onValues('$indexOfArray', 2, ([list, value]) =>
    isNothing(list)
      ? null
      : toInteger(
          BigInt(toArray('$indexOfArray', list).findIndex((each) => compareValues(each, value) === 0)),
        ),
  ),
  $map: named(['input', 'as', 'in'], ({ input, as, in: body }, scope) => {
    const list = input?.(scope)
    const name = String(as?.(scope) ?? 'this')
    if (isNothing(list)) return null
    return toArray('$map', list).map((each) => body?.({ ...scope, [name]: each }) ?? null)
  }),
  $filter: named(['input', 'as', 'cond', 'limit'], ({ input, as, cond, limit }, scope) => {
    const list = input?.(scope)
    const name = String(as?.(scope) ?? 'this')
    if (isNothing(list)) return null
    const found = toArray('$filter', list).filter((each) => isTruthy(cond?.({ ...scope, [name]: each })))
    return limit ? found.slice(0, toNumber(limit(scope))) : found
  }),
  $reduce: named(['input', 'initialValue', 'in'], ({ input, initialValue, in: body }, scope) => {
    const list = input?.(scope)
    if (isNothing(list)) return null
    return toArray('$reduce', list).reduce(
      (value: unknown, each) => body?.({ ...scope, value, this: each }),
      initialValue?.(scope),
    )
  }),
}

const DOCUMENTS: Readonly<Record<string, Operator>> = {
  $mergeObjects: onValues('$mergeObjects', undefined, (values) => {
    const result: Doc = {}
    for (const each of values) {
      if (isNothing(each)) continue
      if (!isDoc(each)) throw new CommandError(40400, '$mergeObjects requires object inputs')
      for (const [key, value] of Object.entries(each)) setOwn(result, key, value)
    }
    return result
  }),
  $objectToArray: onValues('$objectToArray', 1, ([value]) => {
    if (isNothing(value)) return null
    if (!isDoc(value)) throw new CommandError(40390, '$objectToArray requires a document input')
    return Object.entries(value).map(([k, v]) => ({ k, v }))
  }),
  $arrayToObject: onValues('$arrayToObject', 1, ([value]) => {
    if (isNothing(value)) return null
    const result: Doc = {}
    for (const each of toArray('$arrayToObject', value)) {
      const [key, item] = Array.isArray(each) ? each : isDoc(each) ? [each.k, each.v] : []
      if (typeof key !== 'string') throw new CommandError(40395, '$arrayToObject requires string keys')
      setOwn(result, key, item)
    }
    return result
  }),
  $getField: (operand, compile) => {
    const field = isDoc(operand) && 'field' in operand ? operand.field : operand
    if (typeof field !== 'string') throw notKnownHere('$getField with a computed name')
    const input = isDoc(operand) && 'input' in operand ? compile(operand.input) : undefined
    return (scope) => {
      const from = input ? input(scope) : scope.CURRENT
      return isDoc(from) ? own(from, field) : isNothing(from) ? null : undefined
    }
  },
  $setField: named(
    ['field', 'input', 'value'],
    ({ field, input, value }, scope) => {
      const from = input?.(scope)
      if (isNothing(from)) return null
      if (!isDoc(from)) throw new CommandError(4161105, '$setField requires an object')
      const set = value?.(scope)
      const result: Doc = {}
      for (const [key, each] of Object.entries(from)) setOwn(result, key, each)
      const name = String(field?.(scope))
      if (set === undefined) delete result[name]
      else setOwn(result, name, set)
      return result
    },
    ['field'],
  ),
}

/** The operators of aggregation that are known here. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...BOOLEANS,
  ...CONDITIONALS,
  ...ARRAYS,
  ...DOCUMENTS,
  ...ARITHMETIC,
  ...compileText(onValues),
}
