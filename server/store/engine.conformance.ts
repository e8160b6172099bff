import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { commitConformance } from './engine.conformance.commits.ts'
import {
  adjust,
  counters,
  found,
  insert,
  insertAll,
  type OpenEngine,
  openThings,
  read,
  refuses,
  replace,
  things,
} from './engine.conformance.kit.ts'
import { modelConformance } from './engine.conformance.model.ts'
import { readConformance } from './engine.conformance.reads.ts'
import { Conflict, type IndexSpec } from './engine.ts'

export { type EngineUnderTest, type OpenEngine, underTest } from './engine.conformance.kit.ts'

/**
 * Registers the tests that every engine must pass, with `node:test`. They know nothing but the contract in
 * `engine.ts`.
 *
 * @example engineConformance('postgres', openPostgresForTest)
 */
export function engineConformance(name: string, open: OpenEngine): void {
  describe(`the ${name} engine`, () => {
    readConformance(open)
    commitConformance(open)
    prepareConformance(open)
    lifeConformance(open)
    modelConformance(open)
  })
}

const withIndexes = (indexes: { readonly [name: string]: IndexSpec }) => ({ name: 'things', indexes })

function prepareConformance(open: OpenEngine): void {
  test('prepare can be run again and changes nothing', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { code: 'x', tags: ['t'] } })
    await engine.prepare([things])
    await engine.prepare([things, counters])
    await insertAll(engine, { b: { code: 'y', tags: ['t'] } })
    assert.equal(await found(engine, { index: 'byCode' }), 'a b')
    assert.equal(await found(engine, { index: 'byTag' }), 'b a')
  })

  test('an index declared later holds what was written before', async (t) => {
    const { engine } = await openThings(t, open)
    for (let n = 0; n < 1_200; n += 100)
      await engine.commit(
        Array.from({ length: 100 }, (_, at) =>
          insert(`a${n + at}`, { size: n + at, marks: [`m${n}`, 'all'] }),
        ),
      )
    await insertAll(engine, { b: { code: 'x' } })
    const added = withIndexes({
      ...things.indexes,
      bySize: { fields: ['size'], unique: true },
      byMark: { fields: ['marks[]', '-size'] },
      byColour: { fields: ['colour'] },
    })
    await engine.prepare([added])
    await engine.commit([insert('c', { size: 5_000, marks: ['all'] })])
    const largest = await engine.find(added, { index: 'bySize', reverse: true, limit: 2 })
    assert.deepEqual(
      largest.rows.map((row) => row.id),
      ['c', 'a1199'],
    )
    const marked = await engine.find(added, { index: 'byMark', equals: ['m300'], limit: 1000 })
    assert.equal(marked.rows.length, 100)
    assert.equal(marked.rows[0]?.id, 'a399')
    const plain = await engine.find(added, {
      index: 'byColour',
      equals: [null],
      range: { gt: 'b' },
      limit: 5,
    })
    assert.equal(plain.rows[0]?.id, 'c')
    assert.equal(await found(engine, { index: 'byCode' }), 'b')
    await refuses(engine.commit([insert('d', { size: 7 })]), 'taken', { id: 'd', index: 'bySize' })
  })

  test('an index declared otherwise under its name is built anew, one no longer declared refuses nothing', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { code: 'x', at: 1, tags: ['t'] }, b: { code: 'y', at: 2, tags: ['t'] } })
    await engine.prepare([withIndexes({ byNewest: { fields: ['code'] }, byTag: { fields: ['-at'] } })])
    await insertAll(engine, { c: { code: 'x', at: 3, tags: ['t'] } })
    assert.equal(await found(engine, { index: 'byNewest' }), 'a c b')
    assert.equal(await found(engine, { index: 'byTag' }), 'c b a')
    await assert.rejects(found(engine, { index: 'byCode' }))
    await engine.prepare([withIndexes({ byTag: { fields: ['tags[]', 'at'] } })])
    assert.equal(await found(engine, { index: 'byTag', equals: ['t'] }), 'a b c')
  })

  test('a unique index over documents that share a key is refused, and all stays as it was', async (t) => {
    const { engine } = await openThings(t, open)
    await insertAll(engine, { a: { size: 1, tags: ['t'] }, b: { size: 1, tags: ['t'], code: 'x' } })
    for (const field of ['size', 'tags[]']) {
      const bySize = { fields: [field], unique: true }
      await assert.rejects(engine.prepare([withIndexes({ ...things.indexes, bySize })]), (error) => {
        assert.ok(error instanceof Conflict)
        assert.equal(`${error.kind} ${error.collection} ${error.index}`, 'taken things bySize')
        return true
      })
    }
    await insertAll(engine, { c: { size: 1 } })
    assert.equal(await found(engine, { index: 'byCode' }), 'b')
  })

  test('names that could mean something else to a database are refused', async (t) => {
    const { engine } = await openThings(t, open)
    for (const name of ['', '1a', 'a b', 'a"b', 'a;b', "a'b", 'a.b', 'ä', 'a:b', '$a']) {
      await assert.rejects(engine.prepare([{ name, indexes: {} }]), TypeError)
      await assert.rejects(engine.prepare([withIndexes({ [name]: { fields: ['a'] } })]), TypeError)
      if (name !== 'a.b')
        await assert.rejects(engine.prepare([withIndexes({ byA: { fields: [name] } })]), TypeError)
    }
    await assert.rejects(engine.prepare([withIndexes({ byId: { fields: ['a'] } })]), TypeError)
    await assert.rejects(engine.prepare([withIndexes({ byA: { fields: ['a[]', 'b[]'] } })]), TypeError)
  })
}

function lifeConformance(open: OpenEngine): void {
  test('all is still there after closing and opening again', async (t) => {
    const { engine, reopen } = await openThings(t, open)
    await insertAll(engine, { a: { code: 'x', tags: ['t'] }, b: { value: false } })
    await engine.commit([replace('a', 1, { code: 'y', tags: ['t'] })])
    const again = await reopen()
    await again.prepare([things, counters])
    assert.deepEqual(await read(again, 'a'), {
      id: 'a',
      revision: 2,
      schema: 1,
      body: { code: 'y', tags: ['t'] },
    })
    assert.equal(await found(again, { index: 'byTag', equals: ['t'] }), 'a')
    assert.equal(await found(again, { index: 'byValue', equals: [false] }), 'b')
    await refuses(again.commit([insert('c', { code: 'y' })]), 'taken', { id: 'c', index: 'byCode' })
  })

  test('close finishes the commits under way and refuses everything after', async (t) => {
    const { engine, reopen } = await openThings(t, open)
    await engine.commit([insert('a', { count: 0 }, counters)])
    const all = Array.from({ length: 300 }, () => engine.commit([adjust('a', 'count', 1)]))
    await Promise.all([engine.close(), engine.close()])
    await Promise.all(all)
    await assert.rejects(engine.commit([insert('b')]))
    await assert.rejects(read(engine, 'a'))
    const again = await reopen()
    await again.prepare([counters])
    assert.equal((await read(again, 'a', counters))?.body.count, 300)
  })

  test('what is not prepared is refused', async (t) => {
    const { engine } = await openThings(t, open)
    await assert.rejects(engine.commit([insert('a', {}, { name: 'unknown', indexes: {} })]))
  })
}
