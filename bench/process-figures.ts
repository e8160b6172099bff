import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of `/proc` per second: 100 on every Linux that Node runs on (`getconf CLK_TCK`). */
const TICK_MS = 10

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

interface Stat {
  readonly parent: number
  readonly ticks: number
  /** Of its children that have ended. */
  readonly ticksOfEnded: number
}

/** See proc_pid_stat(5). */
function statOf(pid: number): Stat | undefined {
  const stat = readProc(pid, 'stat')
  // The second field is the program's name in brackets and may hold spaces; the parent is the 4th, and the
  // 14th to 17th are user and system time, its own and that of children.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (!fields) return undefined
  const field = (at: number) => Number(fields[at - 3])
  return { parent: field(4), ticks: field(14) + field(15), ticksOfEnded: field(16) + field(17) }
}

/** CPU time that a process and its threads have used, in ms; undefined where there is no `/proc`. */
export function cpuMsOf(pid: number): number | undefined {
  const stat = statOf(pid)
  return stat && stat.ticks * TICK_MS
}

export const parentOf = (pid: number): number | undefined => statOf(pid)?.parent

/** The same of a process, of those that it started, and of those of them that have ended. */
export function cpuMsOfTree(pid: number): number | undefined {
  const root = statOf(pid)
  if (!root) return undefined
  const children = readdirSync('/proc')
    .map((name) => (/^\d+$/.test(name) ? statOf(Number(name)) : undefined))
    .filter((stat) => stat?.parent === pid)
  const ticks = children.reduce((sum, stat) => sum + (stat?.ticks ?? 0), root.ticks + root.ticksOfEnded)
  return ticks * TICK_MS
}

export interface Memory {
  readonly rssMb: number
  readonly peakMb: number
}

/** Resident memory, now and at most; undefined where there is no `/proc`. */
export function memoryOf(pid: number): Memory | undefined {
  const status = readProc(pid, 'status')
  const mb = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status ?? '')?.[1]) / 1_024
  return status === undefined ? undefined : { rssMb: mb('VmRSS'), peakMb: mb('VmHWM') }
}
