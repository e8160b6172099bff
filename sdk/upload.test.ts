import assert from 'node:assert/strict'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { createTestApp, type TestApp } from '../server/testing/app.ts'
import { createFlakyProxy, type FlakyProxy } from './flaky-proxy.fixture.ts'
import { apiKey, createShop, type Shop, type UploadProgress } from './index.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

let app: TestApp
let proxy: FlakyProxy
let owner: Shop
let folder: string

before(async () => {
  app = await createTestApp()
  proxy = await createFlakyProxy(await app.http.listen({ port: 0, host: '127.0.0.1' }))
  owner = createShop({ baseUrl: proxy.url, session: apiKey(app.owner) })
  folder = await mkdtemp(join(tmpdir(), 'marketsquare-sdk-'))
})
beforeEach(() => void proxy.taken())
after(async () => {
  await rm(folder, { recursive: true })
  await proxy.close()
  await app.close()
})

test('a file goes out as what it is, by the method of its address', async () => {
  const file = new Blob([PNG], { type: 'image/png' })
  const media = await owner.upload('/admin/media', { file, query: { alt: 'A dot' } })
  assert.equal(media.alt, 'A dot')
  const { picture } = await owner.upload('/me/picture', { file })
  assert.ok(picture)
  const sent = proxy.taken().map(({ method, headers }) => [method, headers['content-type']])
  assert.deepEqual(sent, [
    ['POST', 'image/png'],
    ['PUT', 'image/png'],
  ])
})

test('a large file is read as it is sent, and tells how far it is', async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => `cup-${at},Cup ${at},published,19.99`)
  await writeFile(join(folder, 'cups.csv'), `Handle,Title,Status,Variant Price\n${rows.join('\n')}\n`)
  const file = await openAsBlob(join(folder, 'cups.csv'))
  const steps: UploadProgress[] = []
  const onProgress = (step: UploadProgress) => void steps.push(step)
  const { id } = await owner.upload('/admin/imports', { file, type: 'text/csv', onProgress })
  assert.match(id, /^imp_/)
  assert.ok(steps.length > 3)
  assert.deepEqual(steps.at(-1), { sentBytes: file.size, totalBytes: file.size })
  const sent = steps.map(({ sentBytes }) => sentBytes)
  assert.deepEqual(
    sent,
    sent.toSorted((a, b) => a - b),
  )
})

test('a file whose connection breaks is sent again from its beginning, with the same key', async () => {
  const steps: number[] = []
  proxy.next('unanswered')
  const file = new Blob([PNG], { type: 'image/png' })
  await owner.upload('/admin/media', { file, onProgress: ({ sentBytes }) => void steps.push(sentBytes) })
  assert.deepEqual(steps, [PNG.length, PNG.length])
  const keys = proxy.taken().map(({ headers }) => headers['idempotency-key'])
  assert.equal(keys.length, 2)
  assert.equal(new Set(keys).size, 1)
})

test('a file that is no picture is refused like anything else', async () => {
  const file = new Blob(['hello'], { type: 'image/png' })
  await assert.rejects(owner.upload('/admin/media', { file }), { name: 'ShopError', status: 422 })
  await assert.rejects(owner.upload('/admin/media', { file: new Blob(['hello']) }), { status: 415 })
})

test('an upload that was given up ends at once', async () => {
  const left = new AbortController()
  proxy.next('silence')
  const file = new Blob([PNG], { type: 'image/png' })
  const onProgress = () => left.abort(new Error('left the page'))
  await assert.rejects(
    owner.upload('/me/picture', { file, onProgress, signal: left.signal }),
    /left the page/,
  )
})
