import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { PER_MINUTE } from './rate-limits.ts'
import { type Answer, createToyApp, type ToyApp } from './toy-app.fixture.ts'

let app: ToyApp

before(async () => {
  app = await createToyApp({ rateLimits: true, trustProxy: true })
})
after(() => app.close())

let addresses = 0
let address: string
beforeEach(() => {
  addresses += 1
  address = `192.0.2.${addresses}`
})

const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } })
const signIn = (email: string, ip = address) =>
  app.ask('POST', '/api/sign-ins', { body: { email }, ...from(ip) })

async function times(count: number, ask: () => Promise<Answer>): Promise<number[]> {
  const answers = []
  for (let i = 0; i < count; i++) answers.push((await ask()).status)
  return answers
}

function isTooMany({ status, body, headers }: Answer) {
  assert.deepEqual([status, body.code], [429, 'http.too_many'])
  const seconds = Number(headers['retry-after'])
  assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60, headers['retry-after'])
  assert.equal(body.retryAfterSeconds, seconds)
  assert.equal(headers['content-type'], 'application/problem+json; charset=utf-8')
}

test('reads have an allowance for each address, past which Retry-After says how long to wait', async () => {
  const read = () => app.ask('GET', '/api/slow', from(address))
  const answers = await times(PER_MINUTE.read, read)
  assert.ok(answers.every((status) => status === 200))
  isTooMany(await read())
  assert.equal((await app.ask('GET', '/api/slow', from('198.51.100.1'))).status, 200)
})

test('writes have one of their own', async () => {
  const write = () => app.ask('DELETE', '/api/notes/none', from(address))
  await times(PER_MINUTE.write, write)
  isTooMany(await write())
  assert.equal((await app.ask('GET', '/api/slow', from(address))).status, 200)
})

test('sign-ins are counted for each account and address', async () => {
  const answers = await times(PER_MINUTE.signIn, () => signIn('ann@example.com'))
  assert.ok(answers.every((status) => status === 204))
  isTooMany(await signIn('ann@example.com'))
  isTooMany(await signIn('Ann@Example.com'))
  assert.equal((await signIn('ben@example.com')).status, 204)
  assert.equal((await signIn('ann@example.com', '198.51.100.2')).status, 204)
})

test('sign-ins are counted on this machine, too; reads and writes are not', async () => {
  for (const ip of ['127.0.0.1', '::1']) {
    await times(PER_MINUTE.signIn, () => signIn('eve@example.com', ip))
    isTooMany(await signIn('eve@example.com', ip))
  }
  const answers = await times(PER_MINUTE.read + 10, () => app.ask('GET', '/api/slow', from('127.0.0.1')))
  assert.ok(answers.every((status) => status === 200))
})

test('requests that are refused for their form count as well', async () => {
  const wrong = () => app.ask('POST', '/api/sign-ins', { body: { email: 'no address' }, ...from(address) })
  const answers = await times(PER_MINUTE.signIn + 2, wrong)
  assert.equal(answers.at(-1), 429)
})

test('an address cannot be claimed where no proxy is trusted', async () => {
  const plain = await createToyApp({ rateLimits: true, trustProxy: false })
  try {
    const claim = (ip: string) =>
      plain.ask('POST', '/api/sign-ins', { body: { email: 'mal@example.com' }, ...from(ip) })
    for (let i = 0; i < PER_MINUTE.signIn; i++) await claim(`203.0.113.${i}`)
    isTooMany(await claim('203.0.113.99'))
  } finally {
    await plain.close()
  }
})
