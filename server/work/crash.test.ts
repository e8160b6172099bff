import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { events, tasks } from '#store/outbox.ts'
import { aSite, count, countOf, LEASE_MS, orderPlaced, type Process, type Site } from './fixture.ts'
import { subscriber } from './handlers.ts'

const CHILD = fileURLToPath(new URL('./crash.child.ts', import.meta.url))

/** Runs the child until it has said that often what is waited for, then kills it as the kernel would. */
async function killAfter(
  site: Site,
  mode: string,
  lines: { saying: string; times: number },
): Promise<string[]> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, site.url, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const said: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line)
    if (said.filter((each) => each.startsWith(lines.saying)).length === lines.times) child.kill('SIGKILL')
  }
  const [, signal] = await exited
  assert.equal(signal, 'SIGKILL')
  return said
}

const counter = subscriber('tests.counter', orderPlaced, (ctx, event) => count(ctx, event.subject))

/** The process that comes after, when the leases of the dead one are over. */
async function anHeir(site: Site): Promise<Process> {
  site.clock.advance(60 * LEASE_MS)
  return site.open({ subscribers: [counter] })
}

const left = async (at: Process) => (await at.run((ctx) => ctx.find(tasks, 'byId'))).data.length

test('killed after the commit and before the delivery began: the next process delivers', async (t) => {
  const site = await aSite(t, Date.now())
  await killAfter(site, 'unstarted', { saying: 'placed', times: 4 })
  const heir = await anHeir(site)
  assert.equal(await left(heir), 4)
  await heir.worker.idle()
  for (const name of 'abcd') assert.equal(await countOf(heir, `order_${name}_1`), 1)
  assert.equal(await left(heir), 0)
})

test('killed in the middle of a delivery: nothing of it stays, and the next process delivers', async (t) => {
  const site = await aSite(t, Date.now())
  await killAfter(site, 'stuck', { saying: 'begun', times: 4 })
  const heir = await anHeir(site)
  for (const name of 'abcd') assert.equal(await countOf(heir, `order_${name}_1`), 0)
  await heir.worker.idle()
  for (const name of 'abcd') assert.equal(await countOf(heir, `order_${name}_1`), 1)
  assert.equal(await left(heir), 0)
})

test('killed in a storm: every event that was committed is delivered exactly once', async (t) => {
  const site = await aSite(t, Date.now())
  const said = await killAfter(site, 'storm', { saying: 'placed', times: 200 })
  const heir = await anHeir(site)
  await heir.worker.idle()
  assert.equal(await left(heir), 0)
  const delivered = new Map<string, number>()
  for (let after: string | undefined; ; ) {
    const page = await heir.run((ctx) => ctx.find(events, 'byId', { limit: 500, after }))
    for (const { subject } of page.data) delivered.set(subject, await countOf(heir, subject))
    if (!page.next) break
    after = page.next
  }
  for (const line of said) assert.equal(delivered.get(line.slice('placed '.length)), 1, line)
  assert.deepEqual(new Set(delivered.values()), new Set([1]))
})
