import { once } from 'node:events'
import { join } from 'node:path'
import { startChild } from './children.ts'
import type { MadeStore } from './stores.ts'
import type { Table } from './table.ts'
import type { Trips } from './tally.ts'

/** What one call of the flow took, at most. */
export interface Counted extends Trips {
  readonly call: string
  /** What it asked of the engine, in order. */
  readonly asked: readonly string[]
}

/** The calls of one flow on one store. */
export interface CountedFlow {
  readonly title: string
  readonly calls: readonly Counted[]
}

const COUNTER = join(import.meta.dirname, 'count-round-trips.ts')

/** Counts in a process of its own, whose drivers it listens to. Nothing else may use the store meanwhile. */
export async function countRoundTrips(title: string, { dir, url }: MadeStore): Promise<CountedFlow> {
  const lines: string[] = []
  const args = ['--disable-warning=ExperimentalWarning', COUNTER, dir, ...(url === undefined ? [] : [url])]
  const child = startChild({ command: [process.execPath, ...args], onLine: (line) => void lines.push(line) })
  const [code] = await once(child, 'close')
  const calls = lines.find((line) => line.startsWith('[{'))
  if (code !== 0 || calls === undefined) throw new Error('The round trips could not be counted; see above.')
  return { title, calls: JSON.parse(calls) as Counted[] }
}

/** A row for each call and one for the most, two columns for each store. */
export function tripsTable(flows: readonly CountedFlow[]): Table {
  const names = flows[0]?.calls.map(({ call }) => call) ?? []
  const cells = (of: (calls: readonly Trips[]) => Trips | undefined) =>
    flows.flatMap(({ calls }) => {
      const trips = of(calls)
      return [String(trips?.statements ?? '–'), String(trips?.waits ?? '–')]
    })
  const most = (calls: readonly Trips[]): Trips => ({
    statements: Math.max(...calls.map(({ statements }) => statements)),
    waits: Math.max(...calls.map(({ waits }) => waits)),
  })
  return {
    head: ['', ...flows.flatMap(({ title }) => [`${title}: sent`, 'waits'])],
    rows: [...names.map((name, at) => [name, ...cells((calls) => calls[at])]), ['at most', ...cells(most)]],
  }
}
