import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { type PostgresServer, startPostgres } from '#testing/postgres-server.ts'
import { OTHER_WAYS, readSql } from './index-sql.ts'
import { fromJsonb, fromText, toJsonb, toKeyText, toText } from './keys.ts'
import { insertInto, openOn } from './kit.fixture.ts'
import { hasEntries, layoutOf } from './layout.ts'
import { qualifierOf } from './names.ts'

const spec = {
  name: 'things',
  indexes: {
    byCode: { fields: ['code'], unique: true },
    byPair: { fields: ['a', '-b'] },
    byOwner: { fields: ['-ownerId', 'kind', '-a'], sparse: true },
    byTag: { fields: ['tags[]', '-a'] },
    byMark: { fields: ['-a', 'marks[].m'], sparse: true },
    bySku: { fields: ['b', 'skus[]'], unique: true },
  },
}

let server: PostgresServer
let client: pg.Client
let url: string
before(async () => {
  server = await startPostgres()
  url = await server.createDatabase()
  client = new pg.Client({ connectionString: url })
  await client.connect()
})
after(async () => {
  await client.end()
  await server.stop()
})

test('every read is a search in its index that needs no sorting', async (t) => {
  const engine = await openOn(t, url, [spec])
  const body = (n: number) => ({
    code: n,
    a: n % 50,
    b: `b${n % 7}`,
    ownerId: `u${n % 100}`,
    kind: 'k',
    tags: [`t${n % 40}`, 'all'],
    marks: [{ m: n % 30 }],
    skus: [`s${n}`],
    filler: 'x'.repeat(200),
  })
  const all = Array.from({ length: 5_000 }, (_, n) => insertInto(spec, `id${n}`, body(n)))
  await engine.commit(all)
  const layout = layoutOf(spec, qualifierOf('public'))
  for (const way of OTHER_WAYS) await client.query(`SET enable_${way} = off`)
  await client.query('SET plan_cache_mode = force_generic_plan')
  for (const index of layout.indexes.values())
    for (const direction of ['', 'DESC'] as const) {
      // As inside of the function: with places for values that are not known yet.
      const sql = readSql(layout, index, direction)
        .replaceAll('v_from', '$1')
        .replaceAll('v_to', '$2')
        .replaceAll('v_limit', '$3')
      await client.query(`PREPARE read (text, text, bigint) AS ${sql}`)
      const { rows } = await client.query(`EXPLAIN (COSTS OFF) EXECUTE read ('4', '5', 50)`)
      await client.query('DEALLOCATE read')
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      assert.doesNotMatch(plan, /Sort|Seq Scan|Filter|Bitmap|Hash|Gather/, `${index.name}\n${plan}`)
      const [first = '', second = ''] = plan.match(/Index .*Scan.*\n.*Cond:.*/g) ?? []
      assert.match(first, /Cond: \(.* >= \$1.* AND .* < \$2/, plan)
      assert.equal(/Backward/.test(first), direction === 'DESC', plan)
      if (hasEntries(index)) assert.match(second, /things_pkey.*\n.*\(id = k\.id\)/, plan)
    }
  for (const way of OTHER_WAYS) await client.query(`RESET enable_${way}`)
})

test('the database makes the same keys as the shop, and they sort as keys do', async () => {
  const strings = fc.string({ unit: 'binary' })
  const key = fc.oneof(
    fc.constantFrom(null, true, false, '\0', '\u0001', '\u0001\0', 'a\\b', -0),
    strings,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(key, { minLength: 40, maxLength: 60 }), async (keys) => {
      const { rows } = await client.query(
        `SELECT "store:key"(k) AS key, "store:inverse"(k) AS inverse
         FROM jsonb_array_elements($1) WITH ORDINALITY e(k, n) ORDER BY n`,
        [toJsonb(JSON.stringify(keys))],
      )
      for (const [at, each] of keys.entries()) {
        assert.equal(rows[at].key, toKeyText(each, false))
        assert.equal(rows[at].inverse, toKeyText(each, true))
      }
    }),
    { numRuns: 30 },
  )
  const { rows } = await client.query(
    `SELECT "store:key"('"x\\u0001\\u0004d83d"') AS half, "store:inverse"('"x\\u0001\\u0004d83d"') AS inverse`,
  )
  assert.deepEqual(rows, [{ half: toKeyText('x\ud83d', false), inverse: toKeyText('x\ud83d', true) }])
})

test('what jsonb and text cannot hold comes back all the same', async (t) => {
  const anyString = fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  })
  fc.assert(
    fc.property(anyString, (text) => {
      const json = JSON.stringify({ [text]: text })
      assert.equal(fromJsonb(toJsonb(json)), json)
      assert.equal(fromText(toText(text)), text.toWellFormed())
    }),
  )
  const engine = await openOn(t, url, [{ name: 'odd', indexes: {} }])
  const body = {
    'na\0me': '\0',
    '\u0001\u0002': '\u0001\u0002\0\u0001',
    half: ['\ud83d', 'x\ude00', '\\ud83d', '\\u0000', '\u0001\u0004d83d', '\0abcd'],
  }
  await engine.commit([insertInto({ name: 'odd', indexes: {} }, 'i\0d\u0001', body)])
  const [stored] = await engine.get({ name: 'odd', indexes: {} }, ['i\0d\u0001'])
  assert.deepEqual({ ...stored }, { id: 'i\0d\u0001', revision: 1, schema: 1, body })
})

test('a database with another collation sorts by code point', async (t) => {
  const german = await server.createDatabase("TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-DE'")
  const [row] = await server.run(german, `SELECT 'a' < 'B' AS is_by_language`)
  assert.equal(row?.is_by_language, true)
  const engine = await openOn(t, german, [spec])
  const names = ['Z', 'a', 'B', 'ä', 'z', '_', 'É', '👕', '\uffee', ' a', 'aa', 'a-b', 'ab']
  const sorted = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const body = (name: string) => ({ code: name, a: name, b: name, tags: [name], skus: [name] })
  await engine.commit(names.map((name) => insertInto(spec, name, body(name))))
  for (const index of ['byId', 'byCode', 'byPair', 'byTag', 'bySku'])
    for (const reverse of [false, true]) {
      const { rows } = await engine.find(spec, { index, reverse, limit: 100 })
      assert.deepEqual(
        rows.map((each) => each.id),
        reverse ? sorted.toReversed() : sorted,
        index,
      )
    }
  const { rows } = await engine.find(spec, { index: 'byCode', range: { gt: 'Z', lt: 'b' }, limit: 100 })
  assert.deepEqual(
    rows.map((each) => each.id),
    ['_', 'a', 'a-b', 'aa', 'ab'],
  )
})
