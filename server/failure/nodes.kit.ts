import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type ServerProcess, startServer } from '#testing/server-process.ts'

export interface NodesInit {
  /** Each has a directory of its own in it; what they share is the database. */
  readonly dir: string
  readonly bankDir: string
  readonly count: number
  readonly env: Readonly<Record<string, string>>
}

/** Several processes that are one shop, each of which may be struck. */
export interface Nodes {
  /** An address, another one each time, as a proxy would pick it: not of those that are known to be away. */
  pick(): string
  /** It did not answer at this address, and is left alone for a while. */
  avoid(url: string): void
  /** Ends it without a word, and starts another one in its place. */
  replace(at: number): Promise<void>
  /** It stands still for so long, and does not know of it. */
  freeze(at: number, ms: number): Promise<void>
  /** What any of them has logged as an error, those that are gone too. */
  errors(): string[]
  /** All at once, without a word. */
  kill(): Promise<void>
}

const AVOIDED_MS = 2_000
const STARTS_MAX = 20
const START_PAUSE_MS = 500

/** The first one alone, which prepares the database, and then the others. */
export async function startNodes({ dir, bankDir, count, env }: NodesInit): Promise<Nodes> {
  const started: ServerProcess[] = []
  const start = async (at: number): Promise<ServerProcess> => {
    const dataDir = join(dir, `node-${at}`)
    await mkdir(dataDir, { recursive: true })
    const node = await startServer(dataDir, env, ['crash.child.ts', bankDir])
    started.push(node)
    return node
  }
  const nodes: (ServerProcess | undefined)[] = [await start(0)]
  for (let at = 1; at < count; at++) nodes.push(await start(at))
  const avoided = new Map<string, number>()
  let picks = 0
  const end = async (at: number) => {
    const node = nodes[at]
    nodes[at] = undefined
    node?.kill('SIGKILL')
    await node?.ended
  }
  return {
    pick() {
      const now = performance.now()
      const living = nodes.flatMap((node) => node?.url ?? [])
      const well = living.filter((url) => now >= (avoided.get(url) ?? 0))
      picks += 1
      const url = well[picks % well.length] ?? living[picks % living.length]
      if (url === undefined) throw new Error('Not one of them is left.')
      return url
    },
    avoid: (url) => void avoided.set(url, performance.now() + AVOIDED_MS),
    async replace(at) {
      await end(at)
      // One that starts while there is no database ends with an error, and is started again.
      for (let tries = 1; !nodes[at]; tries++) {
        try {
          nodes[at] = await start(at)
        } catch (error) {
          if (tries === STARTS_MAX) throw error
          await pause(START_PAUSE_MS)
        }
      }
    },
    async freeze(at, ms) {
      const node = nodes[at]
      node?.kill('SIGSTOP')
      await pause(ms)
      node?.kill('SIGCONT')
    },
    errors: () =>
      started.flatMap((node) =>
        node
          .output()
          .split('\n')
          .filter((line) => /"level":[56]0/.test(line)),
      ),
    async kill() {
      await Promise.all(nodes.map((_, at) => end(at)))
    },
  }
}
