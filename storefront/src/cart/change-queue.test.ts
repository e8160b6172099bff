import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cart } from './cart.ts'
import { type Change, createChangeQueue } from './change-queue.ts'
import { blankCart } from './estimate.ts'

/** A shop that answers when it is told to, and what it was asked. */
function aShop() {
  const asked: { name: string; answer: PromiseWithResolvers<Cart> }[] = []
  let changes = 0
  const queue = createChangeQueue({
    perform: (change) => change.send(blankCart('USD')),
    onChange: () => {
      changes += 1
    },
  })
  const change = (name: string, slot?: string): Change => ({
    ...(slot !== undefined && { slot }),
    estimate: (cart) => cart,
    send: () => {
      const answer = Promise.withResolvers<Cart>()
      asked.push({ name, answer })
      return answer.promise
    },
  })
  return { queue, change, asked, changes: () => changes }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('one change is sent after the other is answered', async () => {
  const { queue, change, asked } = aShop()
  const [first, second] = [queue.push(change('a')), queue.push(change('b'))]
  await turn()
  assert.deepEqual(
    asked.map(({ name }) => name),
    ['a'],
  )
  asked[0]?.answer.resolve(blankCart('USD'))
  await first
  await turn()
  assert.equal(asked[1]?.name, 'b')
  asked[1]?.answer.resolve(blankCart('EUR'))
  assert.equal((await second).currency, 'EUR')
  await queue.settled()
  assert.equal(queue.pending.length, 0)
})

test('of several waiting quantities of a line the last one is sent', async () => {
  const { queue, change, asked } = aShop()
  const all = ['2', '3', '4'].map((name) => queue.push(change(name, 'line')))
  await turn()
  assert.equal(queue.pending.length, 2)
  asked[0]?.answer.resolve(blankCart('USD'))
  await turn()
  asked[1]?.answer.resolve(blankCart('USD'))
  await Promise.all(all)
  assert.deepEqual(
    asked.map(({ name }) => name),
    ['2', '4'],
  )
})

test('a refused change is taken back, and the next one is still sent', async () => {
  const { queue, change, asked } = aShop()
  const first = queue.push(change('a'))
  const second = queue.push(change('b'))
  await turn()
  asked[0]?.answer.reject(new Error('No.'))
  await assert.rejects(first, /No\./)
  assert.equal(queue.pending.length, 1)
  await turn()
  asked[1]?.answer.resolve(blankCart('USD'))
  await second
})

test('whoever asked for a replaced change hears of the one in its place', async () => {
  const { queue, change, asked } = aShop()
  const first = queue.push(change('a'))
  const replaced = queue.push(change('b', 'slot'))
  const last = queue.push(change('c', 'slot'))
  await turn()
  asked[0]?.answer.resolve(blankCart('USD'))
  await first
  await turn()
  asked[1]?.answer.resolve(blankCart('EUR'))
  assert.equal(await replaced, await last)
})
