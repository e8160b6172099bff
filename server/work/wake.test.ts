import assert from 'node:assert/strict'
import test from 'node:test'
import { until } from '#testing/until.ts'
import { createWaker } from './wake.ts'

test('whoever is woken looks soon, once for many calls, and again for a call during the look', async () => {
  let looks = 0
  let gate = Promise.withResolvers<void>()
  const waker = createWaker(() => {
    looks += 1
    return gate.promise
  }, 1)
  for (let at = 0; at < 10; at++) waker.wake()
  assert.equal(looks, 0)
  await until('it looks', () => looks === 1)
  waker.wake()
  waker.wake()
  assert.equal(looks, 1)
  gate.resolve()
  gate = Promise.withResolvers()
  await until('it looks again', () => looks === 2)
  gate.resolve()
})

test('a call in the pause after a look is heard at its end', async () => {
  let looks = 0
  const waker = createWaker(async () => void looks++, 20)
  waker.wake()
  await until('it looks', () => looks === 1)
  waker.wake()
  assert.equal(looks, 1)
  await until('it looks again', () => looks === 2)
})

test('one that was stopped looks no more', async () => {
  let looks = 0
  const waker = createWaker(async () => void looks++, 1)
  waker.wake()
  waker.stop()
  waker.wake()
  await new Promise((resolve) => setTimeout(resolve, 10))
  assert.equal(looks, 0)
})
