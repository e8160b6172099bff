import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { ImportFiles } from '#modules/imports/import-files.ts'
import { createDiskImportFiles } from './import-files-disk.ts'

describe('files that wait for their import', () => {
  let dir: string
  let files: ImportFiles
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'marketsquare-files-'))
  })
  beforeEach(async () => {
    await rm(join(dir, 'imports'), { recursive: true, force: true })
    files = createDiskImportFiles({ dir: join(dir, 'imports') })
  })
  after(() => rm(dir, { recursive: true, force: true }))

  const names = () => readdir(join(dir, 'imports'))

  it('are kept as they stream in, with their size told', async () => {
    assert.equal(
      await files.put('imp_1', Readable.from([Buffer.from('Handle,'), Buffer.from('Titlé\n')])),
      14,
    )
    assert.equal(await text(files.open('imp_1')), 'Handle,Titlé\n')
    assert.deepEqual(await names(), ['imp_1.csv'])
  })

  it('leave nothing behind where the upload broke off', async () => {
    async function* broken() {
      yield Buffer.from('Handle,')
      throw new Error('The upload broke off.')
    }
    await assert.rejects(files.put('imp_1', Readable.from(broken())), /broke off/)
    assert.deepEqual(await names(), [])
    const gone = new Readable({
      read() {
        if (!this.push('Handle,'.repeat(20_000))) this.destroy(new Error('The client went away.'))
      },
    })
    await assert.rejects(files.put('imp_2', gone), /went away/)
    assert.deepEqual(await names(), [])
  })

  it('are replaced whole by another of the same name', async () => {
    await files.put('imp_1', Readable.from(['one']))
    const broken = new Readable({
      read() {
        this.destroy(new Error('No.'))
      },
    })
    await assert.rejects(files.put('imp_1', broken))
    assert.equal(await text(files.open('imp_1')), 'one')
    await files.put('imp_1', Readable.from(['two']))
    assert.equal(await text(files.open('imp_1')), 'two')
  })

  it('can be removed, twice too', async () => {
    await files.put('imp_1', Readable.from(['one']))
    await files.remove('imp_1')
    await files.remove('imp_1')
    assert.deepEqual(await names(), [])
    await assert.rejects(text(files.open('imp_1')), { code: 'ENOENT' })
  })

  it('have names that lead nowhere else', async () => {
    for (const name of ['', '../secret', 'a/b', 'a.b', 'x'.repeat(101)]) {
      await assert.rejects(files.put(name, Readable.from([''])), TypeError)
      assert.throws(() => files.open(name), TypeError)
    }
  })
})
