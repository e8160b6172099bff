import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Log } from '#context'
import { createPatience } from './patience.ts'

/** The process that writes for all. */
export interface Writing {
  /** Where it listens; whichever process it is. */
  readonly address: string
  /** Once nobody needs it any more. */
  stop(): Promise<void>
}

const SCRIPT = fileURLToPath(new URL('./writer.js', import.meta.url))

/** Begins it, and begins it anew whenever it dies. Rejects where it cannot be begun at all. */
export async function keepWriting(file: string, log: Log): Promise<Writing> {
  // Nobody else may enter a directory of this kind.
  const directory = mkdtempSync(join(tmpdir(), 'marketsquare-writer-'))
  const isPipe = process.platform === 'win32'
  const address = isPipe ? `\\\\.\\pipe\\${directory.replaceAll(/\W/g, '-')}` : join(directory, 'writer')
  const patience = createPatience()
  let stopping = false
  let child: ChildProcess

  async function begin(): Promise<void> {
    child = fork(SCRIPT, [file, address], { stdio: 'inherit' })
    const ended = once(child, 'exit').then(() => {
      throw new Error('The process that writes to the store could not begin.')
    })
    await Promise.race([once(child, 'message'), ended])
    log.info({ pid: child.pid }, 'A process has begun to write for all.')
    child.once('exit', (code, signal) => {
      if (!stopping) void comeBack(signal ?? code)
    })
  }

  async function comeBack(how: unknown): Promise<void> {
    log.error({ pid: child.pid, how }, 'The process that writes to the store has died; another one begins.')
    for (let isBack = false; !isBack; ) {
      await pause(patience.next())
      if (stopping) return
      isBack = await begin().then(() => true, warn)
    }
  }

  function warn(err: unknown): false {
    if (!stopping) log.error({ err }, 'A process that writes could not begin; it is tried again.')
    return false
  }

  try {
    await begin()
  } catch (error) {
    stopping = true
    rmSync(directory, { recursive: true, force: true })
    throw error
  }
  return {
    address,
    async stop() {
      stopping = true
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit')
        if (child.connected) child.disconnect()
        await ended
      }
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
