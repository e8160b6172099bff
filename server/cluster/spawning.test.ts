import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Log } from '#context'
import { until } from '#testing/until.ts'
import { createHerd } from './herd.ts'
import { keepWriting } from './writing.ts'

/** As on a machine that lets nobody begin another process, until the answer is called. */
function noMoreProcesses(t: TestContext): () => void {
  const { execPath } = process
  const restore = () => {
    process.execPath = execPath
  }
  t.after(restore)
  process.execPath = join(tmpdir(), 'there-is-no-such-program')
  return restore
}

function aLog() {
  const begun: number[] = []
  const errors: string[] = []
  const info = ({ pid }: { pid?: number }) => void (pid && begun.push(pid))
  const error = (_details: object, message: string) => void errors.push(message)
  return { log: { info, error } as unknown as Log, begun, errors }
}

test('a first process that cannot even be begun is a reason to give up, in order', async (t) => {
  noMoreProcesses(t)
  const giveUp = async () => {
    throw new Error('given up')
  }
  const herd = createHerd({ log: aLog().log, count: 1, writerAddress: undefined, giveUp })
  await assert.rejects(herd.begin(), /given up/)
  assert.equal(await herd.stop(), true)
})

test('the process that writes comes back as soon as the machine lets another one begin', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-spawning-'))
  const { log, begun, errors } = aLog()
  const writing = await keepWriting(join(directory, 'store.db'), log)
  t.after(async () => {
    await writing.stop()
    await rm(directory, { recursive: true })
  })
  const restore = noMoreProcesses(t)
  process.kill(begun[0] as number, 'SIGKILL')
  await until('it was tried twice', () => errors.length >= 2)
  restore()
  await until('it is back', () => begun.length === 2)
})
