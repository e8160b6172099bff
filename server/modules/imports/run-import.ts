import { byOf, type Ctx } from '#context'
import { HOUR_MS, SECOND_MS } from '#kernel/clock.ts'
import { Fault } from '#kernel/fault.ts'
import { newId } from '#kernel/id.ts'
import { port } from '#kernel/port.ts'
import { enqueue, type Job, job } from '#work/handlers.ts'
import type { ImportInit } from './import-catalogue.ts'
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
 * Imports the file and writes down how far it is, about every second. Cut off, it begins again: what was
 * imported then counts as unchanged.
 */
export const runImport: Job<{ importId: string }> = job(
  'imports.run',
  async (ctx, { importId }) => {
    const record = await ctx.get(imports, importId)
    if (!record) return
    const isOver = record.state === 'done' || record.state === 'failed'
    if (!isOver) await importFile(ctx, record)
    await ctx.use(importFiles).remove(record.file)
  },
  { timeLimitMs: HOUR_MS },
)

async function importFile(ctx: Ctx, { id, file, bytes }: ImportRecord): Promise<void> {
  const run = ctx.use(importRun)
  const note = (change: Partial<ImportRecord>) =>
    run((own) => own.update(imports, id, (each) => ({ ...each, ...change, updatedAt: own.now })))
  const progress = everyNow(note)
  await note({ ...NOTHING_YET, state: 'running' })
  // The readers of catalogues are a fifth of the server, and most starts never import anything.
  const { importCatalogue } = await import('./import-catalogue.ts')
  try {
    const source = ctx.use(importFiles).open(file)
    const tally = await importCatalogue(source, { run, onProgress: progress.tell })
    await progress.told()
    await note({ ...tally, bytesRead: bytes, state: 'done' })
  } catch (error) {
    await progress.told()
    if (!(error instanceof Fault) || error.status >= 500) throw error
    await note({ state: 'failed', error: error.message })
  }
}

/**
 * Notes progress now and then, one note at a time. `told`: none is on its way any more, and so none can come
 * too late.
 */
function everyNow(note: (tally: Tally) => Promise<unknown>) {
  let next = 0
  let noting: Promise<void> | undefined
  return {
    tell(tally: Tally) {
      if (noting || performance.now() < next) return
      noting = note(tally)
        .then(
          () => undefined,
          () => undefined,
        )
        .finally(() => {
          next = performance.now() + SAVE_EVERY_MS
          noting = undefined
        })
    },
    told: async () => noting,
  }
}
