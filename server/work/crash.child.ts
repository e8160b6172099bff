import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '#kernel/clock.ts'
import { databaseAt } from '#testing/open-store.ts'
import { count, openProcess, orderPlaced, place } from './fixture.ts'
import { subscriber } from './handlers.ts'

// A process that crash.test.ts kills. Says on its output what it has done so far, a line each.
const [url = '', mode] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)

const handle = subscriber('tests.counter', orderPlaced, async (ctx, event) => {
  await count(ctx, event.subject)
  if (mode === 'stuck') {
    say(`begun ${event.subject}`)
    await new Promise(() => {})
  }
  await pause(3)
})

const shop = await openProcess(
  { subscribers: [handle], jobs: [], schedules: [] },
  { database: databaseAt(url), clock: systemClock, concurrency: 4 },
)
if (mode !== 'unstarted') await shop.worker.start()

const buyer = async (name: string) => {
  for (let at = 1; at <= 10_000; at++) {
    await place(shop, `order_${name}_${at}`)
    say(`placed order_${name}_${at}`)
    if (mode !== 'storm') return
  }
}
await Promise.all(['a', 'b', 'c', 'd'].map(buyer))
setInterval(() => {}, 1_000)
