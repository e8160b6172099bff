import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { pino } from 'pino'
import { storedReplies } from '#http/idempotency.ts'
import type { Route } from '#http/route.ts'
import { modules } from '#modules/index.ts'
import { events, tasks } from '#store/outbox.ts'
import { createTestApp, type Loose, OWNER, type TestApp } from '#testing/app.ts'
import { storeKind } from '#testing/open-store.ts'
import { allOf } from '#testing/races.ts'
import { aCart, aVariant, aZone, checkOut } from '#testing/shop.ts'

const routes: readonly Route[] = modules.flatMap((module) => module.routes ?? [])

const addressOf = ({ path }: Route) => `/api${path.replaceAll(/:\w+/g, 'x')}`

suite('the patterns of all schemas', () => {
  /** Those that repeat something that repeats itself, looked at one by one. */
  const REVIEWED = [
    // Of an address's domain: each round begins with the one character, the dot, that its inside excludes.
    '(\\.[^\\s@<>",;.]+)+',
    // Of handles: likewise with the hyphen or underscore.
    '(?:[-_][\\p{Ll}\\p{Lo}\\p{M}\\p{N}]+)*',
    '([_-][a-z0-9]+)*',
  ]

  interface Text {
    readonly pattern: string
    readonly maxLength?: number
    readonly at: string
  }

  function textsIn(node: unknown, at: string): Text[] {
    if (typeof node !== 'object' || node === null) return []
    const { pattern, maxLength } = node as Text
    const own =
      typeof pattern === 'string' ? [{ pattern, ...(maxLength !== undefined && { maxLength }), at }] : []
    return [...own, ...Object.values(node).flatMap((each) => textsIn(each, at))]
  }

  const texts = routes.flatMap(({ method, path, params, query, body }) =>
    [params, query, body].flatMap((schema) => textsIn(schema, `${method} ${path}`)),
  )
  const plain = (pattern: string) =>
    REVIEWED.reduce((text, known) => text.replaceAll(known, 'x'), pattern)
      .replaceAll(/\\./g, 'x')
      .replaceAll(/\[(?:[^\]])*\]/g, 'x')

  test('repeat nothing that repeats itself, or were looked at: no text takes them long', () => {
    for (const { pattern, at } of texts) {
      assert.doesNotMatch(
        plain(pattern),
        /\([^()]*[+*][^()]*\)[+*{]|\{\d+,\}[^()]*\)[+*{]/,
        `${at}: ${pattern}`,
      )
    }
  })

  test('are held against a text whose length is bounded', () => {
    for (const { pattern, maxLength, at } of texts) {
      // A word without a repetition that has no end, from its first to its last character.
      const isBounded =
        pattern.startsWith('^') && pattern.endsWith('$') && !/[+*]|\{\d+,\}/.test(plain(pattern))
      assert.ok(isBounded || maxLength !== undefined, `${at}: ${pattern}`)
    }
  })
})

test('every 401 says how to sign in, and every route that wants a session gives one', async (t) => {
  const shop = await createTestApp()
  t.after(() => shop.close())
  let count = 0
  for (const route of routes) {
    const { status, headers } = await shop.request(route.method, addressOf(route), {
      body: route.body ? {} : undefined,
    })
    if (route.access.gate) assert.equal(status, 401, `${route.method} ${route.path}`)
    if (status !== 401) continue
    count += 1
    assert.equal(headers['www-authenticate'], 'Bearer', `${route.method} ${route.path}`)
  }
  assert.ok(count > 20)
  const wrong = { body: { email: OWNER.email, password: 'wrong horse battery' } }
  assert.equal((await shop.request('POST', '/api/login', wrong)).headers['www-authenticate'], 'Bearer')
})

test('no file but a picture of the shop is served as one', async (t) => {
  const shop = await createTestApp()
  t.after(() => shop.close())
  for (const file of [
    '..%2fmarketsquare.db',
    '%2e%2e%2fmarketsquare.db',
    '..%5cmarketsquare.db',
    '....%2f%2fmarketsquare.db',
    '%2fetc%2fpasswd',
    'file:%2f%2f%2fetc%2fpasswd',
    `${'0'.repeat(32)}.png%00.svg`,
    `${'0'.repeat(32)}.db`,
    `..%2f${'0'.repeat(32)}.png`,
    `${'0'.repeat(32)}.png`,
    '.',
    '..',
    '%00',
  ]) {
    const { status, body } = await shop.request('GET', `/api/media/${file}`)
    assert.ok([400, 404].includes(status), `${file}: ${status}`)
    assert.doesNotMatch(JSON.stringify(body), /SQLite|root:/)
  }
})

interface Flow {
  readonly secrets: readonly string[]
  /** Stands in the mail that confirms the order, and in the mailbox with it. */
  readonly orderToken: string
}

/** What customers and staff do in a day, and everything in it that opens something. */
async function aDay(shop: TestApp): Promise<Flow> {
  const password = 'tortoise-shell-harmonica'
  const credentials = { email: 'ada@example.com', password }
  const registered = await shop.request('POST', '/api/register', { body: { ...credentials, name: 'Ada' } })
  const login = await shop.request('POST', '/api/login', { body: credentials })
  const cookie = await shop.request('POST', '/api/login', { body: { ...credentials, cookie: true } })
  const kept = String(cookie.headers['set-cookie']).split(/[=;]/)[1] ?? ''
  await shop.request('GET', '/api/me', { headers: { cookie: `__Host-session=${kept}` } })
  await shop.request('POST', '/api/login', { body: { ...credentials, password: 'a-wrong-password-1' } })
  await shop.request('POST', '/api/login', {
    body: { email: 'x'.repeat(400), password: 'a-wrong-password-2' },
  })
  await shop.request('POST', '/api/login', { body: { ...credentials, extra: 'a-wrong-field-3' } })
  await shop.request('GET', '/api/me?token=a-token-in-a-query', { token: 'mst_ATOKENTHATNOBODYHAS' })
  await aZone(shop)
  const cart = await aCart(shop, { items: [{ variantId: await aVariant(shop), quantity: 1 }] })
  const order = await checkOut(shop, cart, { key: 'an-idempotency-key-4', card: 'success' })
  assert.equal(order.status, 201)
  await shop.worker.idle()
  const secrets = [
    password,
    OWNER.password,
    shop.owner,
    registered.body.token,
    login.body.token,
    kept,
    'a-wrong-password-1',
    'a-wrong-password-2',
    'a-wrong-field-3',
    'a-token-in-a-query',
    'mst_ATOKENTHATNOBODYHAS',
    'an-idempotency-key-4',
  ]
  assert.ok(secrets.every((secret: Loose) => typeof secret === 'string' && secret.length > 10))
  return { secrets, orderToken: order.body.token }
}

test('nothing that opens something is in the log, at any level and without any masking', async (t) => {
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const shop = await createTestApp({ logger: logger as never })
  t.after(() => shop.close())
  const { secrets, orderToken } = await aDay(shop)
  shop.log.info({}, 'said')
  const log = lines.join('')
  assert.match(log, /said/)
  for (const secret of [...secrets, orderToken]) assert.ok(!log.includes(secret), secret)
})

test('nothing that opens something is in the store, but what mails have to say', async (t) => {
  const shop = await createTestApp()
  t.after(() => shop.close())
  const { secrets } = await aDay(shop)
  const kept = await allThatIsKept(shop)
  assert.ok(kept.length > 0)
  for (const [name, bytes] of kept) {
    for (const secret of secrets) assert.ok(!bytes.includes(secret), `${secret} is in ${name}`)
  }
})

/** The files of SQLite, with what was deleted and is still in them; elsewhere every document. */
async function allThatIsKept(shop: TestApp): Promise<[string, Buffer][]> {
  if (storeKind() !== 'sqlite') {
    const collections = [
      events,
      tasks,
      storedReplies,
      ...modules.flatMap((module) => module.collections ?? []),
    ]
    return Promise.all(
      collections.map(async (from) => [from.name, Buffer.from(JSON.stringify(await allOf(shop, from)))]),
    )
  }
  const files = (await readdir(shop.dataDir)).filter((name) => name.startsWith('marketsquare.db'))
  return Promise.all(files.map(async (name) => [name, await readFile(join(shop.dataDir, name))]))
}
