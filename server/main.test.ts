import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Loose } from '#testing/app.ts'
import { runScript, type ServerProcess, startServer } from '#testing/server-process.ts'

describe('npm start', () => {
  let dir: string
  const running: ServerProcess[] = []
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'marketsquare-main-'))
  })
  after(async () => {
    for (const server of running) server.kill('SIGKILL')
    await Promise.all(running.map((server) => server.ended))
    await rm(dir, { recursive: true, force: true })
  })

  const start = async (env: Record<string, string>): Promise<ServerProcess> => {
    const server = await startServer(join(dir, 'shop'), env)
    running.push(server)
    return server
  }
  const stop = async (server: ServerProcess, signal: NodeJS.Signals = 'SIGTERM') => {
    server.kill(signal)
    assert.equal(await server.ended, 0)
  }
  const countProducts = async ({ request }: ServerProcess): Promise<number> => {
    const first = await request('GET', '/api/products?limit=100')
    return first.body.data.length
  }

  let products: number

  it('the first time fills the shop, says where it is, and how to become its owner', async () => {
    const server = await start({ SEED: 'demo', PUBLIC_URL: 'https://shop.example' })
    const text = server.output()
    const { url } = server
    assert.match(text, new RegExp(`is open at ${url}\n`))
    for (const path of ['/docs', '/api/products']) {
      assert.ok(text.includes(`${url}${path}\n`), text)
      assert.equal((await server.request('GET', path)).status, 200)
    }
    assert.ok(text.includes(`${join(dir, 'shop')} (filled with the demo shop; SEED=none starts empty)`))
    assert.match(
      text,
      /with this link, once, within a day:\n {2}https:\/\/shop\.example\/admin\/sign-in\?token=mln_\w+\n/,
    )
    products = await countProducts(server)
    assert.ok(products >= 50)
    await stop(server)
  })

  it('the second time finds everything as it was, and needs no link where an owner is named', async () => {
    const [email, password] = ['owner@example.com', 'correct horse battery']
    const server = await start({ SEED: 'demo', ADMIN_EMAIL: email, ADMIN_PASSWORD: password })
    assert.doesNotMatch(server.output(), /filled with the demo shop|mln_/)
    assert.equal(await countProducts(server), products)
    const { status, body }: Loose = await server.request('POST', '/api/login', { body: { email, password } })
    assert.deepEqual([status, body.user.role], [200, 'owner'])
    assert.doesNotMatch(server.output(), new RegExp(password))
  })

  it('ends with 1 where its port is taken, and the first goes on', async () => {
    const server = running[1] as ServerProcess
    const { port } = new URL(server.url)
    const child = runScript('main.ts', [], { PORT: port, SEED: 'none', DATA_DIR: join(dir, 'other') })
    assert.equal(await child.ended, 1)
    assert.match(child.output(), /EADDRINUSE/)
    assert.equal(await countProducts(server), products)
    await stop(server, 'SIGINT')
  })

  it('ends with 1 and says everything that is wrong with its environment', async () => {
    const empty = join(dir, 'none')
    const child = runScript('main.ts', [], { PORT: 'http', SEED: 'yes', DATA_DIR: empty })
    assert.equal(await child.ended, 1)
    assert.equal(
      child.output(),
      [
        'The environment is not as it must be:',
        '  - PORT=http: must be a whole number from 0 to 65535.',
        '  - SEED=yes: must be one of demo, none.',
        '',
      ].join('\n'),
    )
    assert.equal(existsSync(empty), false)
  })
})
