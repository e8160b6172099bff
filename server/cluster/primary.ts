import cluster from 'node:cluster'
import type { Config } from '#config'
import type { Log } from '#context'
import { createLogger } from '../logger.ts'
import type { Opening } from '../serve.ts'
import { createHerd, type Herd } from './herd.ts'
import { relay } from './relay.ts'
import { keepWriting, type Writing } from './writing.ts'

/** Those that serve end by themselves before. */
const STOP_MAX_MS = 25_000

/**
 * The shop in several processes that answer at one port. This one has no shop in it: it begins the others,
 * begins anew what dies, passes on what they tell each other and stops them in order. On SQLite one more
 * process writes for all.
 */
export async function runCluster(
  config: Config,
  greet: (opened: Opening & { processes: number }) => void,
): Promise<void> {
  const log = createLogger(config) as unknown as Log
  const { database, processes } = config
  let writing: Writing | undefined
  let herd: Herd | undefined
  let stopping = false

  async function giveUp(): Promise<never> {
    // One that is still beginning would be served by nobody.
    herd?.kill()
    await writing?.stop()
    process.exit(1)
  }

  function end(code: number): never {
    herd?.kill()
    process.exit(code)
  }

  async function stop(signal: string): Promise<void> {
    if (stopping) end(1)
    stopping = true
    log.info({ signal }, 'Stopping: every process finishes what it began.')
    setTimeout(end, STOP_MAX_MS, 1).unref()
    const isClean = (await herd?.stop()) ?? true
    await writing?.stop()
    process.exit(isClean ? 0 : 1)
  }
  // From the beginning: the first process of a container ignores signals that it does not listen for.
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('SIGHUP', () => void herd?.renew())

  writing = database.kind === 'sqlite' ? await keepWriting(database.file, log) : undefined
  cluster.setupPrimary({ serialization: 'advanced' })
  herd = createHerd({ log, count: processes, writerAddress: writing?.address, giveUp })
  relay(cluster, herd.open)
  greet({ ...(await herd.begin()), processes })
}
