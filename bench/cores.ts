import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Which core the servers run on and which the client; undefined where nothing is pinned. */
export interface Cores {
  readonly server: number | undefined
  readonly client: number | undefined
  readonly note: string
}

/** `0-2,8` is 0, 1, 2 and 8: how Linux writes sets of CPUs. */
export function parseCpuList(text: string): number[] {
  return text
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number)
      return Array.from({ length: last - first + 1 }, (_, at) => first + at)
    })
}

/** Two cores of their own, not two threads of one core where that can be had. */
export function chooseCores(
  allowed: readonly number[],
  siblingsOf: (cpu: number) => readonly number[],
): Cores {
  const [server] = allowed
  const others = allowed.filter((cpu) => cpu !== server)
  if (server === undefined || others.length === 0) {
    const note =
      'Not pinned: one core for the servers and the client together. Take the ratios, not the rates.'
    return { server: undefined, client: undefined, note }
  }
  const siblings = siblingsOf(server)
  const apart = others.find((cpu) => !siblings.includes(cpu))
  const client = apart ?? others[0]
  const shared = apart === undefined ? ' (two threads of the same core)' : ''
  return { server, client, note: `Servers on CPU ${server} alone, the client on CPU ${client}${shared}.` }
}

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Pins this process, the client, with all its threads, and says where the servers go. Needs Linux and
 * `taskset`.
 */
export function takeCores(): Cores {
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(read('/proc/self/status') ?? '')?.[1]
  const hasTaskset = spawnSync('taskset', ['--version']).status === 0
  if (!allowed || !hasTaskset) {
    const note = 'Not pinned: there is no taskset here. Servers and client share all cores.'
    return { server: undefined, client: undefined, note }
  }
  const cores = chooseCores(parseCpuList(allowed), (cpu) =>
    parseCpuList(read(`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`) ?? ''),
  )
  if (cores.client !== undefined) spawnSync('taskset', ['-apc', String(cores.client), String(process.pid)])
  return cores
}
