import { Conflict } from '#store/engine.ts'
import { createPostgresEngine } from './engine.ts'
import { insertInto, stock, take } from './kit.fixture.ts'

// A process that tries to buy so many times, several at once, and prints how often it got something.

const [url = '', name, times] = process.argv.slice(2)
const engine = createPostgresEngine({ kind: 'postgres', url })
await engine.prepare([stock])

let bought = 0
async function buy(n: number): Promise<void> {
  // In one order and in the other: without an order of locks, processes would wait for each other.
  const counters = [take('a', -1, 0), take('b', -1, 0)]
  try {
    await engine.commit([
      ...(n % 2 ? counters : counters.toReversed()),
      insertInto(stock, `order${name}-${n}`),
    ])
    bought += 1
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
  }
}
await Promise.all(Array.from({ length: Number(times) }, (_, n) => buy(n)))
await engine.close()
process.stdout.write(`bought ${bought}\n`)
