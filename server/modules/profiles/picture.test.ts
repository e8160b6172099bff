import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { aCustomer } from '#testing/shop.ts'
import { PICTURE_PIXELS } from './encode-picture.ts'
import { PICTURE_BYTES_MAX } from './routes.ts'

let app: TestApp
let ada: { id: string; token: string }

before(async () => {
  app = await createTestApp()
  ada = await aCustomer(app)
  await app.worker.idle()
  app.takeEvents()
})
after(() => app.close())

/** Twice as wide as high, and it tells where it was taken. */
const aPicture = (background = '#a33') =>
  sharp({ create: { width: 400, height: 200, channels: 3, background } }).withExif({
    IFD0: { Copyright: 'Ada' },
    IFD3: { GPSLatitude: '52/1 31/1 12/1' },
  })

const put = (body: Buffer, { type = 'image/jpeg', token = ada.token } = {}) =>
  app.request('PUT', '/api/me/picture', { body, token, headers: { 'content-type': type } })

const served = (url: string) => app.http.inject({ url })
const me = async (): Promise<Loose> => (await app.request('GET', '/api/me', { token: ada.token })).body

test('a picture is drawn anew as a square, without what was hidden in it', async () => {
  const { status, body } = await put(await aPicture().jpeg().toBuffer())
  assert.equal(status, 200)
  assert.deepEqual(body, { id: ada.id, name: 'Ada', picture: body.picture, isPublic: true })
  assert.match(body.picture, /^\/api\/media\/[0-9a-f]{32}\.webp$/)
  assert.deepEqual(app.takeEvents(), ['user.updated'])
  assert.equal((await me()).picture, body.picture)
  const { rawPayload, headers } = await served(body.picture)
  assert.equal(headers['content-type'], 'image/webp')
  const { format, width, height, exif, xmp, icc } = await sharp(rawPayload).metadata()
  assert.deepEqual([format, width, height], ['webp', PICTURE_PIXELS, PICTURE_PIXELS])
  assert.deepEqual([exif, xmp, icc], [undefined, undefined, undefined])
})

test('every kind of picture is taken, and as the file of a form', async () => {
  for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif'] as const) {
    const bytes = await aPicture().toFormat(format).toBuffer()
    assert.equal((await put(bytes, { type: `image/${format}` })).status, 200, format)
    const form = new FormData()
    form.append('picture', new Blob([bytes], { type: 'application/octet-stream' }), 'me.svg')
    const body = new Response(form)
    const type = String(body.headers.get('content-type'))
    assert.equal((await put(Buffer.from(await body.arrayBuffer()), { type })).status, 200, format)
  }
})

test('a picture is turned upright as the camera said', async () => {
  const pixels = { width: 2, height: 1, channels: 3 as const }
  const wide = sharp(Buffer.from([255, 0, 0, 0, 0, 255]), { raw: pixels }).resize(400, 400, {
    kernel: 'nearest',
    fit: 'fill',
  })
  const turned = await wide.jpeg().withMetadata({ orientation: 6 }).toBuffer()
  const { body } = await put(turned)
  const { data } = await sharp((await served(body.picture)).rawPayload)
    .extract({ left: 256, top: 20, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true })
  assert.ok((data[0] ?? 0) > 200 && (data[2] ?? 0) < 60, 'red is on top')
})

test('the old picture goes with the new one, and the last one when it is removed', async () => {
  const first = (await put(await aPicture('#111').png().toBuffer(), { type: 'image/png' })).body.picture
  const second = (await put(await aPicture('#222').png().toBuffer(), { type: 'image/png' })).body.picture
  await app.worker.idle()
  assert.deepEqual([(await served(first)).statusCode, (await served(second)).statusCode], [404, 200])
  app.takeEvents()
  for (let times = 0; times < 2; times++) {
    const reply = await app.request('DELETE', '/api/me/picture', { token: ada.token })
    assert.equal(reply.status, 204)
  }
  await app.worker.idle()
  assert.equal((await served(second)).statusCode, 404)
  assert.equal((await me()).picture, null)
  assert.deepEqual(app.takeEvents(), ['user.updated'])
})

test('two people with the same picture have one each', async () => {
  const bob = await aCustomer(app, 'bob@example.com')
  const bytes = await aPicture('#333').png().toBuffer()
  const [hers, his] = [await put(bytes), await put(bytes, { token: bob.token })]
  assert.notEqual(hers.body.picture, his.body.picture)
  await app.request('DELETE', '/api/me/picture', { token: ada.token })
  await app.worker.idle()
  assert.equal((await served(his.body.picture)).statusCode, 200)
  app.takeEvents()
})

test('what is no picture, or a broken one, is refused and changes nothing', async () => {
  const whole = await aPicture().jpeg().toBuffer()
  const tiff = await aPicture().tiff().toBuffer()
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const cases: [Buffer, string, string][] = [
    [Buffer.alloc(0), 'image/png', 'profile.not_a_picture'],
    [Buffer.from('hello'), 'image/png', 'profile.not_a_picture'],
    [svg, 'image/png', 'profile.not_a_picture'],
    [tiff, 'image/png', 'profile.not_a_picture'],
    [whole.subarray(0, whole.length / 2), 'image/jpeg', 'profile.picture_unreadable'],
    [Buffer.concat([whole.subarray(0, 30), svg]), 'image/jpeg', 'profile.picture_unreadable'],
    [Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), svg]), 'image/png', 'profile.picture_unreadable'],
  ]
  for (const [bytes, type, code] of cases) {
    const { status, body } = await put(bytes, { type })
    assert.deepEqual([status, body.code], [422, code])
  }
  for (const type of ['image/svg+xml', 'application/json', 'text/html']) {
    assert.equal((await put(svg, { type })).status, 415)
  }
  assert.deepEqual(app.takeEvents(), [])
})

test('a small file that claims to be a huge picture is refused', async () => {
  const create = { width: 9_000, height: 9_000, channels: 3 as const, background: '#000' }
  const bomb = await sharp({ create }).png().toBuffer()
  assert.ok(bomb.length < 1_000_000)
  assert.equal((await put(bomb, { type: 'image/png' })).body.code, 'profile.picture_unreadable')
  const avif = await sharp({ create: { ...create, width: 4_000, height: 4_000 } })
    .avif({ effort: 0 })
    .toBuffer()
  assert.equal((await put(avif, { type: 'image/avif' })).body.code, 'profile.picture_unreadable')
})

test('a file that is too large is refused, and who is not signed in', async () => {
  assert.equal((await put(Buffer.alloc(PICTURE_BYTES_MAX + 1), { type: 'image/png' })).status, 413)
  assert.equal((await put(Buffer.from('x'), { token: '' })).status, 401)
  assert.equal((await app.request('DELETE', '/api/me/picture')).status, 401)
})

test('more pictures at once than can be drawn wait in line, and the rest are told to come back', async () => {
  const bytes = await aPicture().png().toBuffer()
  const people = await Promise.all(
    Array.from({ length: 30 }, (_, at) => aCustomer(app, `crowd${at}@example.com`)),
  )
  const replies = await Promise.all(people.map(({ token }) => put(bytes, { token })))
  const statuses = new Set(replies.map(({ status }) => status))
  assert.deepEqual(statuses, new Set([200, 503]))
})
