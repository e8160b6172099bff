import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Log } from '#context'
import type { Opening } from '../serve.ts'
import type { Orders, Report } from './messages.ts'
import { createPatience } from './patience.ts'
import { tell } from './relay.ts'

export interface HerdInit {
  readonly log: Log
  readonly count: number
  readonly writerAddress: string | undefined
  /** Called when none can be begun. */
  giveUp(): Promise<never>
}

/** The processes that serve. */
export interface Herd {
  /** The first alone, since it does what is done once for all; then the others. */
  begin(): Promise<Opening>
  /** Those that answer requests now. */
  open(): readonly Worker[]
  /** Replaces each by a new one, one after the other, so that somebody answers all the while. */
  renew(): Promise<void>
  /** Lets each finish what it began. Answers whether all ended in order. */
  stop(): Promise<boolean>
  kill(): void
}

const SCRIPT = fileURLToPath(new URL('./child.js', import.meta.url))
/** Failed starts in a row, with nobody serving, after which it is no use. */
const FAILURES_MAX = 5

export function createHerd({ log, count, writerAddress, giveUp }: HerdInit): Herd {
  /** All that live; with what they answered once they were open. */
  const members = new Map<Worker, Opening | undefined>()
  const patience = createPatience()
  let failures = 0
  let renewing = false
  let stopping = false
  let isClean = true

  const open = () => [...members].flatMap(([worker, opening]) => (opening ? [worker] : []))

  /** Resolves when it is open; rejects when it dies before. */
  async function launch(isFirst: boolean): Promise<Opening> {
    const orders: Orders = { isFirst, writerAddress }
    cluster.setupPrimary({ exec: SCRIPT, args: [JSON.stringify(orders)] })
    const worker = cluster.fork()
    members.set(worker, undefined)
    const { promise, resolve, reject } = Promise.withResolvers<Opening>()
    worker.on('message', (report: Report) => {
      if (report.say !== 'open') return
      members.set(worker, report.opening)
      failures = 0
      log.info({ pid: worker.process.pid }, 'A process has begun to serve.')
      resolve(report.opening)
    })
    worker.once('exit', (code, signal) => {
      const wasOpen = members.get(worker) !== undefined
      members.delete(worker)
      isClean &&= !stopping || code === 0
      if (!wasOpen) reject(new Error(`A process could not begin (${signal ?? code}).`))
      else if (!stopping && members.size < count) void replace(worker, signal ?? code)
    })
    // Unheard it would end this process, and all others with it.
    worker.on('error', (err) => {
      if (worker.process.pid !== undefined) return
      members.delete(worker)
      reject(err)
    })
    return promise
  }

  async function replace({ process: { pid } }: Worker, how: number | string): Promise<void> {
    log.error({ pid, how }, 'A process that served has died; another one begins.')
    await pause(patience.next())
    await launchSurely()
  }

  /** Tries until one is open, or until it is no use. */
  async function launchSurely(): Promise<void> {
    while (!stopping) {
      try {
        await launch(false)
        return
      } catch (err) {
        if (stopping) return
        failures += 1
        log.error({ err, failures }, 'A process could not begin; it is tried again.')
        if (failures >= FAILURES_MAX && open().length === 0) {
          log.error({}, 'No process can begin any more: giving up.')
          await giveUp()
        }
        await pause(patience.next())
      }
    }
  }

  return {
    open,
    async begin() {
      const opening = await launch(true).catch(() => (stopping ? new Promise<never>(() => {}) : giveUp()))
      await Promise.all(Array.from({ length: count - 1 }, launchSurely))
      return opening
    },
    async renew() {
      if (renewing || stopping) return
      renewing = true
      try {
        for (const old of open()) {
          // One that has died has its successor, and one that dies meanwhile has it in the new one.
          if (stopping || !members.has(old)) continue
          await launch(false)
          if (stopping || !members.has(old)) continue
          const ended = once(old, 'exit')
          tell(old, { say: 'stop' })
          await ended
        }
        if (!stopping) log.info({}, 'Every process was replaced.')
      } catch (err) {
        log.error({ err }, 'A new process could not begin; the others stay.')
      } finally {
        renewing = false
      }
    },
    async stop() {
      stopping = true
      const living = [...members.keys()]
      const ended = living.map((worker) => once(worker, 'exit'))
      for (const worker of living) tell(worker, { say: 'stop' })
      await Promise.all(ended)
      return isClean
    },
    kill() {
      for (const worker of members.keys()) worker.process.kill('SIGKILL')
    },
  }
}
