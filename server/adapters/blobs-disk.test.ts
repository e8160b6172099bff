import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import type { Blobs } from '#modules/media/blobs.ts'
import { createDiskBlobs } from './blobs-disk.ts'

let dir: string
let blobs: Blobs
const key = `${'ab'.repeat(16)}.png`

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'blobs-'))
  blobs = createDiskBlobs({ dir: join(dir, 'media') })
})
after(() => rm(dir, { recursive: true }))

const read = async (from: string) => {
  const blob = await blobs.get(from)
  return blob && (await buffer(blob.open())).toString()
}

test('what was put is there, with its type and size, and nothing beside it', async () => {
  assert.equal(await blobs.get(key), undefined)
  await blobs.put(key, Buffer.from('bytes'), 'image/png')
  const blob = await blobs.get(key)
  assert.equal(blob?.contentType, 'image/png')
  assert.equal(blob?.bytes, 5)
  assert.equal(await read(key), 'bytes')
  assert.deepEqual(await readdir(join(dir, 'media', 'ab')), [key])
})

test('putting it again is harmless, also many times at once', async () => {
  await Promise.all(Array.from({ length: 5 }, () => blobs.put(key, Buffer.from('bytes'), 'image/png')))
  assert.equal(await read(key), 'bytes')
  assert.deepEqual(await readdir(join(dir, 'media', 'ab')), [key])
})

test('another reader of the same directory finds it', async () => {
  const other = createDiskBlobs({ dir: join(dir, 'media') })
  assert.equal((await other.get(key))?.bytes, 5)
})

test('what was removed is gone, and can be removed again', async () => {
  await blobs.remove(key)
  assert.equal(await blobs.get(key), undefined)
  await blobs.remove(key)
})

test('a key that is none never touches the disk', async () => {
  for (const bad of [
    '../x.png',
    'a/b.png',
    '',
    '.',
    `${'ab'.repeat(16)}.exe`,
    `${'AB'.repeat(16)}.png`,
    `${key}\0`,
  ]) {
    await assert.rejects(async () => blobs.put(bad, Buffer.from('x'), 'image/png'), TypeError)
    await assert.rejects(async () => blobs.get(bad), TypeError)
    await assert.rejects(async () => blobs.remove(bad), TypeError)
  }
})
