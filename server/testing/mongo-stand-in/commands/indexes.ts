import { BSON } from 'mongodb'
import {
  type Call,
  type Commands,
  checkCollation,
  collectionOf,
  docAt,
  docsOf,
  flagOf,
  textOf,
} from '../call.ts'
import { buildIndex, type Collection, ID_INDEX } from '../collection.ts'
import { CommandError, notKnownHere } from '../errors.ts'
import { createIndex, type Index } from '../indexes.ts'
import { compileFilter } from '../match.ts'
import { isSame } from '../order.ts'
import { isSameKey } from '../plan.ts'
import { type Doc, isDoc } from '../values.ts'
import { listed, requireCollection, withoutWriters } from './shared.ts'

const INDEX_FIELDS = [
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'v',
  'background',
  'collation',
]
const KNOWN_ELSEWHERE = [
  'expireAfterSeconds',
  'hidden',
  'weights',
  'default_language',
  'wildcardProjection',
  'clustered',
]

function toSpec(given: Doc): Doc {
  const unknown = Object.keys(given).find((key) => !INDEX_FIELDS.includes(key))
  if (unknown && KNOWN_ELSEWHERE.includes(unknown)) throw notKnownHere(`the index option ${unknown}`)
  if (unknown) {
    const message = `The field '${unknown}' is not valid for an index specification.`
    throw new CommandError('InvalidIndexSpecificationOption', message)
  }
  checkCollation(given)
  const key = docAt(given, 'key')
  if (!key || Object.keys(key).length === 0) {
    throw new CommandError('CannotCreateIndex', 'Index keys cannot be an empty object')
  }
  for (const value of Object.values(key)) {
    if (typeof value === 'string') throw notKnownHere(`indexes of the kind "${value}"`)
  }
  const { sparse, partialFilterExpression: filter, unique } = given
  if (filter !== undefined) checkPartial(filter)
  if (filter !== undefined && flagOf(given, 'sparse')) {
    throw new CommandError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options')
  }
  return {
    v: new BSON.Int32(2),
    key,
    name: textOf(given, 'name'),
    ...(unique !== undefined && { unique }),
    ...(sparse !== undefined && { sparse }),
    ...(filter !== undefined && { partialFilterExpression: filter }),
  }
}

const PARTIAL_OPERATORS = ['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in']

/** Only some operators may say what is in a partial index. */
function checkPartial(filter: unknown): void {
  if (!isDoc(filter)) throw new CommandError('TypeMismatch', 'partialFilterExpression must be an object')
  compileFilter(filter)
  for (const [path, spec] of Object.entries(filter)) {
    if ((path === '$and' || path === '$or') && Array.isArray(spec)) {
      for (const each of spec) checkPartial(each)
      continue
    }
    const operators = isDoc(spec) ? Object.keys(spec).filter((key) => key.startsWith('$')) : []
    const wrong = path.startsWith('$') ? path : operators.find((key) => !PARTIAL_OPERATORS.includes(key))
    const isAbsence = isDoc(spec) && '$exists' in spec && !flagOf(spec, '$exists')
    if (wrong || isAbsence) {
      const message = `Expression not supported in partial index: ${wrong ?? `$not ${path} exists`}`
      throw new CommandError('CannotCreateIndex', message)
    }
  }
}

const OPTIONS = ['unique', 'sparse', 'partialFilterExpression'] as const

const hasSameOptions = (a: Doc, b: Doc) =>
  OPTIONS.every((option) => isSame(a[option] ?? false, b[option] ?? false))

/** True if the very index is there already; refused if it is there in another shape or by another name. */
function isKnown(collection: Collection, spec: Doc): boolean {
  const named = collection.indexes.get(String(spec.name))
  if (named) {
    if (isSameKey(named.spec.key, spec.key) && (named.name === ID_INDEX || hasSameOptions(named.spec, spec)))
      return true
    const message = `An existing index has the same name as the requested index. Requested index: ${spec.name}`
    throw new CommandError('IndexKeySpecsConflict', message)
  }
  for (const { spec: other, name } of collection.indexes.values()) {
    if (!isSameKey(other.key, spec.key)) continue
    if (name === ID_INDEX) return true
    if (!isSame(other.partialFilterExpression, spec.partialFilterExpression)) continue
    throw new CommandError('IndexOptionsConflict', `Index already exists with a different name: ${name}`)
  }
  return false
}

async function createIndexes(call: Call): Promise<Doc> {
  const specs = docsOf(call.command, 'indexes').map(toSpec)
  const name = textOf(call.command, 'createIndexes')
  const createdCollectionAutomatically = collectionOf(call) === undefined
  const collection = call.world.storage.create(call.db, name)
  await withoutWriters(call, collection)
  const numIndexesBefore = collection.indexes.size
  const built: Index[] = []
  try {
    for (const spec of specs) {
      if (isKnown(collection, spec)) continue
      const index = createIndex(spec)
      buildIndex(collection, index)
      built.push(index)
    }
  } catch (error) {
    for (const index of built) collection.indexes.delete(index.name)
    throw error
  }
  const numIndexesAfter = collection.indexes.size
  const note = numIndexesAfter === numIndexesBefore && { note: 'all indexes already exist' }
  return { numIndexesBefore, numIndexesAfter, createdCollectionAutomatically, ...note }
}

async function listIndexes(call: Call): Promise<Doc> {
  const collection = requireCollection(call)
  return {
    cursor: await listed(
      call,
      collection.ns,
      [...collection.indexes.values()].map(({ spec }) => spec),
    ),
  }
}

async function dropIndexes(call: Call): Promise<Doc> {
  const collection = requireCollection(call)
  await withoutWriters(call, collection)
  const nIndexesWas = collection.indexes.size
  for (const name of toNames(collection, call.command.index)) collection.indexes.delete(name)
  return { nIndexesWas }
}

function toNames(collection: Collection, wanted: unknown): string[] {
  if (wanted === '*') return [...collection.indexes.keys()].filter((name) => name !== ID_INDEX)
  if (Array.isArray(wanted)) return wanted.flatMap((each) => toNames(collection, each))
  const found = [...collection.indexes.values()].find(({ name, spec }) =>
    typeof wanted === 'string' ? name === wanted : isDoc(wanted) && isSameKey(spec.key, wanted),
  )
  if (!found) throw new CommandError('IndexNotFound', `index not found with name [${String(wanted)}]`)
  if (found.name === ID_INDEX) throw new CommandError('InvalidOptions', 'cannot drop _id index')
  return [found.name]
}

/** The commands on indexes. */
export const indexCommands: Commands = {
  createIndexes: { needs: 'primary', fields: ['indexes', 'commitQuorum', 'maxTimeMS'], run: createIndexes },
  listIndexes: { needs: 'readable', fields: ['cursor', 'maxTimeMS'], run: listIndexes },
  dropIndexes: { needs: 'primary', fields: ['index', 'maxTimeMS'], run: dropIndexes },
}
