import { parentPort, workerData } from 'node:worker_threads'
import { closeDatabase, openDatabase } from './database.ts'
import { toFailure } from './failure.ts'
import { refuseLate } from './lateness.ts'
import type { Reply, Request } from './placement.ts'
import { createWriter, type Writer } from './writer.ts'

// The thread of `placeInWorker`: one writer, asked one thing at a time.

const db = openDatabase((workerData as { file: string }).file, 'write')
const writer = createWriter(db)

function carryOut(request: Request): ReturnType<Writer['write']> {
  if ('write' in request) return writer.write(request.write, () => refuseLate(request.since))
  if ('prepare' in request) writer.prepare(request.prepare)
  else closeDatabase(db)
  return []
}

parentPort?.on('message', (request: Request) => {
  parentPort?.postMessage(answer(request))
  if ('close' in request) parentPort?.close()
})

function answer(request: Request): Reply {
  try {
    return { done: carryOut(request) }
  } catch (error) {
    return { failed: toFailure(error) }
  }
}
