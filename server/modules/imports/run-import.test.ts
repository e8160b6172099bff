import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, beforeEach, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ctx } from '#context'
import { HOUR_MS } from '#kernel/clock.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { enqueue } from '#work/handlers.ts'
import { aShopifyFile, aWooFile } from './fixtures/a-file.ts'
import { type ImportFiles, importFiles } from './import-files.ts'
import { type ImportRecord, imports, REFUSALS_MAX } from './import-record.ts'
import { beginImport, importRun, runImport } from './run-import.ts'

/** Files in memory, of which one may break off in the middle. */
const files = new Map<string, Readable[]>()
const memory: ImportFiles = {
  put: async () => 0,
  open(name) {
    const next = files.get(name)?.shift()
    if (!next) throw Object.assign(new Error(`There is no file ${name}.`), { code: 'ENOENT' })
    return next
  },
  remove: async (name) => void files.delete(name),
}

let app: TestApp
before(async () => {
  app = await createTestApp({ plug: (ports) => ports.fill(importFiles, memory) })
})
beforeEach(() => files.clear())
after(() => app.close())

const rows = (count: number, from = 0) =>
  aShopifyFile(...Array.from({ length: count }, (_, at) => ({ Handle: `thing-${from + at}` })))

const whole = (text: string) => Readable.from([Buffer.from(text)])

async function* brokenOff(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text.slice(0, text.length / 2))
  await pause(20)
  throw new Error('The disk went away.')
}

const begin = (...sources: Readable[]): Promise<ImportRecord> => {
  files.set('imp_file', sources)
  return app.run(async (ctx) => beginImport(ctx, { file: 'imp_file', bytes: 500 }))
}

const read = ({ id }: ImportRecord) => app.run((ctx) => ctx.get(imports, id))

const progress = async (record: ImportRecord) => {
  const { state, rows: count, created, unchanged } = (await read(record)) as ImportRecord
  return { state, rows: count, created, unchanged }
}

describe('the job of an import', () => {
  it('imports the file, says what it did and lets go of it', async () => {
    const record = await begin(whole(rows(3)))
    assert.deepEqual(await progress(record), { state: 'waiting', rows: 0, created: 0, unchanged: 0 })
    await app.worker.idle()
    assert.deepEqual(await progress(record), { state: 'done', rows: 3, created: 3, unchanged: 0 })
    assert.deepEqual([(await read(record))?.bytesRead, files.size], [500, 0])
  })

  it('ends where the file is no export, with the reason', async () => {
    const record = await begin(whole('name;price\nMug;10\n'))
    await app.worker.idle()
    const { state, error } = (await read(record)) as ImportRecord
    assert.equal(state, 'failed')
    assert.match(error ?? '', /^The header "name;price" is not one of a known export\./)
    assert.equal(files.size, 0)
  })

  it('begins again where it was cut off, and counts what it had imported as unchanged', async () => {
    const text = rows(40, 100)
    const record = await begin(Readable.from(brokenOff(text)), whole(text))
    await app.worker.idle()
    const cutOff = await progress(record)
    assert.deepEqual([cutOff.state, files.size], ['running', 1])
    app.clock.advance(HOUR_MS)
    await app.worker.idle()
    const { state, rows: count, created, unchanged } = await progress(record)
    assert.deepEqual([state, count, created + unchanged], ['done', 40, 40])
    assert.ok(created < 40 && unchanged > 0)
  })

  it('that comes a second time finds everything done, and only tidies up', async () => {
    for (const text of [rows(1, 200), 'no export']) {
      const record = await begin(whole(text))
      await app.worker.idle()
      const before = await read(record)
      files.set('imp_file', [])
      await app.run(async (ctx) => void enqueue(ctx, runImport, { importId: record.id }))
      await app.worker.idle()
      assert.deepEqual(await read(record), before)
      assert.equal(files.size, 0)
      assert.equal(app.worker.stats().waiting, 0)
    }
  })

  it('reports as many faults as can be kept of a file that has nothing else, and ends', async () => {
    const odd = '日本語'.repeat(300)
    const text = aWooFile(
      ...Array.from({ length: REFUSALS_MAX + 100 }, (_, at) => ({
        ID: `${at}`,
        SKU: odd,
        Published: odd,
        'Regular price': odd,
        Stock: odd,
      })),
    )
    const record = await begin(whole(text))
    await app.worker.idle()
    const { state, rows: count, refusedRows, refused } = (await read(record)) as ImportRecord
    assert.deepEqual([state, count, refusedRows], ['done', REFUSALS_MAX + 100, REFUSALS_MAX + 100])
    assert.ok(refused.length > 100 && refused.length <= REFUSALS_MAX)
    assert.deepEqual([refused[0]?.line, refused[1]?.line], [2, 3])
  })

  it('of an import that is gone does nothing', async () => {
    await app.run(async (ctx) => void enqueue(ctx, runImport, { importId: 'imp_gone' }))
    await app.worker.idle()
    assert.equal(app.worker.stats().dead, 0)
  })

  it('has its last word last, also when a note of its progress is slow', async () => {
    const run = app.ports.use(importRun)
    app.ports.fill(importRun, (work) => run((ctx) => work(slowly(ctx))))
    const record = await begin(whole(rows(5, 300)))
    await app.worker.idle()
    await pause(60)
    app.ports.fill(importRun, run)
    assert.deepEqual(await progress(record), { state: 'done', rows: 5, created: 5, unchanged: 0 })
  })
})

/** Waits between reading and writing where what is written is a note of progress. */
const slowly = (ctx: Ctx): Ctx => ({
  ...ctx,
  async update(at, id, transition) {
    const saved = await ctx.update(at, id, transition)
    const { state, rows: count } = saved as unknown as ImportRecord
    if (state === 'running' && count > 0) await pause(40)
    return saved
  },
})
