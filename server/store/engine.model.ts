import {
  type Body,
  type CollectionSpec,
  Conflict,
  type Engine,
  type Found,
  type IndexQuery,
  type IndexSpec,
  type Key,
  type Stored,
  type Write,
} from './engine.ts'
import { compareKeys, entriesOf, parseField } from './index-keys.ts'

/**
 * An engine in plain memory, written to be obviously right and not to be fast: every read works out all
 * entries anew. The conformance suite holds the real engines against it. It keeps nothing and knows no
 * limits.
 */
export function createModelEngine(): Engine {
  let tables: Tables = new Map()
  const specs = new Map<string, CollectionSpec>()
  return {
    async prepare(collections) {
      for (const spec of collections) {
        specs.set(spec.name, spec)
        tables.set(spec.name, tables.get(spec.name) ?? new Map())
        for (const stored of tables.get(spec.name)?.values() ?? []) assertUnique(tables, spec, stored)
      }
    },
    get: async ({ name }, ids) => ids.map((id) => tables.get(name)?.get(id)),
    find: async (collection, query) => findIn(tables.get(collection.name) ?? new Map(), collection, query),
    async commit(writes) {
      const next: Tables = new Map([...tables].map(([name, table]) => [name, new Map(table)]))
      for (const write of writes) apply(next, write)
      tables = next
    },
    close: async () => {},
  }
}

type Table = Map<string, Stored>
type Tables = Map<string, Table>

function apply(tables: Tables, write: Write): void {
  const { op, collection, id } = write
  const table = tables.get(collection.name) as Table
  const known = table.get(id)
  const refuse = (kind: Conflict['kind'], index?: string) =>
    new Conflict(kind, { collection: collection.name, id, index })
  if (op === 'insert') {
    if (known) throw refuse('taken', 'byId')
    put(tables, collection, { id, revision: write.revision ?? 1, schema: write.schema, body: write.body })
    return
  }
  if (!known || (op !== 'adjust' && known.revision !== write.revision)) throw refuse('stale')
  const revision = known.revision + 1
  if (op === 'remove') {
    table.delete(id)
  } else if (op === 'replace') {
    put(tables, collection, { id, revision, schema: write.schema, body: write.body })
  } else {
    const sum = ((known.body[write.field] ?? 0) as number) + write.by
    if (write.floor !== undefined && sum < write.floor) throw refuse('floor')
    put(tables, collection, { ...known, revision, body: { ...known.body, [write.field]: sum } })
  }
}

function put(tables: Tables, collection: CollectionSpec, stored: Stored): void {
  assertUnique(tables, collection, stored)
  // As a database would: nothing that the caller does to the body later may show.
  const body = JSON.parse(JSON.stringify(stored.body)) as Body
  tables.get(collection.name)?.set(stored.id, { ...stored, body })
}

function assertUnique(tables: Tables, collection: CollectionSpec, { id, body }: Stored): void {
  for (const [index, spec] of Object.entries(collection.indexes)) {
    if (!spec.unique) continue
    const mine = new Set(entriesOf(spec, body).map((entry) => JSON.stringify(entry)))
    for (const other of tables.get(collection.name)?.values() ?? [])
      if (other.id !== id && entriesOf(spec, other.body).some((entry) => mine.has(JSON.stringify(entry))))
        throw new Conflict('taken', { collection: collection.name, id, index })
  }
}

interface Entry {
  /** The index's keys and the id. */
  readonly keys: readonly Key[]
  readonly stored: Stored
}

function findIn(table: Table, { indexes }: CollectionSpec, query: IndexQuery): Found {
  const { equals = [], range = {}, after, limit } = query
  const spec = query.index === 'byId' ? { fields: [] } : (indexes[query.index] as IndexSpec)
  const order = orderOf(spec, query.reverse ?? false)
  const from = after && [...equals, ...after]
  const entries = [...table.values()]
    .flatMap((stored) =>
      entriesOf(spec, stored.body).map((keys): Entry => ({ keys: [...keys, stored.id], stored })),
    )
    .filter(({ keys }) => equals.every((key, at) => compareKeys(key, keys[at] as Key) === 0))
    .filter(({ keys }) => isInRange(keys[equals.length] as Key, range))
    .filter(({ keys }) => !from || order(keys, from) > 0)
    .sort((a, b) => order(a.keys, b.keys))
  const page = entries.slice(0, limit)
  const last = entries.length > limit ? page.at(-1) : undefined
  return { rows: page.map((entry) => entry.stored), next: last ? last.keys.slice(equals.length) : null }
}

function orderOf({ fields }: IndexSpec, reverse: boolean) {
  const signs = fields.map((field) => (parseField(field).descending ? -1 : 1))
  signs.push(signs.at(-1) ?? 1)
  return (a: readonly Key[], b: readonly Key[]): number => {
    for (const [at, sign] of signs.entries()) {
      const difference = compareKeys(a[at] as Key, b[at] as Key)
      if (difference !== 0) return difference * sign * (reverse ? -1 : 1)
    }
    return 0
  }
}

const isInRange = (key: Key, { gt, gte, lt, lte }: NonNullable<IndexQuery['range']>): boolean =>
  (gt === undefined || compareKeys(key, gt) > 0) &&
  (gte === undefined || compareKeys(key, gte) >= 0) &&
  (lt === undefined || compareKeys(key, lt) < 0) &&
  (lte === undefined || compareKeys(key, lte) <= 0)
