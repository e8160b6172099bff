import { CommandError, notKnownHere } from './errors.ts'
import type { Scope } from './expressions.ts'
import { MODIFIERS } from './modifiers.ts'
import { areEqual, isSame } from './order.ts'
import { stepsOf } from './paths.ts'
import { compileStages } from './shapes.ts'
import { copy, type Doc, isDoc, own, setOwn, typeOf } from './values.ts'

/** What becomes of a document. */
export interface Updated {
  readonly doc: Doc
  readonly isChanged: boolean
  /** How change streams tell it; undefined for a replacement. */
  readonly description: Doc | undefined
}

export interface Update {
  readonly isReplacement: boolean
  /** Leaves `doc` as it is. `isInsert`: for an upsert that found nothing. */
  apply(doc: Doc, isInsert: boolean): Updated
}

/** The `u` of an update: modifiers, a replacement, or a pipeline. */
export function compileUpdate(spec: unknown, scope: Scope = {}): Update {
  if (Array.isArray(spec)) return compilePipeline(spec, scope)
  if (!isDoc(spec)) {
    const message = `Update argument must be either an object or an array, not ${typeOf(spec)}`
    throw new CommandError('FailedToParse', message)
  }
  return Object.keys(spec)[0]?.startsWith('$') ? compileModifiers(spec) : compileReplacement(spec)
}

function compileReplacement(spec: Doc): Update {
  const wrong = Object.keys(spec).find((key) => key.startsWith('$'))
  if (wrong) {
    const message = `The dollar ($) prefixed field '${wrong}' in '${wrong}' is not allowed in the context of an update's`
    throw new CommandError('DollarPrefixedFieldName', `${message} replacement document.`)
  }
  return {
    isReplacement: true,
    apply(doc) {
      const id = own(spec, '_id')
      if (id !== undefined && own(doc, '_id') !== undefined && !areEqual(id, doc._id))
        throw immutableId('_id')
      const result: Doc = '_id' in doc ? { _id: doc._id } : {}
      for (const [key, value] of Object.entries(copy(spec)))
        if (!(key === '_id' && '_id' in result)) setOwn(result, key, value)
      return { doc: result, isChanged: !isSame(doc, result), description: undefined }
    },
  }
}

const immutableId = (path: string) =>
  new CommandError(
    'ImmutableField',
    `Performing an update on the path '${path}' would modify the immutable field '_id'`,
  )

interface Step {
  readonly operator: string
  readonly path: string
  readonly operand: unknown
}

function compileModifiers(spec: Doc): Update {
  const steps = Object.entries(spec).flatMap(([operator, fields]): Step[] => {
    if (!(operator in MODIFIERS)) throw unknownModifier(operator)
    if (!isDoc(fields)) {
      const message = `Modifiers operate on fields but we found type ${typeOf(fields)} instead.`
      throw new CommandError('FailedToParse', message)
    }
    return Object.entries(fields).map(([path, operand]) => ({ operator, path, operand }))
  })
  checkPaths(steps.map(({ path }) => path))
  // The server goes through the fields in the order of their names.
  const ordered = steps.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return { isReplacement: false, apply: (doc, isInsert) => applyModifiers(ordered, doc, isInsert) }
}

function unknownModifier(operator: string): CommandError {
  if (['$rename', '$currentDate', '$bit', '$pullAll'].includes(operator)) {
    return notKnownHere(`the update operator ${operator}`)
  }
  const expected = 'Expected a valid update modifier or pipeline-style update specified as an array'
  return new CommandError('FailedToParse', `Unknown modifier: ${operator}. ${expected}`)
}

function checkPaths(paths: readonly string[]): void {
  for (const path of paths) {
    if (path === '' || path.startsWith('.') || path.endsWith('.')) {
      throw new CommandError(
        56,
        `The update path '${path}' contains an empty field name, which is not allowed.`,
      )
    }
    if (stepsOf(path).some((step) => step.startsWith('$')))
      throw notKnownHere(`positional updates: '${path}'`)
  }
  for (const [at, path] of paths.entries()) {
    const other = paths.find((each, i) => i !== at && (path === each || path.startsWith(`${each}.`)))
    if (other !== undefined) {
      const message = `Updating the path '${path}' would create a conflict at '${other}'`
      throw new CommandError('ConflictingUpdateOperators', message)
    }
  }
}

function applyModifiers(steps: readonly Step[], before: Doc, isInsert: boolean): Updated {
  const doc = copy(before)
  const updatedFields: Doc = {}
  const removedFields: string[] = []
  for (const { operator, path, operand } of steps) {
    const modify = MODIFIERS[operator]
    const outcome = modify?.({ doc, steps: stepsOf(path), path, operand, isInsert })
    if (outcome === 'removed') removedFields.push(path)
    else if (outcome !== 'same') setOwn(updatedFields, path, outcome?.value)
  }
  if ('_id' in before && !areEqual(doc._id, before._id)) throw immutableId('_id')
  const isChanged = removedFields.length > 0 || Object.keys(updatedFields).length > 0
  return { doc, isChanged, description: { updatedFields, removedFields, truncatedArrays: [] } }
}

function compilePipeline(spec: readonly unknown[], scope: Scope): Update {
  const stages = compileStages(spec, [
    '$set',
    '$addFields',
    '$unset',
    '$project',
    '$replaceRoot',
    '$replaceWith',
  ])
  return {
    isReplacement: false,
    apply(before) {
      const doc = stages.reduce((from: Doc, stage) => stage(from, scope), copy(before))
      if ('_id' in before) {
        if (own(doc, '_id') === undefined) doc._id = before._id
        if (!areEqual(doc._id, before._id)) throw immutableId('_id')
      }
      const updatedFields: Doc = {}
      const removedFields: string[] = []
      compareDocs(before, doc, { prefix: '', updatedFields, removedFields })
      return {
        doc,
        isChanged: !isSame(before, doc),
        description: { updatedFields, removedFields, truncatedArrays: [] },
      }
    },
  }
}

interface Differences {
  readonly prefix: string
  readonly updatedFields: Doc
  readonly removedFields: string[]
}

function compareDocs(before: Doc, after: Doc, differences: Differences): void {
  const { prefix, updatedFields, removedFields } = differences
  for (const key of Object.keys(before)) {
    if (own(after, key) === undefined) removedFields.push(prefix + key)
  }
  for (const [key, value] of Object.entries(after)) {
    const old = own(before, key)
    if (isSame(old, value)) continue
    if (isDoc(old) && isDoc(value)) compareDocs(old, value, { ...differences, prefix: `${prefix}${key}.` })
    else setOwn(updatedFields, prefix + key, value)
  }
}

/** What an upsert begins with: the values that the filter says its document has. */
export function upsertBase(filter: Doc): Doc {
  const doc: Doc = {}
  const set = MODIFIERS.$set
  const visit = (part: Doc) => {
    for (const [key, value] of Object.entries(part)) {
      if (key === '$and' && Array.isArray(value)) for (const each of value) visit(each)
      if (key.startsWith('$')) continue
      const isOperator = isDoc(value) && Object.keys(value)[0]?.startsWith('$')
      const operand = isOperator ? own(value as Doc, '$eq') : value
      if (operand !== undefined)
        set?.({ doc, steps: stepsOf(key), path: key, operand: copy(operand), isInsert: true })
    }
  }
  visit(filter)
  return doc
}
