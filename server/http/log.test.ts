import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { createToyApp, type ToyApp } from './toy-app.fixture.ts'

let app: ToyApp

before(async () => {
  app = await createToyApp()
})
after(() => app.close())

/** What the shop's logger writes for these details, in a process of its own: it writes to standard output. */
function logged(details: object): string {
  const program =
    `import { createLogger } from '${new URL('../logger.ts', import.meta.url)}'\n` +
    `createLogger({ logLevel: 'info' }).info(${JSON.stringify(details)}, 'said')`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  })
  assert.match(stdout, /"msg":"said"/, stderr)
  return stdout
}

test('secrets are masked, at the top and two levels down', () => {
  const secret = 'hunter2'
  const secrets = Object.fromEntries(
    ['password', 'token', 'authorization', 'cookie', 'secret', 'accessToken', 'passwordHash'].map((name) => [
      name,
      secret,
    ]),
  )
  const line = logged({ ...secrets, body: secrets, request: { headers: secrets }, name: 'Ann' })
  assert.equal(line.includes(secret), false, line)
  assert.match(line, /"name":"Ann"/)
  assert.match(line, /"time":"\d{4}-\d\d-\d\dT/)
})

test('a request that goes well is not logged, and one that is refused neither', async () => {
  const lines = app.log.length
  await app.ask('GET', '/api/notes', { token: 'alice-token' })
  await app.ask('POST', '/api/sign-ins', { body: { email: 'no address' } })
  assert.equal(app.log.length, lines)
})

test('a bug is logged with its request, and without what was sent', async () => {
  await app.ask('POST', '/api/bugs?card=4242', { token: 'alice-token', body: { card: 4242 } })
  const line = app.log.at(-1)
  assert.equal(line?.level, 50)
  assert.match(String(line?.reqId), /^req_/)
  assert.doesNotMatch(JSON.stringify(line), /alice-token|4242/)
})
