import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { aShopifyFile } from '#modules/imports/fixtures/a-file.ts'
import { runScript, type ServerProcess, startServer } from '#testing/server-process.ts'
import { until } from '#testing/until.ts'

const FIXTURE = fileURLToPath(new URL('modules/imports/fixtures/shopify.csv', import.meta.url))

describe('npm run import', () => {
  let dir: string
  let server: ServerProcess | undefined
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'marketsquare-import-'))
  })
  after(async () => {
    server?.kill('SIGKILL')
    await server?.ended
    await rm(dir, { recursive: true, force: true })
  })

  const run = async (...args: string[]) => {
    const child = runScript('import.ts', args, { DATA_DIR: join(dir, 'shop') })
    return [await child.ended, child.output()] as const
  }

  it('imports a file, says what it did and ends with 0', async () => {
    const report = `${FIXTURE}: 7 rows read.\n  3 products created, 0 updated, 0 unchanged.\n`
    assert.deepEqual(await run(FIXTURE), [0, report])
  })

  it('ends with 1 where rows were refused, and names each', async () => {
    const file = join(dir, 'faulty.csv')
    await writeFile(file, aShopifyFile({ Handle: 'fine' }, { Handle: 'bad', 'Variant Price': '?' }))
    const lines = [
      `${file}: 2 rows read.`,
      '  1 product created, 0 updated, 0 unchanged.',
      '  1 row refused:',
      '  line 3 (bad): Variant Price: "?" is not an amount in USD such as 19.99.',
      '',
    ]
    assert.deepEqual(await run(file), [1, lines.join('\n')])
  })

  it('ends with 2 where there is no file, no export or no sense, and says so plainly', async () => {
    const other = join(dir, 'other.csv')
    await writeFile(other, 'name;price\nMug;10\n')
    const cases: [args: string[], said: RegExp][] = [
      [[join(dir, 'none.csv')], /^ENOENT: no such file .*none\.csv'\n$/],
      [[other], /^The header "name;price" is not one of a known export\./],
      [[], /^Imports products from a Shopify or WooCommerce export/],
    ]
    const ended = await Promise.all(cases.map(([args]) => run(...args)))
    for (const [at, [code, output]] of ended.entries()) {
      assert.equal(code, 2, output)
      assert.match(output, cases[at]?.[1] as RegExp)
    }
  })

  it('may run while the shop does, which then has the products, and finds them', async () => {
    server = await startServer(join(dir, 'shop'))
    const file = join(dir, 'late.csv')
    await writeFile(file, aShopifyFile({ Handle: 'late-lamp', Title: 'Late Lamp', Published: 'true' }))
    assert.equal((await run(file))[0], 0)
    assert.equal((await server.request('GET', '/api/products/late-lamp')).status, 200)
    const { request } = server
    await until('the running shop finds what was imported', async () => {
      const { body } = await request('GET', '/api/products/search?q=lamp')
      return body.data[0]?.handle === 'late-lamp'
    })
    server.kill('SIGTERM')
    assert.equal(await server.ended, 0)
  })
})
