import { BSON } from 'mongodb'
import type { Clock } from '#kernel/clock.ts'
import { SECOND_MS } from '#kernel/clock.ts'
import { type Collection, createCollection, discardPending, forgetVersions } from './collection.ts'
import { CommandError } from './errors.ts'
import { createLog, type Log } from './log.ts'
import { type Moment, toMoment } from './values.ts'
import { type Change, createTxn, type Row, type Txn } from './versions.ts'

/** Everything that the stand-in holds, with what it was for as long as snapshots may ask for it. */
export interface Storage {
  readonly log: Log
  /** When the last commit was. */
  now(): Moment
  /** Without a moment, at the last commit. A moment too long ago is refused. */
  begin(at?: Moment): Txn
  commit(txn: Txn): Moment
  abort(txn: Txn): void
  /** Writes down what has happened to whole collections. */
  record(changes: readonly Change[]): Moment
  checkReadable(at: Moment): void
  collections(db: string): Collection[]
  databases(): string[]
  find(db: string, name: string): Collection | undefined
  /** Makes it where there is none. */
  create(db: string, name: string): Collection
  drop(collection: Collection): void
  /** An open transaction that has written to the collection. */
  writerOf(collection: Collection): Txn | undefined
  transactions(): Iterable<Txn>
}

export interface StorageOptions {
  readonly clock: Clock
  /** How long a moment of the past can be read. */
  readonly historyMs: number
}

export function createStorage({ clock, historyMs }: StorageOptions): Storage {
  const all = new Map<string, Collection>()
  const open = new Set<Txn>()
  const log = createLog()
  /** Rows that have a version too many, in the order of the commits that made it so. */
  let replaced: { at: Moment; row: Row; collection: Collection }[] = []
  let last = toMoment(Math.floor(clock.now() / SECOND_MS), 1)
  let forgottenUntil: Moment = 0

  function tick(): Moment {
    last = Math.max(last + 1, toMoment(Math.floor(clock.now() / SECOND_MS), 1))
    return last
  }

  const oldestReadable = () => toMoment(Math.floor((clock.now() - historyMs) / SECOND_MS), 0)

  function forget(): void {
    let horizon = oldestReadable()
    for (const { snapshot } of open) horizon = Math.min(horizon, snapshot)
    const count = replaced.findIndex(({ at }) => at > horizon)
    const due = replaced.splice(0, count < 0 ? replaced.length : count)
    for (const { row, collection } of due) forgetVersions(collection, row, horizon)
    forgottenUntil = Math.max(forgottenUntil, horizon)
  }

  function finish(txn: Txn): void {
    txn.isOpen = false
    open.delete(txn)
    txn.end()
  }

  function checkReadable(at: Moment): void {
    if (at >= oldestReadable() && at >= forgottenUntil) return
    throw new CommandError('SnapshotTooOld', 'Read timestamp is older than the oldest available timestamp.')
  }

  return {
    log,
    now: () => last,
    begin(at) {
      if (at !== undefined) checkReadable(at)
      const txn = createTxn(at ?? last)
      open.add(txn)
      return txn
    },
    commit(txn) {
      if (txn.rows.size > 0) {
        const at = tick()
        for (const [row, collection] of txn.rows) {
          const before = row.versions.at(-1)
          if (before) before.doc = undefined
          const version = row.pending?.version
          if (!version) continue
          version.at = at
          row.versions.push(version)
          row.pending = undefined
          if (before || !version.bytes) replaced.push({ at, row, collection })
        }
        log.append(at, txn.changes)
      }
      finish(txn)
      if (replaced.length > 0 && (replaced[0]?.at ?? 0) < oldestReadable()) forget()
      return last
    },
    abort(txn) {
      for (const [row, collection] of txn.rows) discardPending(collection, row)
      finish(txn)
    },
    record(changes) {
      log.append(tick(), changes)
      return last
    },
    checkReadable,
    collections: (db) => [...all.values()].filter((each) => each.db === db),
    databases: () => [...new Set([...all.values()].map(({ db }) => db))].sort(),
    find: (db, name) => all.get(`${db}.${name}`),
    create(db, name) {
      const known = all.get(`${db}.${name}`)
      if (known) return known
      checkName(name)
      const made = createCollection(db, name, new BSON.UUID())
      all.set(made.ns, made)
      return made
    },
    drop(collection) {
      all.delete(collection.ns)
      replaced = replaced.filter((each) => each.collection !== collection)
    },
    writerOf: (collection) =>
      [...open].find((txn) => [...txn.rows.values()].some((each) => each === collection)),
    transactions: () => open,
  }
}

function checkName(name: string): void {
  const isRight = name !== '' && !name.includes('$') && !name.includes('\0') && !name.startsWith('.')
  if (!isRight) throw new CommandError('InvalidNamespace', `Invalid collection name: ${name}`)
}
