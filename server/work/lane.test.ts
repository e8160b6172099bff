import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLane } from './lane.ts'

function aLane() {
  const lane = createLane({ runningMax: 2, waitingMax: 1, refuse: () => new Error('full') })
  const begun: string[] = []
  const finish = new Map<string, () => void>()
  const run = (name: string) =>
    lane(async () => {
      begun.push(name)
      await new Promise<void>((resolve) => finish.set(name, resolve))
      return name
    })
  return { lane, run, begun, end: (name: string) => finish.get(name)?.() }
}

test('so many run, so many wait, the rest is refused at once', async () => {
  const { run, begun, end } = aLane()
  const a = run('a')
  const b = run('b')
  const c = run('c')
  await assert.rejects(run('d'), /full/)
  assert.deepEqual(begun, ['a', 'b'])

  end('a')
  assert.equal(await a, 'a')
  await Promise.resolve()
  assert.deepEqual(begun, ['a', 'b', 'c'])
  const e = run('e')
  await assert.rejects(run('f'), /full/)

  end('b')
  end('c')
  await Promise.all([b, c])
  await Promise.resolve()
  end('e')
  assert.equal(await e, 'e')
})

test('work that fails leaves its place to the next', async () => {
  const { lane } = aLane()
  for (let at = 0; at < 5; at++) {
    await assert.rejects(
      lane(async () => {
        throw new Error('broken')
      }),
      /broken/,
    )
  }
  assert.equal(await lane(async () => 'works'), 'works')
})

test('a place stays empty for as long as it has to rest, and nobody waits for that who is done', async () => {
  const rests: number[] = []
  const restMs = (tookMs: number) => {
    rests.push(tookMs)
    return 1
  }
  const lane = createLane({ runningMax: 1, waitingMax: 1, refuse: () => new Error('full'), restMs })
  assert.equal(await lane(async () => 'a'), 'a')
  const b = lane(async () => 'b')
  await assert.rejects(
    lane(async () => 'c'),
    /full/,
  )
  assert.equal(await b, 'b')
  assert.equal(rests.length, 2)
})
