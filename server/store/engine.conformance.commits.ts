import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  adjust,
  counters,
  found,
  insert,
  insertAll,
  type OpenEngine,
  openThings,
  passesLimit,
  read,
  refuses,
  remove,
  replace,
  things,
} from './engine.conformance.kit.ts'
import { BODY_BYTES_MAX, KEY_BYTES_MAX, WRITES_MAX, type Write } from './engine.ts'

export function commitConformance(open: OpenEngine): void {
  writes(open)
  refusals(open)
  adjustments(open)
  races(open)
}

function writes(open: OpenEngine): void {
  test('a document is at revision 1 when inserted and one further with each replacement', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([insert('a', { n: 1 })])
    await engine.commit([{ ...replace('a', 1, { n: 2 }), schema: 2 } as never])
    assert.deepEqual(await read(engine, 'a'), { id: 'a', revision: 2, schema: 2, body: { n: 2 } })
    await engine.commit([remove('a', 2)])
    assert.equal(await read(engine, 'a'), undefined)
  })

  test('a document that went and came again is a new one', async (t) => {
    const { engine } = await openThings(t, open)
    for (const n of [1, 2, 3]) {
      await engine.commit([insert('a', { n })])
      const { rows } = await engine.find(things, { index: 'byId', limit: 2 })
      assert.deepEqual(rows, [{ id: 'a', revision: 1, schema: 1, body: { n } }])
      assert.deepEqual([await read(engine, 'a')], rows)
      await engine.commit([remove('a', 1)])
    }
  })

  test('a document that comes from another store begins at the revision that it had there', async (t) => {
    const { engine } = await openThings(t, open)
    const moved = { ...insert('a', { n: 1, code: 'x', tags: ['t'] }), revision: 41 } as Write
    await engine.commit([moved, insert('b', { n: 2 })])
    const body = { n: 1, code: 'x', tags: ['t'] }
    assert.deepEqual(await read(engine, 'a'), { id: 'a', revision: 41, schema: 1, body })
    assert.equal((await read(engine, 'b'))?.revision, 1)
    await refuses(engine.commit([replace('a', 1, { n: 3 })]), 'stale', { id: 'a' })
    await engine.commit([replace('a', 41, { n: 3 })])
    assert.equal((await read(engine, 'a'))?.revision, 42)
    await refuses(engine.commit([{ ...moved, revision: 7 } as Write]), 'taken', { id: 'a', index: 'byId' })
    // As a copy does with what has changed since: out with the old, in with the new, at once.
    await engine.commit([remove('a', 42), { ...moved, revision: 99 } as Write, replace('a', 99, { n: 4 })])
    const { rows } = await engine.find(things, { index: 'byId', limit: 1 })
    assert.deepEqual(rows, [{ id: 'a', revision: 100, schema: 1, body: { n: 4 } }])
  })

  test('a counter that comes from another store counts on from its revision', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([{ ...insert('a', { count: 5 }, counters), revision: 1_000_000_000_000 } as Write])
    await engine.commit([adjust('a', 'count', -2, 0)])
    const stored = await read(engine, 'a', counters)
    assert.deepEqual(stored, { id: 'a', revision: 1_000_000_000_001, schema: 1, body: { count: 3 } })
  })

  test('an index follows each change of a document', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([insert('a', { value: 1 })])
    await engine.commit([replace('a', 1, { value: 2 })])
    assert.equal(await found(engine, { index: 'byValue', equals: [1] }), '')
    assert.equal(await found(engine, { index: 'byValue', equals: [2] }), 'a')
    await engine.commit([remove('a', 2)])
    assert.equal(await found(engine, { index: 'byValue' }), '')
  })

  test('what the caller does to a body after the commit changes nothing', async (t) => {
    const { engine } = await openThings(t, open)
    const body = { list: [1] }
    const done = engine.commit([insert('a', body)])
    body.list.push(2)
    await done
    assert.deepEqual((await read(engine, 'a'))?.body, { list: [1] })
  })

  test('the writes of a commit happen in order, each on top of those before', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([
      insert('a', { code: 'x' }),
      replace('a', 1, { code: 'y' }),
      insert('b', { code: 'x' }),
    ])
    assert.equal((await read(engine, 'a'))?.revision, 2)
    await engine.commit([remove('a', 2), insert('a', { code: 'z' })])
    assert.deepEqual((await read(engine, 'a'))?.body, { code: 'z' })
    await engine.commit([])
  })

  test('a unique key passes from one document to another within a commit', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { code: 'x', variants: [{ sku: '1' }] }, b: { code: 'y' } })
    await engine.commit([remove('a', 1), insert('c', { code: 'x', variants: [{ sku: '1' }] })])
    await engine.commit([
      replace('c', 1, { code: 'free' }),
      replace('b', 1, { code: 'x', variants: [{ sku: '1' }] }),
      replace('c', 2, { code: 'y' }),
    ])
    assert.equal(await found(engine, { index: 'byCode' }), 'b c')
    assert.equal(await found(engine, { index: 'bySku', equals: ['1'] }), 'b')
  })
}

function refusals(open: OpenEngine): void {
  test('replace and remove are refused at another revision, or when the document is gone', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([insert('a')])
    await engine.commit([replace('a', 1, { n: 2 })])
    for (const revision of [1, 3, 0]) {
      await refuses(engine.commit([replace('a', revision, { code: 'c' })]), 'stale', { id: 'a' })
      await refuses(engine.commit([remove('a', revision)]), 'stale', { id: 'a' })
    }
    await refuses(engine.commit([replace('gone', 1)]), 'stale', { id: 'gone' })
    await refuses(engine.commit([remove('gone', 1)]), 'stale', { id: 'gone' })
    assert.deepEqual((await read(engine, 'a'))?.body, { n: 2 })
  })

  test('an insert is refused when the id is in use', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([insert('a', { n: 1 })])
    await refuses(engine.commit([insert('a', { n: 2 })]), 'taken', { id: 'a', index: 'byId' })
    await refuses(engine.commit([insert('b'), insert('b')]), 'taken', { id: 'b', index: 'byId' })
    assert.deepEqual((await read(engine, 'a'))?.body, { n: 1 })
    assert.equal(await read(engine, 'b'), undefined)
  })

  test('a unique key that another document has is refused by its index’s name', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { code: 'x', shelf: 1, place: 1 }, b: { code: 'y', shelf: 1, place: 2 } })
    await refuses(engine.commit([insert('c', { code: 'x' })]), 'taken', { id: 'c', index: 'byCode' })
    await refuses(engine.commit([replace('b', 1, { code: 'x' })]), 'taken', { id: 'b', index: 'byCode' })
    const both = { code: 'z', shelf: 1, place: 1 }
    await refuses(engine.commit([insert('c', both)]), 'taken', { id: 'c', index: 'byShelf' })
    const own = { code: 'y', shelf: 1, place: 1 }
    await refuses(engine.commit([replace('b', 1, own)]), 'taken', { id: 'b', index: 'byShelf' })
    await engine.commit([
      insert('c', { code: 'X', shelf: 2, place: 1 }),
      replace('b', 1, { code: 'y', n: 1 }),
    ])
    assert.equal(await found(engine, { index: 'byCode' }), 'c a b')
    assert.equal(await found(engine, { index: 'byShelf' }), 'a c')
  })

  test('an element that another document has in a unique index is refused, one’s own is not', async (t) => {
    const { engine } = await openThings(t, open)
    const skus = (...list: string[]) => ({ variants: list.map((sku) => ({ sku })) })
    await insertAll(engine, { a: skus('1', '2', '1'), b: skus('3') })
    await refuses(engine.commit([insert('c', skus('4', '2'))]), 'taken', { id: 'c', index: 'bySku' })
    await refuses(engine.commit([replace('b', 1, skus('3', '1'))]), 'taken', { id: 'b', index: 'bySku' })
    assert.equal(await found(engine, { index: 'bySku' }), 'a a b')
    await engine.commit([replace('a', 1, skus('2', '5')), replace('b', 1, skus('1', '3'))])
    assert.equal(await found(engine, { index: 'bySku' }), 'b a b a')
  })

  test('a missing key collides with nothing, also when only part of it is missing', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, {
      a: {},
      b: { code: null },
      c: { shelf: 1 },
      d: { shelf: 1, place: null, variants: [{}] },
    })
    assert.equal(await found(engine, { index: 'byShelf' }), '')
    assert.equal(await found(engine, { index: 'byId' }), 'a b c d')
  })

  test('when the last write is refused, nothing of the commit is there, and others are not concerned', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { n: 1, tags: ['t'] }, gone: {} })
    await engine.commit([insert('stock', { count: 5 }, counters)])
    const doomed = [
      insert('new', { code: 'x', tags: ['t'] }),
      replace('a', 1, { n: 2, code: 'y' }),
      remove('gone', 1),
      adjust('stock', 'count', -1),
    ]
    const all = await Promise.allSettled([
      engine.commit([insert('before', { code: 'b' })]),
      engine.commit([...doomed, insert('a')]),
      engine.commit([...doomed, replace('nowhere', 1)]),
      engine.commit([...doomed, adjust('stock', 'count', -8, 0)]),
      engine.commit([insert('after', { code: 'c' }), adjust('stock', 'count', 2)]),
    ])
    assert.deepEqual(
      all.map((each) => each.status),
      ['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled'],
    )
    assert.equal(await found(engine, { index: 'byId' }), 'a after before gone')
    assert.equal(await found(engine, { index: 'byCode' }), 'before after')
    assert.equal(await found(engine, { index: 'byTag' }), 'a')
    assert.deepEqual(await read(engine, 'a'), {
      id: 'a',
      revision: 1,
      schema: 1,
      body: { n: 1, tags: ['t'] },
    })
    assert.equal((await read(engine, 'stock', counters))?.body.count, 7)
  })

  test('limits are checked before anything is written, for each commit alone', async (t) => {
    const { engine } = await openThings(t, open)
    const fill = (bytes: number) => ({ x: 'x'.repeat(bytes - '{"x":""}'.length) })
    const huge = engine.commit([insert('huge', fill(BODY_BYTES_MAX + 1))])
    const mate = engine.commit([insert('large', fill(BODY_BYTES_MAX))])
    await passesLimit(huge, 'body')
    await mate
    const key = 'é'.repeat(KEY_BYTES_MAX / 2)
    await engine.commit([insert(key, { code: key, tags: [key] })])
    await passesLimit(engine.commit([insert('a'), insert('long', { code: `${key}x` })]), 'key')
    await passesLimit(engine.commit([insert('a'), replace('large', 1, { tags: [`${key}x`] })]), 'key')
    await passesLimit(engine.commit([insert('a'), insert(`${key}x`)]), 'key')
    const many = Array.from({ length: WRITES_MAX + 1 }, (_, n) => insert(`many${n}`))
    await passesLimit(engine.commit(many), 'writes')
    assert.equal(await found(engine, { index: 'byId' }), `large ${key}`)
  })

  test('a commit of as many writes as are allowed is written whole', async (t) => {
    const { engine } = await openThings(t, open)
    const many = Array.from({ length: WRITES_MAX }, (_, n) => insert(`n${n}`, { at: n }, counters))
    await engine.commit(many)
    assert.equal((await read(engine, `n${WRITES_MAX - 1}`, counters))?.body.at, WRITES_MAX - 1)
  })
}

function adjustments(open: OpenEngine): void {
  test('adjust adds to a field, leaves the rest, counts a revision and is seen by indexes', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([insert('a', { name: 'n', count: 5 }, counters)])
    await engine.commit([adjust('a', 'count', -7), adjust('a', 'other', 2)])
    const body = { name: 'n', count: -2, other: 2 }
    assert.deepEqual(await read(engine, 'a', counters), { id: 'a', revision: 3, schema: 1, body })
    const { rows } = await engine.find(counters, { index: 'byCount', equals: [-2], limit: 1 })
    assert.equal(rows[0]?.id, 'a')
  })

  test('adjust stops at the floor and is refused below it', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([insert('a', { count: 3 }, counters)])
    await engine.commit([adjust('a', 'count', -3, 0)])
    await refuses(engine.commit([adjust('a', 'count', -1, 0)]), 'floor', { id: 'a' })
    await refuses(engine.commit([adjust('a', 'new', -1, 0)]), 'floor', { id: 'a' })
    await engine.commit([adjust('a', 'count', -1, -1)])
    await refuses(engine.commit([adjust('a', 'count', 1, 1)]), 'floor', { id: 'a' })
    await refuses(engine.commit([adjust('gone', 'count', 1)]), 'stale', { id: 'gone' })
    assert.equal((await read(engine, 'a', counters))?.body.count, -1)
  })

  test('adjust takes and makes nothing but integers', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([insert('a', { count: 1, text: '1', half: 0.5, max: 2 ** 53 - 1 }, counters)])
    for (const [field, by] of [
      ['count', 0.5],
      ['text', 1],
      ['half', 1],
      ['max', 1],
      ['a.b', 1],
    ] as const)
      await assert.rejects(engine.commit([adjust('a', field, by)]), TypeError)
    assert.equal((await read(engine, 'a', counters))?.revision, 1)
  })
}

/** How many of the commits were done. */
async function won(commits: readonly Promise<void>[]): Promise<number> {
  const results = await Promise.allSettled(commits)
  return results.filter((each) => each.status === 'fulfilled').length
}

const times = (n: number, commit: (at: number) => Promise<void>) =>
  Array.from({ length: n }, (_, at) => commit(at))

function races(open: OpenEngine): void {
  test('many adjust one counter at once and none is lost', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([insert('a', { count: 0 }, counters)])
    assert.equal(await won(times(200, (at) => engine.commit([adjust('a', 'count', at)]))), 200)
    assert.deepEqual((await read(engine, 'a', counters))?.body, { count: (199 * 200) / 2 })
  })

  test('a hundred buyers of thirty units get thirty', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([insert('stock', { count: 30 }, counters)])
    const buy = (at: number) => engine.commit([insert(`order${at}`), adjust('stock', 'count', -1, 0)])
    assert.equal(await won(times(100, buy)), 30)
    assert.equal((await read(engine, 'stock', counters))?.body.count, 0)
    assert.equal((await found(engine, { index: 'byId' })).split(' ').length, 30)
  })

  test('of many who replace one document at one revision, one wins', async (t) => {
    const { engine } = await openThings(t, open)
    await engine.commit([insert('a')])
    for (let revision = 1; revision <= 5; revision++) {
      assert.equal(await won(times(20, (n) => engine.commit([replace('a', revision, { n })]))), 1)
      assert.equal((await read(engine, 'a'))?.revision, revision + 1)
    }
  })

  test('of many who want one unique key, one gets it', async (t) => {
    const { engine } = await openThings(t, open)
    const take = (at: number) => engine.commit([insert(`a${at}`, { code: 'x' })])
    assert.equal(await won(times(20, take)), 1)
    assert.equal((await found(engine, { index: 'byId' })).split(' ').length, 1)
  })
}
