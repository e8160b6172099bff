import { readFileSync } from 'node:fs'

/** Clock ticks of `/proc` per second: 100 on every Linux that Node runs on (`getconf CLK_TCK`). */
const TICK_MS = 10

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * CPU time that a process and its threads have used, in ms; undefined where there is no `/proc`. See
 * proc_pid_stat(5).
 */
export function cpuMsOf(pid: number): number | undefined {
  const stat = readProc(pid, 'stat')
  // The second field is the program's name in brackets and may hold spaces; user and system time are the
  // 14th and 15th.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields && (Number(fields[11]) + Number(fields[12])) * TICK_MS
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
