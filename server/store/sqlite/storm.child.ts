import type { Write } from '#store/engine.ts'
import { createSqliteEngine } from './engine.ts'

// A process that commits to the file it is given until it is killed, and prints the number of each
// acknowledged commit. Each commit inserts two documents and counts itself, so that half a commit would show.

const COMMITTERS = 8

const [file = '', writer] = process.argv.slice(2)
const engine = createSqliteEngine({ file, writer: writer as 'inline' | 'worker' })
const storm = {
  name: 'storm',
  indexes: { byTag: { fields: ['tags[]', 'n'] }, byName: { fields: ['name'], unique: true } },
}
await engine.prepare([storm])
await engine.commit([{ op: 'insert', collection: storm, id: 'counter', schema: 1, body: { count: 0 } }])

const half = (n: number, side: string): Write => ({
  op: 'insert',
  collection: storm,
  id: `${side}${n}`,
  schema: 1,
  body: { n, name: `${side} ${n}`, tags: [side, 'all'], filler: 'x'.repeat(2_000) },
})

let next = 0
async function commitForever(): Promise<never> {
  for (;;) {
    const n = next++
    await engine.commit([
      half(n, 'left'),
      { op: 'adjust', collection: storm, id: 'counter', field: 'count', by: 1 },
      half(n, 'right'),
    ])
    process.stdout.write(`${n}\n`)
  }
}
await Promise.all(Array.from({ length: COMMITTERS }, commitForever))
