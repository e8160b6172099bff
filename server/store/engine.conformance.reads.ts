import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  found,
  idsOf,
  insert,
  insertAll,
  type OpenEngine,
  openThings,
  pages,
  passesLimit,
  read,
  remove,
  replace,
  things,
} from './engine.conformance.kit.ts'
import { FIND_LIMIT_MAX, GET_IDS_MAX } from './engine.ts'

export function readConformance(open: OpenEngine): void {
  test('get answers in the order asked, twice what is asked twice, and nothing where nothing is', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { at: 1 }, b: { at: 2 } })
    const rows = await engine.get(things, ['b', 'missing', 'a', 'b'])
    assert.deepEqual(
      rows.map((row) => row?.body.at),
      [2, undefined, 1, 2],
    )
    assert.deepEqual(await engine.get(things, []), [])
  })

  test('a document comes back as it was written', async (t) => {
    const { engine } = await openThings(t, open)
    const body = {
      text: 'Größe „M“ 👕 \u0000 \\ " \' % _ \u2028',
      numbers: [0, -1, 1.5, 2 ** 53 - 1, -1e-7, 1e300],
      nothing: null,
      yes: true,
      nested: { deep: [{ '': [] }, [[]]], empty: {} },
    }
    await engine.commit([{ op: 'insert', collection: things, id: "it's “1”", schema: 7, body }])
    assert.deepEqual(await read(engine, "it's “1”"), { id: "it's “1”", revision: 1, schema: 7, body })
  })

  test('a unique index finds its one document', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { code: 'x' }, b: { code: 'y' }, c: { code: 'X' } })
    assert.equal(await found(engine, { index: 'byCode', equals: ['y'] }), 'b')
    assert.equal(await found(engine, { index: 'byCode', equals: ['z'] }), '')
    assert.equal(await found(engine, { index: 'byCode' }), 'c a b')
  })

  test('a compound index finds by any prefix of its fields', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, {
      a: { ownerId: 'u1', kind: 'z' },
      b: { ownerId: 'u1', kind: 'y' },
      c: { ownerId: 'u2', kind: 'y' },
    })
    assert.equal(await found(engine, { index: 'byOwner' }), 'b a c')
    assert.equal(await found(engine, { index: 'byOwner', equals: ['u1'] }), 'b a')
    assert.equal(await found(engine, { index: 'byOwner', equals: ['u1', 'z'] }), 'a')
  })

  test('a descending index lists the largest first, and among equals the last id first', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { at: 1 }, b: { at: 3 }, c: { at: 2 }, d: { at: 3 } })
    assert.equal(await found(engine, { index: 'byNewest' }), 'd b c a')
    assert.equal(await found(engine, { index: 'byNewest', reverse: true }), 'a c b d')
  })

  test('fields of one index sort each in its own direction, and reverse turns all of them', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, {
      a: { group: 1, rank: 1, name: 'a' },
      b: { group: 1, rank: 2, name: 'b' },
      c: { group: 1, rank: 2, name: 'a' },
      d: { group: 0, rank: 0, name: 'a' },
      e: { group: 0, rank: 0, name: 'a' },
    })
    assert.equal(await found(engine, { index: 'byRank' }), 'd e c b a')
    assert.equal(await found(engine, { index: 'byRank', reverse: true }), 'a b c e d')
    assert.equal(await found(engine, { index: 'byRank', equals: [1, 2], reverse: true }), 'b c')
  })

  test('an array makes an entry for each distinct element', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, {
      a: { tags: ['red', 'blue', 'red'], at: 1 },
      b: { tags: ['red'], at: 2 },
      c: { tags: [], at: 3 },
      d: { at: 4 },
    })
    assert.equal(await found(engine, { index: 'byTag', equals: ['red'] }), 'b a')
    assert.equal(await found(engine, { index: 'byTag', equals: ['blue'] }), 'a')
    assert.equal(await found(engine, { index: 'byTag' }), 'a b a')
    await engine.commit([replace('a', 1, { tags: ['green', 'blue'], at: 5 }), remove('b', 1)])
    assert.equal(await found(engine, { index: 'byTag', equals: ['red'] }), '')
    assert.equal(await found(engine, { index: 'byTag' }), 'a a')
  })

  test('the elements of an array may be objects with the value inside', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, {
      a: { variants: [{ sku: 's1' }, { sku: 's2' }, {}] },
      b: { variants: [{ sku: 's3' }] },
    })
    assert.equal(await found(engine, { index: 'bySku', equals: ['s2'] }), 'a')
    assert.equal(await found(engine, { index: 'bySku' }), 'a a b')
  })

  test('a sparse index leaves out documents that lack a field', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, {
      a: { ownerId: 'u' },
      b: { ownerId: null, kind: 'k' },
      c: { ownerId: 'u', kind: 'k' },
    })
    assert.equal(await found(engine, { index: 'byOwner' }), 'c')
    assert.equal(await found(engine, { index: 'byOwner', equals: ['u'] }), 'c')
    assert.equal(await found(engine, { index: 'byOwner', equals: [null] }), '')
    await engine.commit([replace('a', 1, { ownerId: 'u', kind: 'a' }), replace('c', 1, { ownerId: 'u' })])
    assert.equal(await found(engine, { index: 'byOwner' }), 'a')
  })

  test('elsewhere a missing field counts as null and can be asked for', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { value: 1 }, b: {}, c: { value: null }, d: { value: false } })
    assert.equal(await found(engine, { index: 'byValue', equals: [null] }), 'b c')
    assert.equal(await found(engine, { index: 'byValue', range: { gt: null } }), 'd a')
    assert.equal(await found(engine, { index: 'byValue', range: { lte: null } }), 'b c')
    assert.equal(await found(engine, { index: 'byValue', range: { lt: null } }), '')
  })

  test('keys sort null, false, true, numbers, strings by code point, and no type equals another', async (t) => {
    const { engine } = await openThings(t, open)
    const values = [null, false, true, -1e300, -1, 0, 0.5, 1, 2, 10, 1e300]
    const texts = ['', '\u0000', ' ', '0', '1', '10', '2', 'A', 'B', 'a', 'z', 'é', '\uffee', '👕']
    const ordered = [...values, ...texts]
    const name = (at: number) => `id${String(at).padStart(2, '0')}`
    await engine.commit(ordered.map((value, at) => insert(name(ordered.length - at), { value })).toReversed())
    const expected = ordered.map((_, at) => name(ordered.length - at)).join(' ')
    assert.equal(await found(engine, { index: 'byValue' }), expected)
    for (const [at, value] of ordered.entries())
      assert.equal(await found(engine, { index: 'byValue', equals: [value] }), name(ordered.length - at))
    assert.equal(await found(engine, { index: 'byValue', equals: [-Infinity] }), '')
    const numbers = expected.split(' ').slice(3, values.length).join(' ')
    assert.equal(await found(engine, { index: 'byValue', range: { gt: -Infinity, lt: '' } }), numbers)
    const seen = await pages(engine, { index: 'byValue', limit: 1, reverse: true })
    assert.equal(idsOf(seen.flat()), expected.split(' ').toReversed().join(' '))
  })

  test('a path leads into objects', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { address: { city: 'Ulm' } }, b: { address: null }, c: { address: 'Ulm' } })
    assert.equal(await found(engine, { index: 'byCity', equals: ['Ulm'] }), 'a')
    assert.equal(await found(engine, { index: 'byCity', equals: [null] }), 'b c')
  })

  test('byId needs no declaration', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { b: {}, a: {}, c: {}, B: {} })
    assert.equal(await found(engine, { index: 'byId' }), 'B a b c')
    assert.equal(await found(engine, { index: 'byId', reverse: true }), 'c b a B')
    assert.equal(await found(engine, { index: 'byId', equals: ['b'] }), 'b')
    assert.equal(await found(engine, { index: 'byId', range: { gt: 'a', lte: 'c' } }), 'b c')
  })

  test('a range bounds the field after the equal ones, whichever way the index runs', async (t) => {
    const { engine } = await openThings(t, open)
    for (let at = 1; at <= 5; at++)
      await insertAll(engine, { [`a${at}`]: { at, group: 1, rank: at, name: '', tags: ['t'], code: at } })
    assert.equal(await found(engine, { index: 'byNewest', range: { gt: 1, lte: 3 } }), 'a3 a2')
    assert.equal(await found(engine, { index: 'byNewest', range: { gte: 4 }, reverse: true }), 'a4 a5')
    assert.equal(await found(engine, { index: 'byRank', equals: [1], range: { lt: 3 } }), 'a2 a1')
    assert.equal(await found(engine, { index: 'byTag', equals: ['t'], range: { gt: 2, lt: 5 } }), 'a4 a3')
    assert.equal(await found(engine, { index: 'byCode', range: { gt: 1, gte: 3, lt: 9, lte: 4 } }), 'a3 a4')
    assert.equal(await found(engine, { index: 'byCode', range: { gt: 4, lt: 2 } }), '')
    assert.equal(await found(engine, { index: 'byRank', equals: [1, 2], range: { gte: 'x' } }), '')
  })

  test('pages of any size show each entry once, and the last one says so', async (t) => {
    const { engine } = await openThings(t, open)
    for (let at = 0; at < 7; at++)
      await insertAll(engine, {
        [`a${at}`]: { group: at % 2, rank: at % 3, name: 'n', tags: ['x', 'y'], at },
      })
    const queries = [
      { index: 'byRank' },
      { index: 'byRank', equals: [0] },
      { index: 'byRank', equals: [0], range: { gte: 1 } },
      { index: 'byTag' },
      { index: 'byTag', equals: ['x'] },
      { index: 'byNewest', range: { gt: 1, lt: 6 } },
      { index: 'byOwner' },
    ]
    for (const query of queries)
      for (const reverse of [false, true]) {
        const whole = await found(engine, { ...query, reverse })
        for (const limit of [1, 2, 3, 7]) {
          const seen = await pages(engine, { ...query, reverse, limit })
          assert.equal(idsOf(seen.flat()), whole)
          assert.ok(seen.every((page) => page.length > 0 || whole === ''))
        }
      }
  })

  test('paging goes on from where it was, whatever comes and goes meanwhile', async (t) => {
    const { engine } = await openThings(t, open)
    for (let at = 10; at < 20; at++) await insertAll(engine, { [`a${at}`]: { at } })
    let round = 0
    const seen = await pages(engine, { index: 'byNewest', limit: 3 }, async (page) => {
      round += 1
      const last = page.at(-1)
      // One at the front, one just behind, and the row that the cursor stands on goes away.
      await insertAll(engine, { [`new${round}`]: { at: 100 + round } })
      if (round === 1) await insertAll(engine, { late: { at: 16.5 } })
      if (last) await engine.commit([remove(last.id, last.revision)])
    })
    assert.equal(idsOf(seen.flat()), 'a19 a18 a17 late a16 a15 a14 a13 a12 a11 a10')
  })

  test('a cursor that was tampered with cannot leave the range or fail', async (t) => {
    const { engine } = await openThings(t, open)
    for (let at = 1; at <= 4; at++) await insertAll(engine, { [`a${at}`]: { group: at, rank: 0, name: '' } })
    const query = { index: 'byRank', range: { gte: 2, lt: 4 } }
    assert.equal(await found(engine, { ...query, after: [0, 0, '', 'a'] }), 'a2 a3')
    assert.equal(await found(engine, { ...query, after: [4, 9, '', 'a'] }), '')
    assert.equal(await found(engine, { ...query, after: [3, 9, '', 'a'] }), 'a3')
    assert.equal(await found(engine, { ...query, after: [true, null, 1, false] }), 'a2 a3')
    assert.equal(await found(engine, { ...query, after: [-Infinity, Infinity, '\ud800', 5] }), 'a2 a3')
    assert.equal(await found(engine, { ...query, after: [2, 0, '', 5] }), 'a2 a3')
  })

  test('reads have limits, and unknown names are refused', async (t) => {
    const { engine } = await openThings(t, open)
    await passesLimit(engine.get(things, Array(GET_IDS_MAX + 1).fill('a')), 'get')
    for (const limit of [0, FIND_LIMIT_MAX + 1, 1.5, -1])
      await passesLimit(engine.find(things, { index: 'byId', limit }), 'find')
    assert.equal((await engine.get(things, Array(GET_IDS_MAX).fill('a'))).length, GET_IDS_MAX)
    await assert.rejects(engine.find(things, { index: 'byNothing', limit: 1 }))
    await assert.rejects(engine.find(things, { index: 'byCode', limit: 1, after: ['a'] }), TypeError)
    await assert.rejects(engine.get({ name: 'unknown', indexes: {} }, ['a']))
  })
}
