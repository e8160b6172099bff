import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { storeImage } from './index.ts'

let app: TestApp
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('a picture')])
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

before(async () => {
  app = await createTestApp()
  app.takeEvents()
})
after(() => app.close())

const upload = (body: Buffer, type: string, { token = app.owner } = {}) =>
  app.request('POST', '/api/admin/media', { body, token, headers: { 'content-type': type } })

test('only staff uploads', async () => {
  assert.equal((await upload(png, 'image/png', { token: '' })).status, 401)
})

test('a picture that was uploaded is served to everyone, to be kept for good', async () => {
  const { status, body, headers } = await app.request('POST', '/api/admin/media?alt=A%20mug', {
    body: png,
    token: app.owner,
    headers: { 'content-type': 'image/png' },
  })
  assert.equal(status, 201)
  assert.match(body.id, /^media_/)
  assert.match(body.url, /^\/api\/media\/[0-9a-f]{32}\.png$/)
  assert.deepEqual([body.contentType, body.bytes, body.alt], ['image/png', png.length, 'A mug'])
  assert.equal(headers.location, body.url)
  assert.deepEqual(app.takeEvents(), ['media.added'])
  const served = await app.http.inject({ url: body.url })
  assert.equal(served.statusCode, 200)
  assert.deepEqual(served.rawPayload, png)
  assert.equal(served.headers['content-type'], 'image/png')
  assert.equal(served.headers['content-length'], String(png.length))
  assert.equal(served.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(served.headers['x-content-type-options'], 'nosniff')
})

test('who has the picture already gets no bytes, and a HEAD tells about it', async () => {
  const { body } = await upload(png, 'image/png')
  const { headers } = await app.http.inject({ url: body.url })
  const again = await app.http.inject({
    url: body.url,
    headers: { 'if-none-match': String(headers.etag) },
  })
  assert.equal(again.statusCode, 304)
  assert.equal(again.rawPayload.length, 0)
  const head = await app.http.inject({ method: 'HEAD', url: body.url })
  assert.equal(head.statusCode, 200)
  assert.equal(head.headers['content-length'], String(png.length))
})

test('the same picture twice, also at once, is one', async () => {
  const bytes = Buffer.concat([png, Buffer.from('twice')])
  app.takeEvents()
  const replies = await Promise.all([1, 2, 3].map(() => upload(bytes, 'image/png; charset=binary')))
  assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([201]))
  assert.equal(new Set(replies.map(({ body }) => body.id)).size, 1)
  assert.deepEqual(app.takeEvents(), ['media.added'])
})

test('what is not the picture that it claims to be is refused', async () => {
  for (const [bytes, type, status, code] of [
    [png, 'image/jpeg', 422, 'media.mismatch'],
    [Buffer.from('hello'), 'image/png', 422, 'media.not_an_image'],
    [Buffer.alloc(0), 'image/png', 422, 'media.not_an_image'],
    [svg, 'image/png', 422, 'media.not_an_image'],
    [svg, 'image/svg+xml', 415, 'http.unsupported_type'],
    [png, 'application/json', 415, 'http.unsupported_type'],
    [png, 'text/html', 415, 'http.unsupported_type'],
  ] as const) {
    const reply = await upload(bytes, type)
    assert.equal(reply.status, status, `${type}: ${reply.status}`)
    assert.equal(reply.body.code, code)
  }
  assert.deepEqual(app.takeEvents(), [])
})

test('ten megabytes are taken, and not one byte more', async () => {
  const bytes = Buffer.alloc(10 * 1_048_576)
  png.copy(bytes)
  assert.equal((await upload(bytes, 'image/png')).status, 201)
  const reply = await upload(Buffer.concat([bytes, Buffer.from('x')]), 'image/png')
  assert.equal(reply.status, 413)
})

test("the shop's own drawings are served so that nothing in them runs", async () => {
  const image = { bytes: svg, contentType: 'image/svg+xml', name: 'Drawing' }
  const url = await app.run((ctx) => storeImage(ctx, image))
  const { headers, body } = await app.http.inject({ url })
  assert.equal(body, svg.toString())
  assert.equal(headers['content-type'], 'image/svg+xml')
  assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox/)
  assert.equal(await app.run((ctx) => storeImage(ctx, image)), url)
})

test('what is not there, or no key at all, is not found', async () => {
  for (const file of [
    `${'0'.repeat(32)}.png`,
    '..%2Fmarketsquare.db',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    'x',
    `${'0'.repeat(32)}.html`,
  ]) {
    const reply = await app.request('GET', `/api/media/${file}`)
    assert.equal(reply.status, 404, file)
  }
})
