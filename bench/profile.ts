import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Table } from './table.ts'

/** A CPU profile as V8 writes it: a tree of calls, and at each sample the node that was running. */
export interface Profile {
  readonly nodes: readonly ProfileNode[]
  /** Microseconds, by the machine's monotonic clock: that of `process.hrtime`. */
  readonly startTime: number
  readonly samples: readonly number[]
  /** Microseconds between a sample and the one before. */
  readonly timeDeltas: readonly number[]
}

interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  readonly children?: readonly number[]
}

/** From when to when the load lasted, by `process.hrtime`, in microseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

export const nowUs = (): number => Number(process.hrtime.bigint() / 1_000n)

const SHOWN = 30

/** Where each thread of a program spent its time while it was loaded, from the profiles in a directory. */
export async function readHotSpots(dir: string, span: Span): Promise<{ thread: string; table: Table }[]> {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.cpuprofile')).sort()
  const tables = files.map(async (file) => {
    // CPU.<date>.<time>.<process>.<thread>.<sequence>.cpuprofile
    const thread = file.split('.')[4] === '0' ? 'main thread' : `thread ${file.split('.')[4]}`
    return { thread, table: toHotSpots(JSON.parse(await readFile(join(dir, file), 'utf8')), span) }
  })
  return Promise.all(tables)
}

/**
 * The functions that were running most, without idle time. "Self" is the function alone, "with calls" all
 * that it called too, which also names those that do little themselves.
 */
export function toHotSpots(profile: Profile, span: Span): Table {
  const selfById = selfTimes(profile, span)
  const self = new Map<string, number>()
  const all = new Map<string, number>()
  const byId = new Map(profile.nodes.map((node) => [node.id, node]))

  function visit(node: ProfileNode, above: ReadonlySet<string>): number {
    const name = nameOf(node)
    const own = name === '(idle)' ? 0 : (selfById.get(node.id) ?? 0)
    const path = new Set(above).add(name)
    let time = own
    for (const id of node.children ?? []) {
      const child = byId.get(id)
      if (child) time += visit(child, path)
    }
    self.set(name, (self.get(name) ?? 0) + own)
    // A function that calls itself is counted where it was called first.
    if (!above.has(name)) all.set(name, (all.get(name) ?? 0) + time)
    return time
  }

  const [root] = profile.nodes
  const total = root ? visit(root, new Set()) : 0
  const percent = (time: number | undefined) => (((time ?? 0) / total) * 100).toFixed(1)
  const hottest = [...self].sort(([, a], [, b]) => b - a).slice(0, SHOWN)
  const ours = [...all].filter(([name]) => name.includes(' server/')).sort(([, a], [, b]) => b - a)
  return {
    head: ['self time', '%', 'ours, with calls', '%'],
    rows: hottest.map(([name, time], at) => {
      const [our = '', ourTime] = ours[at] ?? []
      return [name, percent(time), our, ourTime === undefined ? '' : percent(ourTime)]
    }),
  }
}

function selfTimes({ startTime, samples, timeDeltas }: Profile, { from, to }: Span): Map<number, number> {
  const times = new Map<number, number>()
  let at = startTime
  for (const [n, id] of samples.entries()) {
    const delta = timeDeltas[n] ?? 0
    at += delta
    if (at >= from && at <= to) times.set(id, (times.get(id) ?? 0) + delta)
  }
  return times
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const file = url.replace(/^.*\/node_modules\//, '').replace(/^.*\/server\//, 'server/')
  return `${functionName || '(anonymous)'}${file && ` ${file}:${lineNumber + 1}`}`
}
