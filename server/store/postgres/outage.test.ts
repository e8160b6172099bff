import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Engine, StoreUnavailable } from '#store/engine.ts'
import { type PostgresServer, startPostgres } from '#testing/postgres-server.ts'
import { runScript } from '#testing/server-process.ts'
import { until } from '#testing/until.ts'
import { createPostgresEngine } from './engine.ts'
import { countOf, insertInto, isCommit, openOn, startLine, stock, storm, take } from './kit.fixture.ts'

const BUYER = './buyer.child.ts'
/** After so many a lane is left. */
const LANE_COMMITS_MAX = 500

let server: PostgresServer
before(async () => {
  server = await startPostgres()
})
after(() => server.stop())

test('a commit whose answer is lost is done once', async (t) => {
  const url = await server.createDatabase()
  const direct = await openOn(t, url)
  await direct.commit([insertInto(stock, 'a', { count: 0 })])
  let commits = 0
  const hungUp = new WeakSet()
  const line = await startLine(t, url, {
    onRequest(chunk, link) {
      if (isCommit(chunk) && ++commits % 3 === 0) hungUp.add(link)
      return true
    },
    // The database has done it; the shop does not hear of it.
    onReply(_chunk, link) {
      if (!hungUp.has(link)) return true
      link.hangUp()
      return false
    },
  })
  const engine = await openOn(t, line)
  const all = Array.from({ length: 60 }, (_, n) =>
    engine.commit([take('a', 1), insertInto(stock, `order${n}`)]),
  )
  await Promise.all(all)
  assert.ok(commits > 80)
  assert.equal(await countOf(direct, 'a'), 60)
})

/** A line that hangs up on the first commit while it is bad, and has it at hand to be delivered late. */
async function startHoldingLine(t: TestContext, url: string, isBad = () => true) {
  const late: (() => void)[] = []
  const line = await startLine(t, url, {
    onRequest(chunk, link) {
      if (!isBad() || !isCommit(chunk) || late.length > 0) return true
      late.push(() => link.deliver(chunk))
      link.hangUp()
      return false
    },
  })
  return { line, late }
}

test('a commit that arrives after it was tried again is not done twice', async (t) => {
  const url = await server.createDatabase()
  const direct = await openOn(t, url)
  await direct.commit([insertInto(stock, 'a', { count: 0 })])
  const { line, late } = await startHoldingLine(t, url)
  const engine = await openOn(t, line)
  await engine.commit([take('a', 1)])
  for (const deliver of late) deliver()
  await pause(200)
  assert.equal(late.length, 1)
  assert.equal(await countOf(direct, 'a'), 1)
})

test('a commit that was lost and then refused cannot succeed later', async (t) => {
  const url = await server.createDatabase()
  const direct = await openOn(t, url)
  await direct.commit([insertInto(stock, 'a', { count: 0 })])
  const { line, late } = await startHoldingLine(t, url)
  const engine = await openOn(t, line)
  await assert.rejects(engine.commit([take('a', -1, 0)]), { kind: 'floor' })
  await direct.commit([take('a', 5)])
  for (const deliver of late) deliver()
  await pause(200)
  assert.equal(await countOf(direct, 'a'), 5)
})

test('a commit that arrives after it was tried again is not done twice, however old its lane is', async (t) => {
  const url = await server.createDatabase()
  const direct = await openOn(t, url)
  await direct.commit([insertInto(stock, 'a', { count: 0 })])
  let isBad = false
  const { line, late } = await startHoldingLine(t, url, () => isBad)
  const engine = await openOn(t, line)
  await engine.commit([take('a', 1)])
  await server.run(url, `UPDATE "store:lanes" SET at = now() - interval '2 hours'`)
  isBad = true
  await engine.commit([take('a', 1)])
  // Another process leaves a lane, and sweeps.
  for (let n = 0; n < LANE_COMMITS_MAX; n++) await direct.commit([insertInto(stock, `n${n}`)])
  const isSwept = async () => {
    const rows = await server.run(url, `SELECT FROM "store:lanes" WHERE at < now() - interval '1 hour'`)
    return rows.length === 0
  }
  await until('the old lanes are swept', isSwept)
  for (const deliver of late) deliver()
  await pause(200)
  assert.equal(late.length, 1)
  assert.equal(await countOf(direct, 'a'), 2)
})

test('a conflict is told as one where the lost try was not done, and as done where it was', async (t) => {
  const url = await server.createDatabase()
  const direct = await openOn(t, url)
  let isCut = false
  const line = await startLine(t, url, {
    onReply(chunk, link) {
      if (isCut || !chunk.includes('store:commit')) return true
      isCut = true
      link.hangUp()
      return false
    },
  })
  const engine = await openOn(t, line)
  await engine.commit([insertInto(stock, 'b', { count: 1 })])
  await assert.rejects(engine.commit([insertInto(stock, 'b')]), { kind: 'taken' })
  assert.equal(isCut, true)
  assert.equal(await countOf(direct, 'b'), 1)
})

test('where the database does not answer at all, a read and a commit say that it is away', async (t) => {
  const url = await server.createDatabase()
  let isSilent = false
  const line = await startLine(t, url, { onRequest: () => !isSilent })
  const engine = await openOn(t, line)
  isSilent = true
  await Promise.all([
    assert.rejects(engine.get(stock, ['a']), StoreUnavailable),
    assert.rejects(engine.commit([insertInto(stock, 'a')]), StoreUnavailable),
  ])
  isSilent = false
  assert.deepEqual(await engine.get(stock, ['a']), [undefined])
  await engine.commit([insertInto(stock, 'a')])
})

test('a server that nobody listens at is away, and a wrong password is not', async () => {
  const { port } = new URL(server.url('postgres'))
  const nowhere = createPostgresEngine({ kind: 'postgres', url: 'postgres://x:y@127.0.0.1:1/none' })
  await assert.rejects(nowhere.prepare([stock]), StoreUnavailable)
  await nowhere.close()
  const stranger = createPostgresEngine({
    kind: 'postgres',
    url: `postgres://postgres:wrong@127.0.0.1:${port}/postgres`,
  })
  await assert.rejects(stranger.prepare([stock]), { code: '28P01' })
  await stranger.close()
})

test('connections that lead to a server that has become a standby are left for new ones', async (t) => {
  const url = await server.createDatabase()
  const name = new URL(url).pathname.slice(1)
  const direct = await openOn(t, url)
  const admin = server.url('postgres')
  await server.run(admin, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
  const engine = createPostgresEngine({ kind: 'postgres', url })
  t.after(() => engine.close())
  // What it needs is there: that is only read.
  await engine.prepare([stock])
  await Promise.all([engine.get(stock, ['a']), pause(0).then(() => engine.get(stock, ['b']))])
  await server.run(admin, `ALTER DATABASE ${name} RESET ALL`)
  await engine.commit([insertInto(stock, 'a', { count: 1 })])
  assert.equal(await countOf(direct, 'a'), 1)
})

test('a read that fails does not take along those it travels with', async (t) => {
  const url = await server.createDatabase()
  const engine = await openOn(t, url, [stock, storm])
  await engine.commit([insertInto(stock, 'a', { count: 1 }), insertInto(storm, 's', { n: 1, tags: ['x'] })])
  const dropped = `DO $$ DECLARE f text; BEGIN
    FOR f IN SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'storm:byTag:%:up'
    LOOP EXECUTE 'DROP FUNCTION ' || f; END LOOP; END $$`
  await server.run(url, dropped)
  const [one, other, byId] = await Promise.allSettled([
    engine.get(stock, ['a']),
    engine.find(storm, { index: 'byTag', limit: 1 }),
    engine.find(storm, { index: 'byId', limit: 1 }),
  ])
  assert.deepEqual([one.status, other.status, byId.status], ['fulfilled', 'rejected', 'fulfilled'])
})

/** Commits, eight at a time, until it is told to end; answers the numbers of those that were acknowledged. */
function rage(engine: Engine) {
  const acknowledged: number[] = []
  const failures: unknown[] = []
  let isOver = false
  let next = 0
  const half = (n: number, side: string) =>
    insertInto(storm, `${side}${n}`, { n, name: `${side} ${n}`, tags: [side, 'all'] })
  async function commitOn(): Promise<void> {
    while (!isOver) {
      const n = next++
      try {
        await engine.commit([half(n, 'left'), take('counter', 1), half(n, 'right')])
        acknowledged.push(n)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  const done = Promise.all(Array.from({ length: 8 }, commitOn))
  return {
    acknowledged,
    failures,
    async until(count: number) {
      while (acknowledged.length < count) await pause(5)
    },
    async end() {
      isOver = true
      await done
    },
  }
}

async function numbersOf(engine: Engine, tag: string): Promise<number[]> {
  const numbers: number[] = []
  for (let after: Awaited<ReturnType<Engine['find']>>['next'] | undefined; after !== null; ) {
    const page = await engine.find(storm, {
      index: 'byTag',
      equals: [tag],
      limit: 1000,
      ...(after && { after }),
    })
    numbers.push(...page.rows.map((row) => row.body.n as number))
    after = page.next
  }
  return numbers
}

async function assertWhole(engine: Engine, { acknowledged, failures }: ReturnType<typeof rage>) {
  for (const failure of failures) assert.ok(failure instanceof StoreUnavailable, `${failure}`)
  const lefts = await numbersOf(engine, 'left')
  assert.deepEqual(await numbersOf(engine, 'right'), lefts)
  const there = new Set(lefts)
  for (const n of acknowledged) assert.ok(there.has(n), `commit ${n} is lost`)
  assert.equal(await countOf(engine, 'counter'), lefts.length)
  assert.ok(lefts.length <= acknowledged.length + failures.length)
}

for (const mode of ['immediate', 'fast'] as const)
  test(`a restart of the server in a write storm loses and doubles nothing (${mode})`, async (t) => {
    const engine = await openOn(t, await server.createDatabase(), [stock, storm])
    await engine.commit([insertInto(stock, 'counter', { count: 0 })])
    const raging = rage(engine)
    await raging.until(100)
    await server.restart(mode)
    await raging.until(300)
    await raging.end()
    await assertWhole(engine, raging)
  })

test('connections that are killed in a write storm lose and double nothing', async (t) => {
  const url = await server.createDatabase()
  const engine = await openOn(t, url, [stock, storm])
  await engine.commit([insertInto(stock, 'counter', { count: 0 })])
  const raging = rage(engine)
  for (let round = 1; round <= 5; round++) {
    await raging.until(round * 40)
    await server.run(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'marketsquare'`,
    )
  }
  await raging.end()
  await assertWhole(engine, raging)
})

test('three processes that want the same hundred units get a hundred', async (t) => {
  const url = await server.createDatabase()
  const engine = await openOn(t, url)
  await engine.commit([insertInto(stock, 'a', { count: 100 }), insertInto(stock, 'b', { count: 1000 })])
  const buyers = [1, 2, 3].map((n) => runScript(`store/postgres/${BUYER}`, [url, String(n), '60'], {}))
  const bought = await Promise.all(
    buyers.map(async (buyer) => {
      assert.equal(await buyer.ended, 0, buyer.output())
      return Number(/bought (\d+)/.exec(buyer.output())?.[1])
    }),
  )
  assert.equal(
    bought.reduce((sum, each) => sum + each, 0),
    100,
  )
  assert.equal(await countOf(engine, 'a'), 0)
  assert.equal(await countOf(engine, 'b'), 900)
  const { rows } = await engine.find(stock, { index: 'byId', range: { gt: 'order' }, limit: 200 })
  assert.equal(rows.length, 100)
  const stats = 'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()'
  assert.deepEqual(await server.run(url, stats), [{ deadlocks: '0' }])
})
