import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type Reply, type TestApp } from '#testing/app.ts'
import { aCustomer } from '#testing/shop.ts'
import { until } from '#testing/until.ts'
import { aShopifyFile } from './fixtures/a-file.ts'

let app: TestApp
let fixture: string
before(async () => {
  app = await createTestApp()
  fixture = await readFile(new URL('fixtures/shopify.csv', import.meta.url), 'utf8')
})
beforeEach(() => void app.takeEvents())
after(() => app.close())

const send = (body: string, ask: Loose = {}): Promise<Reply> =>
  app.request('POST', '/api/admin/imports', {
    token: app.owner,
    body,
    ...ask,
    headers: { 'content-type': 'text/csv', ...ask.headers },
  })

const read = async (id: string): Promise<Loose> =>
  (await app.request('GET', `/api/admin/imports/${id}`, { token: app.owner })).body

const waitingFiles = async () => {
  const dir = join(app.dataDir, 'imports')
  return existsSync(dir) ? readdir(dir) : []
}

describe('POST /api/admin/imports', () => {
  it('takes a file and imports it in the background', async () => {
    const { status, body } = await send(fixture)
    assert.equal(status, 202)
    const at = '2026-11-02T09:00:00.000Z'
    const nothing = { rows: 0, created: 0, updated: 0, unchanged: 0, refusedRows: 0, refused: [] }
    assert.deepEqual(body, {
      id: body.id,
      version: 1,
      state: 'waiting',
      error: null,
      bytes: Buffer.byteLength(fixture),
      bytesRead: 0,
      ...nothing,
      createdAt: at,
      updatedAt: at,
    })
    assert.equal((await waitingFiles()).length, 1)
    await app.worker.idle()
    assert.deepEqual(await read(body.id), {
      ...body,
      ...nothing,
      version: (await read(body.id)).version,
      state: 'done',
      bytesRead: body.bytes,
      rows: 7,
      created: 3,
    })
    assert.deepEqual(await waitingFiles(), [])
    const events = new Set(app.takeEvents())
    assert.deepEqual(events, new Set(['category.created', 'product.created', 'stock.changed']))
  })

  it('changes nothing when the same file comes again', async () => {
    const { body } = await send(fixture)
    await app.worker.idle()
    const { created, updated, unchanged } = await read(body.id)
    assert.deepEqual([created, updated, unchanged], [0, 0, 3])
    assert.deepEqual(app.takeEvents(), [])
  })

  it('reports the rows that it refuses, with line and reason', async () => {
    const { body } = await send(aShopifyFile({ Handle: 'fine' }, { Handle: 'bad', 'Variant Price': '?' }))
    await app.worker.idle()
    const { state, created, refusedRows, refused } = await read(body.id)
    assert.deepEqual([state, created, refusedRows], ['done', 1, 1])
    assert.deepEqual(refused, [
      { line: 3, handle: 'bad', reason: 'Variant Price: "?" is not an amount in USD such as 19.99.' },
    ])
  })

  it('fails with the reason where the file is none', async () => {
    const { body } = await send('<html>not a CSV</html>')
    await app.worker.idle()
    const { state, error, rows } = await read(body.id)
    assert.deepEqual([state, rows], ['failed', 0])
    assert.match(error, /not one of a known export/)
    assert.deepEqual([await waitingFiles(), app.takeEvents()], [[], []])
  })

  it('imports once for one Idempotency-Key', async () => {
    const [first, again] = [await send(fixture, { key: 'once' }), await send(fixture, { key: 'once' })]
    assert.deepEqual([again.status, again.body], [202, first.body])
    await app.worker.idle()
  })

  it('refuses other kinds of bodies, and everyone but staff', async () => {
    const refused = async (ask: Loose, status: number, code: string) => {
      const reply = await send('x', ask)
      assert.deepEqual([reply.status, reply.body.code], [status, code])
    }
    await refused({ headers: { 'content-type': 'image/png' } }, 415, 'http.unsupported_type')
    await refused({ token: undefined }, 401, 'access.unauthenticated')
    await refused({ token: (await aCustomer(app)).token }, 403, 'access.forbidden')
    const tooLarge = { headers: { 'content-length': String(300 * 1024 * 1024) } }
    await refused(tooLarge, 413, 'http.too_large')
    assert.deepEqual(await waitingFiles(), [])
  })

  it('refuses a request without any body', async () => {
    const reply = await app.request('POST', '/api/admin/imports', { token: app.owner })
    assert.deepEqual([reply.status, reply.body.code], [415, 'http.unsupported_type'])
    assert.deepEqual([await waitingFiles(), app.takeEvents()], [[], []])
  })

  it('leaves nothing of an upload that breaks off', async () => {
    const address = await app.http.listen({ host: '127.0.0.1', port: 0 })
    const upload = request(`${address}/api/admin/imports`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${app.owner}` },
    })
    upload.on('error', () => undefined)
    upload.write(fixture.slice(0, 100))
    await until('the upload has begun', async () => (await waitingFiles()).length > 0)
    upload.destroy()
    await until('nothing of it is left', async () => (await waitingFiles()).length === 0)
    const { data } = (await app.request('GET', '/api/admin/imports', { token: app.owner })).body
    assert.ok(data.every((each: Loose) => each.state === 'done' || each.state === 'failed'))
  })
})

describe('GET /api/admin/imports', () => {
  it('lists imports, newest first, page by page', async () => {
    const ids: string[] = []
    for (let n = 0; n < 3; n++) {
      app.clock.advance(1_000)
      ids.unshift((await send(fixture)).body.id)
    }
    await app.worker.idle()
    const page = async (query: string) =>
      (await app.request('GET', `/api/admin/imports${query}`, { token: app.owner })).body
    const first = await page('?limit=2')
    const rest = await page(`?limit=1&after=${first.next}`)
    assert.deepEqual(
      [...first.data, ...rest.data].map((each: Loose) => each.id),
      ids,
    )
  })

  it('is for staff', async () => {
    assert.equal((await app.request('GET', '/api/admin/imports')).status, 401)
  })
})

describe('GET /api/admin/imports/:importId', () => {
  it('answers 404 for an unknown one, and nothing without permission', async () => {
    const path = `/api/admin/imports/${newId('imp')}`
    const { status, body } = await app.request('GET', path, { token: app.owner })
    assert.deepEqual([status, body.code], [404, 'import.missing'])
    assert.equal((await app.request('GET', path)).status, 401)
  })
})
