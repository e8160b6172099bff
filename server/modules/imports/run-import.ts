import { byOf, type Ctx } from '#context'
import { HOUR_MS, SECOND_MS } from '#kernel/clock.ts'
import { Fault } from '#kernel/fault.ts'
import { newId } from '#kernel/id.ts'
import { port } from '#kernel/port.ts'
import { enqueue, type Job, job } from '#work/handlers.ts'
import { type ImportInit, importCatalogue } from './import-catalogue.ts'
import { importFiles } from './import-files.ts'
import { type ImportRecord, imports, NOTHING_YET, type Tally } from './import-record.ts'

/** Runs work in units of its own, beside the job's: an import is thousands of commits. */
export const importRun = port<ImportInit['run']>('imports.run')

const SAVE_EVERY_MS = SECOND_MS

/** Stages an import of a file that has arrived; its job does the rest. */
export function beginImport(ctx: Ctx, { file, bytes }: { file: string; bytes: number }): ImportRecord {
  const record = ctx.save(imports, {
    id: newId('imp', { now: () => ctx.now }),
    revision: 0,
    state: 'waiting',
    error: null,
    file,
    bytes,
    by: byOf(ctx.caller),
    ...NOTHING_YET,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  })
  enqueue(ctx, runImport, { importId: record.id })
  return record
}

/**
 * Imports the file and writes down how far it is, about every second. Cut off, it begins again: what was imported then
 * counts as unchanged.
 */
export const runImport: Job<{ importId: string }> = job(
  'imports.run',
  async (ctx, { importId }) => {
    const record = await ctx.get(imports, importId)
    if (!record || record.state === 'done') return
    const run = ctx.use(importRun)
    const files = ctx.use(importFiles)
    const note = (change: Partial<ImportRecord>) =>
      run((own) => own.update(imports, importId, (each) => ({ ...each, ...change, updatedAt: own.now })))
    await note({ ...NOTHING_YET, state: 'running' })
    try {
      const tally = await importCatalogue(files.open(record.file), { run, onProgress: everyNow(note) })
      await note({ ...tally, bytesRead: record.bytes, state: 'done' })
    } catch (error) {
      if (!(error instanceof Fault) || error.status >= 500) throw error
      await note({ state: 'failed', error: error.message })
    }
    await files.remove(record.file)
  },
  { timeLimitMs: HOUR_MS },
)

/** Notes progress now and then, one note at a time. */
function everyNow(note: (tally: Tally) => Promise<unknown>): (tally: Tally) => void {
  let next = 0
  let busy = false
  return (tally) => {
    if (busy || performance.now() < next) return
    busy = true
    void note(tally)
      .catch(() => undefined)
      .finally(() => {
        next = performance.now() + SAVE_EVERY_MS
        busy = false
      })
  }
}
