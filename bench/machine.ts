import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { quantile } from './statistics.ts'

/** Where the figures come from; without it they say nothing. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  readonly node: string
  readonly disk: Disk
}

export interface Disk {
  readonly dir: string
  /** A file system in memory: commits there are not durable, and cost too little. */
  readonly inMemory: boolean
  /** How long it takes to write 4 KiB for good: the least that a durable commit can take. */
  readonly syncMs: number
}

export async function describeMachine(dir: string): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    disk: { dir, inMemory: await isInMemory(dir), syncMs: timeSync(dir) },
  }
}

/** The type numbers of tmpfs and ramfs; see statfs(2). */
const IN_MEMORY = [0x01021994, 0x858458f6]

const isInMemory = async (dir: string): Promise<boolean> => IN_MEMORY.includes((await statfs(dir)).type)

const SYNCS = 200
const PAGE_BYTES = 4_096

function timeSync(dir: string): number {
  const file = join(dir, 'sync-probe')
  const page = Buffer.alloc(PAGE_BYTES, 1)
  const descriptor = openSync(file, 'w')
  try {
    const times = Float64Array.from({ length: SYNCS }, () => {
      const start = performance.now()
      writeSync(descriptor, page)
      fdatasyncSync(descriptor)
      return performance.now() - start
    })
    return quantile(times.sort(), 0.5)
  } finally {
    closeSync(descriptor)
    rmSync(file)
  }
}
