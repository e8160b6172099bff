import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createPieceFile } from './piece-file.ts'
import type { Piece } from './pieces.ts'

let dir: string
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'marketsquare-pieces-'))
})
after(() => rm(dir, { recursive: true, force: true }))

const piece = (id: string, json = `{"id":"${id}"}`): Piece => ({
  id,
  handle: `handle-${id}`,
  madeOf: [id, `${id}-v1`, `${id}-v2`],
  since: 7,
  json,
  etag: `"${id}"`,
})

const open = (bounds: { bytesMax?: number; piecesMax?: number } = {}) => {
  const failures: unknown[] = []
  const onFailure = (error: unknown) => void failures.push(error)
  return { file: createPieceFile({ dir, bytesMax: 10_000, piecesMax: 100, ...bounds, onFailure }), failures }
}

test('a piece comes back as it was put, by id and by handle', () => {
  const { file } = open()
  const pieces = [
    piece('a'),
    piece('b', JSON.stringify({ title: 'Crème brûlée 🍮 \ud800' })),
    { ...piece('c'), handle: 'crème-brûlée', madeOf: ['c'] },
  ]
  for (const each of pieces) assert.ok(file.put(each))
  for (const each of pieces) {
    assert.deepEqual(file.find(each.id), each)
    assert.deepEqual(file.find(each.handle), each)
  }
  assert.equal(file.find('d'), undefined)
})

test('the newer of two pieces of a product is the one that is found', () => {
  const { file } = open()
  file.put(piece('a', '{"n":1}'))
  file.put({ ...piece('a', '{"n":2}'), handle: 'new' })
  assert.equal(file.find('a')?.json, '{"n":2}')
  assert.equal(file.find('new')?.json, '{"n":2}')
})

test('a piece of any size is read whole', () => {
  const { file } = open({ bytesMax: 1_000_000 })
  const large = piece('a', JSON.stringify('x'.repeat(300_000)))
  file.put(large)
  file.put(piece('b'))
  assert.deepEqual(file.find('a'), large)
  assert.deepEqual(file.find('b'), piece('b'))
})

test('when the file is full, by bytes or by pieces, it starts anew', () => {
  for (const bounds of [{ bytesMax: 100 }, { piecesMax: 2 }]) {
    const { file } = open(bounds)
    for (const id of ['a', 'b', 'c']) assert.ok(file.put(piece(id)))
    assert.equal(file.find('a'), undefined)
    assert.deepEqual(file.find('c'), piece('c'))
  }
})

test('what was cleared is gone', () => {
  const { file } = open()
  file.put(piece('a'))
  file.clear()
  assert.equal(file.find('a'), undefined)
  file.put(piece('b'))
  assert.deepEqual(file.find('b'), piece('b'))
})

test('the file leaves nothing in the directory', async () => {
  const { file } = open()
  file.put(piece('a'))
  assert.ok(file.find('a'))
  assert.deepEqual(await readdir(dir), [])
})

test('where there can be no file, nothing is kept, and it is told once', async () => {
  const place = join(dir, 'taken')
  await writeFile(place, '')
  const failures: unknown[] = []
  const onFailure = (error: unknown) => void failures.push(error)
  const file = createPieceFile({ dir: place, bytesMax: 10_000, piecesMax: 100, onFailure })
  for (const id of ['a', 'b']) assert.equal(file.put(piece(id)), false)
  assert.equal(file.find('a'), undefined)
  assert.equal(failures.length, 1)
  await rm(place)
})
