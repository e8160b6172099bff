import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { CollectionSpec, Write } from '#store/engine.ts'
import { layoutOf } from './layout.ts'
import { encodeCommit } from './ops.ts'
import { createWriter } from './writer.ts'

const things = { name: 'things', indexes: { byCode: { fields: ['code'] }, byTag: { fields: ['tags[]'] } } }
const layouts = new Map([['things', layoutOf(things)]])
const insert = (id: string, body = {}): Write => ({ op: 'insert', collection: things, id, schema: 1, body })

function open() {
  const db = new DatabaseSync(':memory:')
  const writer = createWriter(db)
  writer.prepare([things])
  const count = () => db.prepare('SELECT count(*) AS n FROM things').get()?.n
  const write = (...commits: Write[][]) => writer.write(commits.map((each) => encodeCommit(layouts, each)))
  return { db, writer, write, count }
}

test('when the disk is full, nothing of the group is written, and later groups are', () => {
  const { db, write, count } = open()
  write([insert('a')])
  const pages = db.prepare('PRAGMA page_count').get()?.page_count
  db.exec(`PRAGMA max_page_count = ${pages}`)
  const large = { filler: 'x'.repeat(100_000) }
  assert.throws(() => write([insert('b')], [insert('c', large)], [insert('d')]), /full/)
  assert.equal(count(), 1)
  assert.equal(db.isTransaction, false)
  db.exec('PRAGMA max_page_count = 100000')
  assert.deepEqual(write([insert('b')], [insert('c', large)], [insert('d')]), [
    undefined,
    undefined,
    undefined,
  ])
  assert.equal(count(), 4)
})

test('a database that another holds is an error for the group and no harm', () => {
  const { db, write, count } = open()
  db.exec('BEGIN')
  assert.throws(() => write([insert('a')]), /transaction/)
  db.exec('ROLLBACK')
  write([insert('a')])
  assert.equal(count(), 1)
})

test('a table says what it holds to whoever opens the file', () => {
  const { db, write } = open()
  write([insert('a', { code: 'x', tags: ['t', 'u'] })])
  assert.deepEqual(
    { ...db.prepare('SELECT id, revision, "key:code" FROM things').get() },
    {
      id: 'a',
      revision: 1,
      'key:code': 'x',
    },
  )
  const entries = db.prepare('SELECT * FROM "things:byTag"').all()
  assert.deepEqual(
    entries.map((entry) => Object.values(entry)),
    [
      ['t', 'a'],
      ['u', 'a'],
    ],
  )
})

test('an index that is declared no more takes its columns and tables along', () => {
  const { db, writer, write } = open()
  write([insert('a', { code: 'x', tags: ['t'] })])
  writer.prepare([{ name: 'things', indexes: {} }])
  const names = (sql: string) =>
    db
      .prepare(sql)
      .all()
      .map((row) => row.name)
  assert.deepEqual(names(`SELECT name FROM pragma_table_info('things')`), [
    'id',
    'revision',
    'birth',
    'schema',
    'body',
  ])
  assert.deepEqual(names(`SELECT name FROM sqlite_schema WHERE name LIKE 'things:%'`), ['things:byId'])
  writer.prepare([things])
  assert.equal(db.prepare('SELECT "key:code" AS code FROM things').get()?.code, 'x')
  assert.equal(db.prepare('SELECT count(*) AS n FROM "things:byTag"').get()?.n, 1)
})

test('names that differ only in case are refused, since SQLite would not tell them apart', () => {
  const { writer } = open()
  const clashing: CollectionSpec[] = [
    { name: 'Things', indexes: {} },
    { name: 'others', indexes: { a: { fields: ['code'] }, A: { fields: ['kind'] } } },
    { name: 'others', indexes: { a: { fields: ['code'] }, b: { fields: ['Code'] } } },
    { name: 'others', indexes: { BYID: { fields: ['code'] } } },
  ]
  for (const spec of clashing) assert.throws(() => writer.prepare([spec]), /differ only in case/)
})

test('the few numbers that stand for null, false and true in the tables are refused as keys', () => {
  for (const code of [-Number.MAX_VALUE, -1.7976931348623155e308])
    assert.throws(() => encodeCommit(layouts, [insert('a', { code })]), /too far below zero/)
  assert.equal(encodeCommit(layouts, [insert('a', { code: -1.7976931348623153e308 })]).length, 1)
})
