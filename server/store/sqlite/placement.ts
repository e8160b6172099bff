import { Worker } from 'node:worker_threads'
import type { CollectionSpec } from '#store/engine.ts'
import { type Failure, toError } from './failure.ts'
import { refuseLate } from './lateness.ts'
import type { Op } from './ops.ts'
import type { Commit, Failures, Writer } from './writer.ts'

/** The writer as the engine sees it, wherever it is. Calls are carried out in the order they are made. */
export interface PlacedWriter {
  prepare(collections: readonly CollectionSpec[]): Promise<void>
  /** `since` is when the oldest of the group was asked for, by `machineMs`. */
  write(group: readonly Commit[], since: number): Promise<Failures>
  close(): Promise<void>
}

/**
 * On the calling thread. The caller owns, and closes, the database. `watch` is called before a group is
 * written, and what it answers hears of each commit before anyone else can run: what is known in memory is
 * never behind the database.
 */
export const placeInline = (writer: Writer, watch: () => (commit: Commit) => void): PlacedWriter => ({
  prepare: async (collections) => writer.prepare(collections),
  async write(group, since) {
    const written = watch()
    const failures = writer.write(group, () => refuseLate(since))
    for (const [at, commit] of group.entries()) if (!failures[at]) written(commit)
    return failures
  },
  close: async () => {},
})

export type Request =
  | { readonly prepare: readonly CollectionSpec[] }
  | { readonly write: readonly Commit[]; readonly since: number }
  | { readonly close: true }

export type Reply = { readonly done: Failures } | { readonly failed: Failure }

/** What is kept in memory need not cross to another thread or process. */
export const withoutMemo = (op: Op): Op => ('memo' in op ? { ...op, memo: undefined } : op)

interface Waiting {
  resolve(done: Failures): void
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
    if ('done' in reply) next?.resolve(reply.done)
    else next?.reject(toError(reply.failed))
  })

  function ask(request: Request): Promise<Failures> {
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
    write: (group, since) => ask({ write: group.map((commit) => commit.map(withoutMemo)), since }),
    close: () => (dead ? Promise.resolve() : ask({ close: true }).then(() => undefined)),
  }
}
