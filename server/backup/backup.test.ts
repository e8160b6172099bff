import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { createDiskBlobs } from '#adapters/blobs-disk.ts'
import { HalfMoved } from '#store/move.ts'
import { type Database, openEngine } from '#store/open.ts'
import { shapes } from '#store/shapes.ts'
import { createStore } from '#store/store.ts'
import { createManualClock } from '#testing/clock.ts'
import { checkBackup } from './check-backup.ts'
import { FORMAT, type Manifest } from './manifest.ts'
import { MovingError } from './moving-error.ts'
import { restoreBackup } from './restore-backup.ts'
import {
  aDirectory,
  furnish,
  goods,
  house,
  ledger,
  openHouse,
  put,
  silent,
  sqliteIn,
} from './store.fixture.ts'
import { takeBackup } from './take-backup.ts'

const base = { collections: house, report: silent }
const keyOf = (n: number) => `${createHash('md5').update(`${n}`).digest('hex')}.webp`

const says = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof MovingError, String((error as Error).stack))
  assert.match(error.message, pattern)
  return true
}

interface Furnished {
  readonly directory: string
  readonly from: Database
  backUp(): ReturnType<typeof takeBackup>
  /** Into a store of this name, which is then answered. */
  restore(backup: string, name?: string, force?: { now: number }): ReturnType<typeof restoreBackup>
}

async function aHouse(t: TestContext): Promise<Furnished> {
  const directory = await aDirectory(t)
  const from = sqliteIn(directory, 'from')
  await furnish(await openHouse(t, from))
  const media = createDiskBlobs({ dir: join(directory, 'media') })
  for (let n = 0; n < 5; n++) await media.put(keyOf(n), Buffer.from(`picture ${n}`), 'image/webp')
  await writeFile(join(directory, 'media', keyOf(0).slice(0, 2), '.draft.part'), 'half a picture')
  const clock = createManualClock()
  return {
    directory,
    from,
    backUp: () =>
      takeBackup({
        ...base,
        database: from,
        mediaDir: join(directory, 'media'),
        to: join(directory, 'backups'),
        version: '1.2.3',
        clock,
      }),
    restore: (backup, name = 'to', force = undefined) =>
      restoreBackup({
        ...base,
        directory: backup,
        database: sqliteIn(directory, name),
        mediaDir: join(directory, `${name}-media`),
        force,
      }),
  }
}

test('a backup holds every document as a line, every picture, and what they come to', async (t) => {
  const { directory, backUp } = await aHouse(t)
  const { directory: backup, manifest } = await backUp()
  assert.match(backup, /\/backups\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/)
  assert.deepEqual(await readdir(join(directory, 'backups')), [backup.slice(backup.lastIndexOf('/') + 1)])
  assert.deepEqual((await readdir(backup)).sort(), [
    'manifest.json',
    'media',
    'media.sha256',
    'store.ndjson.gz',
  ])
  const text = gunzipSync(await readFile(join(backup, 'store.ndjson.gz'))).toString()
  const lines = text.trimEnd().split('\n')
  assert.deepEqual(JSON.parse(lines[0] as string), { format: FORMAT, collections: { goods: 2, ledger: 1 } })
  const documents = lines.slice(1, -1)
  assert.equal(documents.length, 303)
  assert.equal(documents.at(-1), '["ledger","l200",1,1,{"sum":200}]')
  const digest = createHash('sha256')
    .update(`${documents.join('\n')}\n`)
    .digest('hex')
  assert.equal(manifest.store.digest, digest)
  assert.deepEqual(JSON.parse(lines.at(-1) as string), manifest.store)
  assert.equal(manifest.media.files, 5)
  assert.equal(manifest.version, '1.2.3')
  const list = (await readFile(join(backup, 'media.sha256'), 'utf8')).trimEnd().split('\n')
  assert.equal(list.length, 5)
  for (const line of list) {
    const [sha256, path] = line.split('  ') as [string, string]
    assert.equal(
      createHash('sha256')
        .update(await readFile(join(backup, path)))
        .digest('hex'),
      sha256,
    )
  }
  assert.deepEqual(await checkBackup(backup, base), manifest)
  assert.equal((await stat(join(backup, 'store.ndjson.gz'))).mode & 0o077, 0)
})

test('what was restored is what was backed up, and backs up to the same digest', async (t) => {
  const { directory, backUp, restore } = await aHouse(t)
  const { directory: backup, manifest } = await backUp()
  const restored = await restore(backup)
  assert.deepEqual(restored, { manifest, earlier: undefined, aside: undefined, unknown: [] })
  const again = await takeBackup({
    ...base,
    database: sqliteIn(directory, 'to'),
    mediaDir: join(directory, 'to-media'),
    to: join(directory, 'second'),
    version: '1.2.3',
    clock: createManualClock(),
  })
  assert.deepEqual(again.manifest.store, manifest.store)
  assert.deepEqual(again.manifest.media, manifest.media)
  const engine = await openHouse(t, sqliteIn(directory, 'to'))
  const { rows } = await engine.find(goods, { index: 'byTag', equals: ['😀'], limit: 1_000 })
  assert.ok(rows.length > 20)
})

test('a backup taken in a storm of writes has every commit whole or not at all', async (t) => {
  const { from, backUp, restore, directory } = await aHouse(t)
  const engine = await openHouse(t, from)
  let stop = false
  let n = 0
  const trade = async () => {
    while (!stop) {
      const at = n++
      // An order, its line at the other end of the collection, and the ledger's balance: always in step.
      await engine.commit([
        put(goods, `0order${at}`, { code: `o${at}`, at }),
        put(goods, `~line${at}`, { code: `l${at}`, at }),
        { op: 'adjust', collection: ledger, id: 'l0', field: 'sum', by: 1 },
      ])
      // Another turn, so that the backup in this process gets on, too.
      await new Promise(setImmediate)
    }
  }
  const traders = [trade(), trade(), trade()]
  await new Promise((resolve) => setTimeout(resolve, 50))
  const begun = n
  const { directory: backup } = await backUp()
  assert.ok(n > begun + 10, 'Nothing was written meanwhile.')
  stop = true
  await Promise.all(traders)
  await restore(backup)
  const copy = await openHouse(t, sqliteIn(directory, 'to'))
  const ids: string[] = []
  for (let after: readonly [string] | undefined, more = true; more; ) {
    const { rows, next } = await copy.find(goods, { index: 'byId', limit: 1_000, ...(after && { after }) })
    ids.push(...rows.map((row) => row.id))
    after = next as [string] | undefined
    more = next !== null
  }
  const orders = ids.filter((id) => id.startsWith('0order')).map((id) => id.slice(6))
  const lines = ids.filter((id) => id.startsWith('~line')).map((id) => id.slice(5))
  assert.deepEqual(lines, orders)
  assert.ok(orders.length > 0 && orders.length < n)
  const [balance] = await copy.get(ledger, ['l0'])
  assert.equal(balance?.body.sum, orders.length)
})

test('damage is named by file, with what differs, and nothing is restored', async (t) => {
  const { directory, backUp, restore } = await aHouse(t)
  const { directory: backup } = await backUp()
  const damage = async (name: string, work: (copy: string) => Promise<unknown>, pattern: RegExp) => {
    const copy = join(directory, `damaged-${name}`)
    await cp(backup, copy, { recursive: true })
    await work(copy)
    await assert.rejects(restore(copy), says(pattern))
    await assert.rejects(stat(join(directory, 'to.db')), { code: 'ENOENT' })
  }
  const store = 'store.ndjson.gz'
  const picture = `media/${keyOf(3).slice(0, 2)}/${keyOf(3)}`
  await damage(
    'cut',
    (copy) => truncate(join(copy, store), 1_000),
    /store\.ndjson\.gz has 1000 bytes instead of \d+/,
  )
  await damage(
    'flipped',
    (copy) => flip(join(copy, store)),
    /store\.ndjson\.gz is not what was written: SHA-256/,
  )
  await damage('gone', (copy) => rm(join(copy, store)), /store\.ndjson\.gz is missing/)
  await damage(
    'picture',
    (copy) => flip(join(copy, picture)),
    new RegExp(`${picture} is not what was written`),
  )
  await damage('no-picture', (copy) => rm(join(copy, picture)), new RegExp(`${picture} is missing`))
  await damage('list', (copy) => flip(join(copy, 'media.sha256')), /media\.sha256 is not what was written/)
  await damage('manifest', (copy) => truncate(join(copy, 'manifest.json'), 99), /manifest\.json is damaged/)
  await damage('half', (copy) => rm(join(copy, 'manifest.json')), /has not come to its end, and is none/)
})

async function flip(file: string): Promise<void> {
  const bytes = await readFile(file)
  const at = bytes.length >> 1
  bytes[at] = (bytes[at] as number) ^ 1
  await writeFile(file, bytes)
}

async function alter(backup: string, change: Partial<Manifest>): Promise<void> {
  const file = join(backup, 'manifest.json')
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...change }))
}

test('a store file whose lines are not what its own trailer says is refused, also with a right checksum', async (t) => {
  const { backUp, restore, directory } = await aHouse(t)
  const { directory: backup, manifest } = await backUp()
  const file = join(backup, 'store.ndjson.gz')
  const text = gunzipSync(await readFile(file)).toString()
  const packed = gzipSync(text.replace('{"sum":200}', '{"sum":201}'))
  await writeFile(file, packed)
  const sum = { bytes: packed.length, sha256: createHash('sha256').update(packed).digest('hex') }
  await alter(backup, { files: { ...manifest.files, 'store.ndjson.gz': sum } })
  await assert.rejects(restore(backup), says(/is damaged:\s+as many documents, but not the same ones/))
  const engine = await openEngine(sqliteIn(directory, 'to'))
  t.after(() => engine.close())
  const shop = { engine, clock: createManualClock(), collections: [], subscriptions: new Map() }
  await assert.rejects(createStore(shop), HalfMoved)
})

test('what is no backup, or from a later version, is told from one that is', async (t) => {
  const { directory, backUp, restore } = await aHouse(t)
  const { directory: backup } = await backUp()
  await assert.rejects(restore(join(directory, 'nowhere')), says(/There is no directory/))
  await assert.rejects(
    restore(join(directory, 'media')),
    says(/is no backup: there is no manifest\.json in it/),
  )
  await assert.rejects(
    restore(join(directory, 'backups')),
    says(/holds some\. Name one of them, such as .*Z\.$/),
  )
  await mkdir(join(directory, 'backups', 'x.unfinished'))
  await assert.rejects(restore(join(directory, 'backups', 'x.unfinished')), says(/has not come to its end/))
  await alter(backup, { format: FORMAT + 1 })
  await assert.rejects(restore(backup), says(/is of format 2, from version 1\.2\.3.*knows formats up to 1/))
  await alter(backup, { format: FORMAT })
  const older = [{ ...goods, schema: 1 }, ledger]
  const report = silent
  const init = { directory: backup, database: sqliteIn(directory, 'to'), mediaDir: directory, report }
  await assert.rejects(
    restoreBackup({ ...init, collections: older }),
    says(/its goods have schema 2, .* knows 1/),
  )
  await alter(backup, { product: 'another' as 'marketsquare' })
  await assert.rejects(restore(backup), says(/damaged, or not that of a backup of this shop/))
})

test('a store that is not empty is refused; by force its file is set aside, unless it is in use', async (t) => {
  const { directory, backUp, restore } = await aHouse(t)
  const { directory: backup, manifest } = await backUp()
  const database = sqliteIn(directory, 'to') as Extract<Database, { kind: 'sqlite' }>
  const engine = await openEngine(database)
  await engine.prepare(house)
  await engine.commit([put(ledger, 'old', { sum: 1 })])
  await assert.rejects(restore(backup), says(/to\.db is not empty: it has ledger\. Nothing is ever mixed/))
  const now = Date.UTC(2026, 10, 22)
  await assert.rejects(restore(backup, 'to', { now }), says(/to\.db is in use\. Stop the shop first/))
  await engine.close()
  const { aside } = await restore(backup, 'to', { now })
  assert.equal(aside, `${database.file}.2026-11-22T00-00-00Z`)
  const old = await openHouse(t, { kind: 'sqlite', file: aside as string })
  assert.equal((await old.get(ledger, ['old']))[0]?.body.sum, 1)
  await assert.rejects(
    restore(backup),
    says(/was filled from the backup of .* before\. Name an empty database/),
  )
  assert.equal(manifest.store.documents, 303)
})

test('a restore that was cut off goes on, and only with the same backup', async (t) => {
  const { directory, backUp, from } = await aHouse(t)
  const { directory: backup, manifest } = await backUp()
  let cut = true
  const init = {
    ...base,
    directory: backup,
    database: sqliteIn(directory, 'to'),
    mediaDir: join(directory, 'to-media'),
    report({ doing }: { doing: string }) {
      if (cut && doing === 'Verifying') throw new Error('The power is gone.')
    },
  }
  await assert.rejects(restoreBackup(init), /The power is gone/)
  const engine = await openHouse(t, from)
  await engine.commit([put(ledger, 'later', { sum: 1 })])
  await rm(backup, { recursive: true })
  const { directory: later } = await backUp()
  await assert.rejects(
    restoreBackup({ ...init, directory: later }),
    says(/holds what came from the backup of/),
  )
  await engine.commit([{ op: 'remove', collection: ledger, id: 'later', revision: 1 }])
  await rm(later, { recursive: true })
  const { directory: same, manifest: asBefore } = await backUp()
  assert.equal(asBefore.store.digest, manifest.store.digest)
  cut = false
  const { earlier } = await restoreBackup({ ...init, directory: same })
  assert.ok((earlier as number) > 0)
})

test('collections that this version does not know are kept', async (t) => {
  const { directory, backUp } = await aHouse(t)
  const { directory: backup } = await backUp()
  const init = { ...base, directory: backup, mediaDir: join(directory, 'm') }
  const database = sqliteIn(directory, 'to')
  const { unknown } = await restoreBackup({ ...init, database, collections: [goods] })
  assert.deepEqual(unknown, ['ledger'])
  const engine = await openHouse(t, database)
  assert.equal((await engine.get(ledger, ['l200']))[0]?.body.sum, 200)
})

test('a version that does not know all of a store takes no backup of it, which would lack the rest', async (t) => {
  const { from, backUp } = await aHouse(t)
  const engine = await openEngine(from)
  t.after(() => engine.close())
  await engine.prepare([shapes])
  const agree = async (revision: number, current: object, next: object | null = null) => {
    const common = { collection: shapes, id: 'here', schema: 1, body: { current, next } as never }
    await engine.commit([revision ? { op: 'replace', revision, ...common } : { op: 'insert', ...common }])
  }
  const known = { goods: { schema: 2, indexes: {} }, ledger: { schema: 1, indexes: {} } }
  await agree(0, { ...known, coupons: { schema: 1, indexes: {} } })
  await assert.rejects(backUp(), says(/has coupons, which this version does not know/))
  await agree(1, known, { ...known, goods: { schema: 3, indexes: {} } })
  await assert.rejects(backUp(), says(/goods \(schema 3\)/))
  await agree(2, { goods: { schema: 1, indexes: {} } })
  await backUp()
})

test('a backup that fails leaves nothing behind, and one that was killed is not taken for one', async (t) => {
  const { directory, backUp, from, restore } = await aHouse(t)
  const failing = {
    ...base,
    database: from,
    mediaDir: join(directory, 'media'),
    to: join(directory, 'backups'),
    version: '1',
    clock: createManualClock(),
  }
  const report = ({ doing }: { doing: string }) => {
    if (doing === 'Writing') throw new Error('The disk is full.')
  }
  await assert.rejects(takeBackup({ ...failing, report }), /The disk is full/)
  assert.deepEqual(await readdir(join(directory, 'backups')), [])
  await assert.rejects(takeBackup({ ...failing, database: sqliteIn(directory, 'none') }), says(/no shop at/))
  const { directory: backup } = await backUp()
  const killed = `${backup}.unfinished`
  await cp(backup, killed, { recursive: true })
  await rm(join(killed, 'manifest.json'))
  await assert.rejects(restore(killed), says(/has not come to its end/))
})
