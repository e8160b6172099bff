import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { createGroups } from './groups.ts'

const waiting = (id: string, names: readonly string[], size = 1) => ({ id, names, size })
type Waiting = ReturnType<typeof waiting>

/** Groups that end when told to, and what has begun so far. */
function openGroups() {
  const begun: string[] = []
  const ends: (() => void)[] = []
  const add = createGroups<Waiting>((members) => {
    begun.push(members.map((member) => member.id).join(' '))
    return new Promise((resolve) => ends.push(resolve))
  })
  const endFirst = async () => {
    ends.shift()?.()
    await turn()
  }
  return { begun, add, endFirst }
}

test('those that want nothing in common begin at once', async () => {
  const { begun, add } = openGroups()
  for (const id of ['a', 'b', 'c']) add(waiting(id, [id]))
  add(waiting('nothing', []))
  await turn()
  assert.deepEqual(begun, ['a', 'b', 'c', 'nothing'])
})

test('those that wait for the same go together, in the order in which they came', async () => {
  const { begun, add, endFirst } = openGroups()
  add(waiting('a', ['x']))
  await turn()
  for (const id of ['b', 'c', 'd']) add(waiting(id, ['x', id]))
  add(waiting('e', ['c']))
  await turn()
  assert.deepEqual(begun, ['a'])
  await endFirst()
  assert.deepEqual(begun, ['a', 'b c d e'])
})

test('who wants things that two groups wait for goes after both', async () => {
  const { begun, add, endFirst } = openGroups()
  add(waiting('a', ['x']))
  add(waiting('b', ['y']))
  add(waiting('c', ['x', 'y']))
  add(waiting('d', ['z']))
  await turn()
  assert.deepEqual(begun, ['a', 'b', 'd'])
  await endFirst()
  assert.deepEqual(begun, ['a', 'b', 'd'])
  await endFirst()
  assert.deepEqual(begun, ['a', 'b', 'd', 'c'])
})

test('a group has a limit', async () => {
  const { begun, add, endFirst } = openGroups()
  add(waiting('first', ['x']))
  await turn()
  add(waiting('a', ['x'], 1_500))
  add(waiting('b', ['x'], 400))
  add(waiting('c', ['x'], 400))
  await endFirst()
  await endFirst()
  assert.deepEqual(begun, ['first', 'a b', 'c'])
})
