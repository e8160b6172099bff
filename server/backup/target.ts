import { existsSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CollectionSpec, Engine } from '#store/engine.ts'
import { MOVE_ID, type Move, moves, toMove } from '#store/move.ts'
import { type Database, openEngine, openSnapshot } from '#store/open.ts'
import { shapes, unknownIn } from '#store/shapes.ts'
import type { Snapshot } from '#store/snapshot.ts'
import type { MovedCollection } from './collections.ts'
import { sumOf } from './digest.ts'
import { documentsOf } from './documents.ts'
import { type Marker, takeOver } from './marker.ts'
import { MovingError } from './moving-error.ts'
import { countDocuments, type Report } from './progress.ts'

/** A database as people may read it: never with its password. */
export function nameOf(database: Database): string {
  if (database.kind !== 'sqlite') return database.url.replace(/\/\/.*@/, '//').replace(/\?.*$/s, '')
  const file = resolve(database.file)
  return `sqlite:${existsSync(file) ? realpathSync(file) : file}`
}

export interface Target {
  readonly engine: Engine
  readonly marker: Marker
  /** How many documents an earlier, unfinished run has brought; undefined where this is the first one. */
  readonly earlier: number | undefined
}

export interface TargetInit {
  readonly database: Database
  readonly collections: readonly CollectionSpec[]
  /** What it is filled from, as the note in the store says it. */
  readonly origin: string
  /** Whether a target that was finished, and not used since, may be brought in line with its source again. */
  readonly mayBeRenewed: boolean
  readonly report: Report
}

/** Opens what is to be filled: an empty store, or one that a run before this one has begun to fill. */
export async function openTarget(init: TargetInit): Promise<Target> {
  const found = await lookAt(init)
  if (found.move) await refuseMove(found.move, init)
  else if (found.holding) throw new MovingError(notEmpty(init.database, found.holding))
  const engine = await openEngine(init.database)
  try {
    await engine.prepare([moves, ...init.collections])
    return { engine, marker: await takeOver(engine, init.origin), earlier: found.move?.documents }
  } catch (error) {
    await engine.close()
    throw error
  }
}

const notEmpty = (database: Database, holding: string): string =>
  `${nameOf(database)} is not empty: it has ${holding}. Nothing is ever mixed into a store. ` +
  'Name an empty database instead, or empty this one yourself when you are sure that nobody needs it.'

async function lookAt({ database, collections }: TargetInit): Promise<{ move?: Move; holding?: string }> {
  if (database.kind === 'sqlite' && !existsSync(database.file)) return {}
  const snapshot = await openSnapshot(database)
  try {
    const move = await moveIn(snapshot)
    if (move) return { move }
    for await (const { collection } of documentsOf(snapshot, collections)) return { holding: collection.name }
    return {}
  } finally {
    await snapshot.close()
  }
}

async function moveIn(snapshot: Snapshot): Promise<Move | undefined> {
  const [stored] = await snapshot.read(moves, { after: null, limit: 1 })
  return stored?.id === MOVE_ID ? toMove(stored) : undefined
}

async function refuseMove(move: Move, init: TargetInit): Promise<void> {
  const name = nameOf(init.database)
  if (move.origin !== init.origin) {
    throw new MovingError(
      `${name} holds what came from ${move.origin}, not from ${init.origin}. Name an empty database instead.`,
    )
  }
  if (move.state === 'under-way') return
  if (init.mayBeRenewed && (await digestOf(init)) === move.digest) return
  throw new MovingError(
    `${name} was filled from ${move.origin} before${init.mayBeRenewed ? ' and has been used since' : ''}. ` +
      'Name an empty database instead.',
  )
}

async function digestOf({ database, collections, report }: TargetInit): Promise<string> {
  const snapshot = await openSnapshot(database)
  try {
    const count = countDocuments(report, 'Looking whether the target has been used')
    return (await sumOf(documentsOf(snapshot, collections), count)).digest
  } finally {
    await snapshot.close()
  }
}

/**
 * What is being filled itself is nobody's source: it would pass half a shop on. So would a version that does
 * not know all that lies there.
 */
export async function openSource(
  database: Database,
  collections: readonly MovedCollection[],
): Promise<Snapshot> {
  if (database.kind === 'sqlite' && !existsSync(database.file))
    throw new MovingError(
      `There is no shop at ${nameOf(database)}. Set DATA_DIR or DATABASE_URL to where it is.`,
    )
  const snapshot = await openSnapshot(database)
  try {
    await refuseSource(snapshot, nameOf(database), collections)
    return snapshot
  } catch (error) {
    await snapshot.close()
    throw error
  }
}

async function refuseSource(
  snapshot: Snapshot,
  name: string,
  collections: readonly MovedCollection[],
): Promise<void> {
  const move = await moveIn(snapshot)
  if (move && move.state !== 'done')
    throw new MovingError(
      `${name} is being filled from ${move.origin}, which has not come to its end. Let it, first.`,
    )
  const [agreement] = await snapshot.read(shapes, { after: null, limit: 1 })
  const unknown = unknownIn(agreement, collections)
  if (unknown.length > 0)
    throw new MovingError(
      `${name} has ${unknown.join(', ')}, which this version does not know and would leave out. ` +
        'Use the version of the shop that serves there.',
    )
}
