import { Worker } from 'node:worker_threads'
import type { CollectionSpec } from '#store/engine.ts'
import { type Failure, toError } from './failure.ts'
import type { Op } from './ops.ts'
import type { Commit, Writer } from './writer.ts'

/** The writer as the engine sees it, wherever it is. Calls are carried out in the order they are made. */
export interface PlacedWriter {
  prepare(collections: readonly CollectionSpec[]): Promise<void>
  write(group: readonly Commit[]): Promise<(Failure | undefined)[]>
  close(): Promise<void>
}

/**
 * On the calling thread. The caller owns, and closes, the database. `watch` is called before a group is
 * written, and what it answers hears of each commit before anyone else can run: what is known in memory is
 * never behind the database.
 */
export const placeInline = (writer: Writer, watch: () => (commit: Commit) => void): PlacedWriter => ({
  prepare: async (collections) => writer.prepare(collections),
  async write(group) {
    const written = watch()
    const failures = writer.write(group)
    for (const [at, commit] of group.entries()) if (!failures[at]) written(commit)
    return failures
  },
  close: async () => {},
})

export type Request =
  | { readonly prepare: readonly CollectionSpec[] }
  | { readonly write: readonly Commit[] }
  | { readonly close: true }

export type Reply = { readonly done: readonly (Failure | undefined)[] } | { readonly failed: Failure }

/** What is kept in memory need not cross to the thread. */
const withoutMemo = (op: Op): Op => ('memo' in op ? { ...op, memo: undefined } : op)

interface Waiting {
  resolve(done: (Failure | undefined)[]): void
  reject(error: Error): void
}

/** On a thread of its own. When that dies, what waits is rejected, and so is all that follows. */
export function placeInWorker(file: string): PlacedWriter {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { file } })
  const waiting: Waiting[] = []
  let dead: Error | undefined

  function die(cause: Error | number) {
    const why = typeof cause === 'number' ? `code ${cause}` : cause.message
    dead ??= new Error(`the thread that writes to the store has stopped (${why})`, { cause })
    for (const { reject } of waiting.splice(0)) reject(dead)
  }
  worker.unref()
  worker.on('error', die)
  worker.on('exit', die)
  worker.on('message', (reply: Reply) => {
    const next = waiting.shift()
    if (waiting.length === 0) worker.unref()
    if ('done' in reply) next?.resolve([...reply.done])
    else next?.reject(toError(reply.failed))
  })

  function ask(request: Request): Promise<(Failure | undefined)[]> {
    return new Promise((resolve, reject) => {
      if (dead) return reject(dead)
      // Only what is under way keeps the process alive.
      worker.ref()
      waiting.push({ resolve, reject })
      worker.postMessage(request)
    })
  }
  return {
    prepare: (collections) => ask({ prepare: collections }).then(() => undefined),
    write: (group) => ask({ write: group.map((commit) => commit.map(withoutMemo)) }),
    close: () => (dead ? Promise.resolve() : ask({ close: true }).then(() => undefined)),
  }
}
