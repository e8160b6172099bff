import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { Resolve } from './destination.ts'
import { createOutbound, REDIRECTS_MAX } from './gate.ts'

async function aSite(t: test.TestContext, answer: RequestListener, host = '127.0.0.1') {
  const asked: { url: string; method: string; headers: IncomingHttpHeaders; body: string }[] = []
  const server = createServer(async (request, reply) => {
    let body = ''
    for await (const chunk of request) body += chunk
    asked.push({ url: request.url ?? '', method: request.method ?? '', headers: request.headers, body })
    answer(request, reply)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, url: `http://${host}:${port}`, asked }
}

const OWN = { allow: ['127.0.0.1'] }
const here: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]

test('the answer is there as a whole, whatever its status', async (t) => {
  const { url, asked } = await aSite(t, (_request, reply) =>
    reply.writeHead(418, { 'x-tea': 'yes' }).end('tea'),
  )
  const body = new URLSearchParams({ grant_type: 'code' })
  const response = await createOutbound(OWN).fetch(`${url}/a?b=c`, {
    method: 'POST',
    body,
    headers: { 'x-a': 'b' },
  })
  assert.deepEqual(
    [response.status, response.headers.get('x-tea'), await response.text()],
    [418, 'yes', 'tea'],
  )
  const [request] = asked
  assert.deepEqual([request?.method, request?.url, request?.body], ['POST', '/a?b=c', 'grant_type=code'])
  assert.match(request?.headers['content-type'] ?? '', /^application\/x-www-form-urlencoded/)
  assert.equal(request?.headers['x-a'], 'b')
  assert.equal(request?.headers['accept-encoding'], 'identity')
})

test('what is no address by https is refused, and so is one with a password', async () => {
  const { fetch } = createOutbound(OWN)
  for (const url of [
    'ftp://shop.example',
    'file:///etc/passwd',
    'data:text/plain,a',
    'gopher://127.0.0.1:6379/_x',
    'nonsense',
    '/etc/passwd',
    'https://user:password@1.1.1.1/',
    'http://1.1.1.1/',
  ]) {
    await assert.rejects(fetch(url), { code: 'outbound.refused' }, url)
  }
})

test('a name is as good as all of its addresses', async () => {
  const resolve: Resolve = async () => [
    { address: '1.1.1.1', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ]
  await assert.rejects(createOutbound({ allow: [], resolve }).fetch('https://shop.test'), {
    code: 'outbound.refused',
  })
  const none = createOutbound({ allow: [], resolve: async () => [] })
  await assert.rejects(none.fetch('https://shop.test'), { code: 'outbound.refused' })
  const lost = createOutbound({ allow: [], resolve: () => Promise.reject(new Error('ENOTFOUND')) })
  await assert.rejects(lost.fetch('https://shop.test'), { code: 'outbound.failed' })
})

test('a name that answers differently the second time is not asked a second time', async (t) => {
  const { port, asked } = await aSite(t, (_request, reply) => reply.end('ok'))
  let times = 0
  const resolve: Resolve = async () => [{ address: times++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
  const response = await createOutbound({ ...OWN, resolve }).fetch(`http://rebound.test:${port}/`)
  assert.equal(await response.text(), 'ok')
  assert.equal(times, 1)
  assert.equal(asked[0]?.headers.host, `rebound.test:${port}`)
})

test('a name that changed its mind between two redirects is refused', async (t) => {
  const { port, asked } = await aSite(t, (_request, reply) =>
    reply.writeHead(302, { location: '/again' }).end(),
  )
  const secret = await aSite(t, (_request, reply) => reply.end('secret'), '127.0.0.2')
  let times = 0
  const resolve: Resolve = async () => [{ address: times++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
  const { fetch } = createOutbound({ ...OWN, resolve })
  await assert.rejects(fetch(`http://rebound.test:${port}/`), { code: 'outbound.refused' })
  assert.deepEqual([asked.length, secret.asked.length], [1, 0])
})

test('a redirect to what is closed is refused', async (t) => {
  const secret = await aSite(t, (_request, reply) => reply.end('secret'), '127.0.0.2')
  for (const location of [
    secret.url,
    'http://169.254.169.254/',
    'file:///etc/passwd',
    '//127.0.0.2/',
    'http://1.1.1.1/',
  ]) {
    const { url } = await aSite(t, (_request, reply) => reply.writeHead(302, { location }).end())
    await assert.rejects(createOutbound(OWN).fetch(url), { code: 'outbound.refused' }, location)
  }
  assert.equal(secret.asked.length, 0)
})

test('redirects are followed three times', async (t) => {
  const { url, asked } = await aSite(t, (_request, reply) => reply.writeHead(302, { location: '/on' }).end())
  await assert.rejects(createOutbound(OWN).fetch(url), { code: 'outbound.failed' })
  assert.equal(asked.length, REDIRECTS_MAX + 1)
  await assert.rejects(createOutbound(OWN).fetch(url, { redirect: 'error' }), { code: 'outbound.failed' })
  assert.equal((await createOutbound(OWN).fetch(url, { redirect: 'manual' })).status, 302)
})

test('what opens something is not carried to another origin, and neither is what was sent', async (t) => {
  const other = await aSite(t, (_request, reply) => reply.end('ok'))
  const site = await aSite(t, (request, reply) => {
    const status = request.url === '/post' ? 307 : 302
    reply.writeHead(status, { location: `${other.url}/there` }).end()
  })
  const headers = { authorization: 'Bearer s', cookie: 'a=b', 'x-signature': 's', accept: 'text/plain' }
  const { fetch } = createOutbound(OWN)
  await fetch(site.url, { method: 'POST', body: 'secret', headers })
  const [request] = other.asked
  assert.deepEqual([request?.method, request?.body], ['GET', ''])
  for (const name of ['authorization', 'cookie', 'x-signature', 'content-type']) {
    assert.equal(request?.headers[name], undefined, name)
  }
  assert.equal(request?.headers.accept, 'text/plain')
  const posted = fetch(`${site.url}/post`, { method: 'POST', body: 'secret', headers })
  await assert.rejects(posted, { code: 'outbound.refused' })
  assert.equal(other.asked.length, 1)
})

test('a redirect on the same site keeps what was sent where it says so', async (t) => {
  const { url, asked } = await aSite(t, (request, reply) => {
    if (request.url === '/') reply.writeHead(308, { location: '/new' }).end()
    else reply.end('ok')
  })
  await createOutbound(OWN).fetch(`${url}/`, {
    method: 'POST',
    body: 'a',
    headers: { authorization: 'Bearer s' },
  })
  const request = asked.at(-1)
  assert.deepEqual([request?.url, request?.method, request?.body], ['/new', 'POST', 'a'])
  assert.equal(request?.headers.authorization, 'Bearer s')
})

test('an answer without end is cut off, whether it says its length or not', async (t) => {
  const { url } = await aSite(t, (request, reply) => {
    if (request.url === '/said') return void reply.writeHead(200, { 'content-length': 10_000 }).write('x')
    const timer = setInterval(() => reply.write('x'.repeat(1_000)), 1)
    reply.on('close', () => clearInterval(timer))
  })
  for (const path of ['/said', '/unsaid']) {
    const answer = createOutbound(OWN).fetch(`${url}${path}`, { bytesMax: 5_000 })
    await assert.rejects(answer, { code: 'outbound.too_large' }, path)
  }
})

test('an answer that unfolds is not unfolded', async (t) => {
  const { url } = await aSite(t, (_request, reply) =>
    reply.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
  )
  await assert.rejects(createOutbound(OWN).fetch(url), { code: 'outbound.failed' })
})

test('who takes too long is not waited for: with the name, the headers or the body', async (t) => {
  const { url, port } = await aSite(t, (request, reply) => {
    if (request.url === '/body') reply.writeHead(200).write('a')
  })
  const timeoutMs = 50
  for (const path of ['/headers', '/body']) {
    await assert.rejects(
      createOutbound(OWN).fetch(`${url}${path}`, { timeoutMs }),
      { code: 'outbound.timeout' },
      path,
    )
  }
  const never = createOutbound({ ...OWN, resolve: () => new Promise(() => undefined) })
  await assert.rejects(never.fetch(`http://slow.test:${port}`, { timeoutMs }), { code: 'outbound.timeout' })
})

test('who hangs up, or is not there, is a failure; who called it off hears their own reason', async (t) => {
  const { url, port } = await aSite(t, (request, reply) => {
    if (request.url === '/cut')
      reply.writeHead(200, { 'content-length': 100 }).write('a', () => reply.destroy())
    if (request.url === '/gone') request.socket.destroy()
  })
  const { fetch } = createOutbound({ ...OWN, resolve: here })
  await assert.rejects(fetch(`${url}/cut`), { code: 'outbound.failed' })
  await assert.rejects(fetch(`${url}/gone`), { code: 'outbound.failed' })
  // Nobody speaks TLS there.
  await assert.rejects(fetch(`https://own.test:${port}/`), { code: 'outbound.failed' })
  const reason = new Error('never mind')
  await assert.rejects(fetch(`${url}/wait`, { signal: AbortSignal.abort(reason) }), reason)
})
