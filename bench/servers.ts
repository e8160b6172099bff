import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasEnded, startChild, stopChild } from './children.ts'
import { openConnection, type Reply, toRequest } from './connection.ts'
import { cpuMsOf } from './process-figures.ts'

export interface ServerInit {
  /** The program, from the repository's root. */
  readonly program: string
  readonly env: Readonly<Record<string, string>>
  readonly core: number | undefined
  readonly nodeOptions: readonly string[]
  /** What it answers with 200 once it has started. */
  readonly path: string
}

export interface Server {
  readonly pid: number
  readonly port: number
  /** From the start of its process to its first 200. */
  readonly startMs: number
  stop(): Promise<void>
}

const ROOT = join(import.meta.dirname, '..')
const START_MAX_MS = 120_000

/** Starts a program that listens on `PORT`, and waits until it answers. */
export async function startServer(init: ServerInit): Promise<Server> {
  const port = await freePort()
  const start = performance.now()
  const child = spawnServer(init, port)
  const stop = () => stopChild(child)
  try {
    while ((await tryGet(port, init.path))?.status !== 200) {
      if (hasEnded(child)) throw new Error(`${init.program} ended before it answered.`)
      if (performance.now() - start > START_MAX_MS) throw new Error(`${init.program} does not answer.`)
      await sleep(2)
    }
    return { pid: child.pid as number, port, startMs: performance.now() - start, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function spawnServer({ program, env, core, nodeOptions }: ServerInit, port: number): ChildProcess {
  const pinned = core === undefined ? [] : ['taskset', '-c', String(core)]
  return startChild({
    command: [...pinned, process.execPath, ...nodeOptions, join(ROOT, program)],
    // Nothing of the caller's environment that would make it another shop.
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), ...env },
    // The greeting is for people; what the shop logs at this level is worth seeing.
    onLine: (line) => line.startsWith('{') && process.stderr.write(`${program}: ${line}\n`),
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}

async function tryGet(port: number, path: string): Promise<Reply | undefined> {
  const connection = await openConnection(port).catch(() => undefined)
  const reply = await connection?.send(toRequest({ method: 'GET', path })).catch(() => undefined)
  connection?.close()
  return reply
}

/** Waits until a path answers 200, such as `/readyz`. Answers how long that took. */
export async function waitFor(port: number, path: string): Promise<number> {
  const start = performance.now()
  while ((await tryGet(port, path))?.status !== 200) {
    if (performance.now() - start > START_MAX_MS) throw new Error(`${path} does not answer 200.`)
    await sleep(20)
  }
  return performance.now() - start
}

const LOOK_EVERY_MS = 100
const IDLE_CPU_MS = 10
const SETTLE_MAX_MS = 30_000

/**
 * Waits until a process has nothing left to do, so that what it does behind its replies is counted.
 * Answers how long.
 */
export async function settle(pid: number): Promise<number> {
  const start = performance.now()
  let calm = 0
  for (let before = cpuMsOf(pid); calm < 2; ) {
    await sleep(LOOK_EVERY_MS)
    const now = cpuMsOf(pid)
    if (now === undefined || before === undefined) return performance.now() - start
    calm = now - before <= IDLE_CPU_MS ? calm + 1 : 0
    before = now
    if (performance.now() - start > SETTLE_MAX_MS) break
  }
  return performance.now() - start - calm * LOOK_EVERY_MS
}
