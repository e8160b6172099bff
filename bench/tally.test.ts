import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as later } from 'node:timers/promises'
import { createTally, type Tally } from './tally.ts'

const statement = async ({ begin }: Tally) => {
  const end = begin()
  await later()
  end()
}

test('what travels together is waited for once', async () => {
  const tally = createTally()
  const { trips } = await tally.count(async () => {
    await Promise.all([statement(tally), statement(tally)])
    await statement(tally)
  })
  assert.deepEqual(trips, { statements: 3, waits: 2 })
})

test('what others do, and what a request leaves behind, is not counted', async () => {
  const tally = createTally()
  const left = Promise.withResolvers<void>()
  const other = statement(tally)
  const { result, trips } = await tally.count(async () => {
    void left.promise.then(() => statement(tally))
    await statement(tally)
    return 'answered'
  })
  left.resolve()
  await other
  await later()
  assert.deepEqual([result, trips], ['answered', { statements: 1, waits: 1 }])
})
