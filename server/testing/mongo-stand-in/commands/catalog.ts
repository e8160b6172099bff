import { type Call, type Commands, checkCollation, collectionOf, docAt, flagOf, textOf } from '../call.ts'
import { type Collection, countDocs, ID_INDEX } from '../collection.ts'
import { notKnownHere } from '../errors.ts'
import { compileFilter } from '../match.ts'
import { type Doc, toInteger } from '../values.ts'
import { LATEST, visible } from '../versions.ts'
import { listed, withoutWriters } from './shared.ts'

async function listCollections(call: Call): Promise<Doc> {
  const matches = compileFilter(docAt(call.command, 'filter') ?? {})
  const isBrief = flagOf(call.command, 'nameOnly')
  const all = call.world.storage.collections(call.db).map((collection): Doc => {
    const { name, uuid, indexes } = collection
    if (isBrief) return { name, type: 'collection' }
    const idIndex = indexes.get(ID_INDEX)?.spec
    return { name, type: 'collection', options: {}, info: { readOnly: false, uuid }, idIndex }
  })
  return { cursor: await listed(call, `${call.db}.$cmd.listCollections`, all.filter(matches)) }
}

const CREATE_ELSEWHERE = [
  'capped',
  'timeseries',
  'viewOn',
  'pipeline',
  'validator',
  'clusteredIndex',
  'expireAfterSeconds',
]

function create(call: Call): Doc {
  const wrong = CREATE_ELSEWHERE.find((option) => call.command[option] !== undefined)
  if (wrong) throw notKnownHere(`the option ${wrong} of collections`)
  checkCollation(call.command)
  // With nothing but defaults, creating it again is all right.
  call.world.storage.create(call.db, textOf(call.command, 'create'))
  return {}
}

async function drop(call: Call): Promise<Doc> {
  const collection = collectionOf(call)
  if (!collection) return {}
  await withoutWriters(call, collection)
  const { db, name, ns, indexes } = collection
  call.world.storage.drop(collection)
  call.world.storage.record([{ type: 'drop', db, collection: name }])
  return { nIndexesWas: indexes.size, ns }
}

async function dropDatabase(call: Call): Promise<Doc> {
  const { storage } = call.world
  const collections = storage.collections(call.db)
  if (collections.length === 0) return {}
  for (const collection of collections) await withoutWriters(call, collection)
  const drops = collections.map(({ db, name }) => ({ type: 'drop', db, collection: name }) as const)
  for (const collection of collections) storage.drop(collection)
  storage.record([...drops, { type: 'dropDatabase', db: call.db }])
  return { dropped: call.db }
}

function sizeOf(collection: Collection): number {
  let bytes = 0
  for (const row of collection.rows.values()) bytes += visible(row, LATEST)?.bytes?.length ?? 0
  return bytes
}

function listDatabases({ world, command }: Call): Doc {
  const matches = compileFilter(docAt(command, 'filter') ?? {})
  const databases = world.storage.databases().map((name): Doc => {
    if (flagOf(command, 'nameOnly')) return { name }
    const sizeOnDisk = world.storage.collections(name).reduce((sum, each) => sum + sizeOf(each), 0)
    return { name, sizeOnDisk: toInteger(BigInt(sizeOnDisk), 'long'), empty: sizeOnDisk === 0 }
  })
  return { databases: databases.filter(matches) }
}

function collStats(call: Call): Doc {
  const collection = collectionOf(call)
  const ns = `${call.db}.${textOf(call.command, call.name)}`
  if (!collection) return { ns, size: 0, count: 0, storageSize: 0, nindexes: 0, totalIndexSize: 0 }
  const [size, count] = [sizeOf(collection), countDocs(collection)]
  const avgObjSize = count > 0 ? { avgObjSize: Math.floor(size / count) } : {}
  return {
    ns,
    size,
    count,
    ...avgObjSize,
    storageSize: size,
    nindexes: collection.indexes.size,
    capped: false,
  }
}

const changing = { needs: 'primary' } as const
const CREATE_FIELDS = [
  ...CREATE_ELSEWHERE,
  'collation',
  'indexOptionDefaults',
  'storageEngine',
  'writeConcern',
]

/** The commands on collections and databases. */
export const catalogCommands: Commands = {
  listCollections: {
    needs: 'readable',
    fields: ['filter', 'nameOnly', 'cursor', 'authorizedCollections', 'maxTimeMS'],
    run: listCollections,
  },
  create: { ...changing, inTransaction: true, fields: [...CREATE_FIELDS, 'maxTimeMS'], run: create },
  drop: { ...changing, fields: ['maxTimeMS'], run: drop },
  dropDatabase: { ...changing, fields: ['maxTimeMS'], run: dropDatabase },
  listDatabases: {
    isAdmin: true,
    needs: 'readable',
    fields: ['filter', 'nameOnly', 'authorizedDatabases', 'maxTimeMS'],
    run: listDatabases,
  },
  collStats: { needs: 'readable', fields: ['scale', 'maxTimeMS'], run: collStats },
}
