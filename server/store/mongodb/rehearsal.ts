import { type Body, Conflict, type ConflictKind } from '#store/engine.ts'
import { fromBsonBody } from './bodies.ts'
import { bodyOf, type Encoded, encode, type MongoDocument, newBirth } from './documents.ts'
import { type Entry, indexOfEntry } from './layout.ts'
import { byDocument, isPlainAdjust, nameOf, type Planned, type PlannedAs } from './plan.ts'
import {
  type Adjustment,
  adjustStep,
  clearStep,
  deleteStep,
  entrySteps,
  exactly,
  insertStep,
  replaceStep,
  type Step,
} from './steps.ts'

/** What lies in the database, as far as a commit is concerned. */
export interface Seen {
  /** By `nameOf`. */
  readonly documents: ReadonlyMap<string, MongoDocument>
  /** Whom an entry belongs to. */
  readonly owners: ReadonlyMap<string, string>
  /** Entries that somebody was asked about: filled by the rehearsal. */
  readonly asked: Set<string>
}

/** A document on its way through a commit. */
interface State {
  readonly before: MongoDocument | undefined
  exists: boolean
  revision: number
  birth: number
  /** Of the body as it is now; none as long as nothing has changed it. */
  encoded?: Encoded
  body?: Body
  entries: readonly string[]
}

export interface Rehearsed {
  /** They bring what was seen to what it became. */
  readonly steps: readonly Step[]
  /** For each commit what it ran into, a `Conflict` or `TypeError` for one; it is left out then. */
  readonly failures: readonly unknown[]
}

/** Carries out commits in memory, in order, on what was seen, each all or nothing. */
export function rehearse(commits: readonly (readonly Planned[])[], seen: Seen): Rehearsed {
  let stage: Stage = { seen, states: new Map(), owners: new Map() }
  const written: Planned[] = []
  const failures = commits.map((writes) => {
    const trial = commits.length === 1 ? stage : copyOf(stage)
    try {
      for (const write of writes) play(trial, write)
    } catch (failure) {
      return failure
    }
    stage = trial
    written.push(...writes)
    return undefined
  })
  const steps = [...byDocument(written)].flatMap(([name, ofOne]) =>
    stepsOf(stage.states.get(name) as State, ofOne),
  )
  return { steps, failures }
}

interface Stage {
  readonly seen: Seen
  readonly states: Map<string, State>
  /** Entries that changed hands. */
  readonly owners: Map<string, string | undefined>
}

const copyOf = ({ seen, states, owners }: Stage): Stage => ({
  seen,
  states: new Map([...states].map(([name, state]) => [name, { ...state }])),
  owners: new Map(owners),
})

function stateOf({ seen, states }: Stage, write: Planned): State {
  const name = nameOf(write)
  let state = states.get(name)
  if (!state) {
    const before = seen.documents.get(name)
    const { revision = 0, birth = 0, entries = [] } = before ?? {}
    state = { before, exists: before !== undefined, revision, birth, entries }
    states.set(name, state)
  }
  return state
}

const refuse = ({ layout, id }: Planned, kind: ConflictKind, index?: string) =>
  new Conflict(kind, { collection: layout.name, id, index })

function play(stage: Stage, write: Planned): void {
  const state = stateOf(stage, write)
  if (write.op === 'insert') {
    if (state.exists) throw refuse(write, 'taken', 'byId')
    put(stage, write, write.encoded)
    state.revision = write.revision
    state.birth = newBirth()
    return
  }
  if (!state.exists) throw refuse(write, 'stale')
  if (write.op !== 'adjust' && state.revision !== write.revision) throw refuse(write, 'stale')
  if (write.op === 'remove') {
    state.exists = false
    hand(stage, state.entries, undefined)
    state.entries = []
    return
  }
  put(stage, write, write.op === 'replace' ? write.encoded : adjusted(state, write))
  state.revision += 1
}

function adjusted(state: State, write: PlannedAs<'adjust'>): Encoded {
  const { layout, id, field, by, floor = -Infinity } = write
  const body = state.body ?? bodyIn(state)
  const held = body[field] ?? 0
  const sum = (held as number) + by
  if (!Number.isSafeInteger(held) || !Number.isSafeInteger(sum))
    throw new TypeError(`${layout.name}/${id}: "${field}" does not hold an integer that can be adjusted.`)
  if (sum < floor) throw refuse(write, 'floor')
  state.body = { ...body, [field]: sum }
  const schema = state.encoded?.schema ?? (state.before as MongoDocument).schema
  return encode(layout, { id, schema, body: state.body })
}

const bodyIn = ({ encoded, before }: State): Body =>
  encoded ? fromBsonBody(encoded.body) : bodyOf(before as MongoDocument)

function put(stage: Stage, write: Planned, encoded: Encoded): void {
  const { layout, id } = write
  const state = stateOf(stage, write)
  for (const { _id } of encoded.entries) {
    const index = indexOfEntry(layout, _id)
    if (!index?.unique) continue
    const owner = ownerOf(stage, _id)
    if (owner !== undefined && owner !== id) throw refuse(write, 'taken', index.name)
  }
  const entries = encoded.entries.map((entry) => entry._id)
  hand(stage, without(state.entries, entries), undefined)
  hand(stage, entries, id)
  if (write.op !== 'adjust') delete state.body
  Object.assign(state, { exists: true, encoded, entries })
}

function ownerOf({ seen, owners }: Stage, entry: string): string | undefined {
  seen.asked.add(entry)
  return owners.has(entry) ? owners.get(entry) : seen.owners.get(entry)
}

function hand({ owners }: Stage, entries: readonly string[], to: string | undefined): void {
  for (const entry of entries) owners.set(entry, to)
}

function without(all: readonly string[], some: readonly string[]): string[] {
  const left = new Set(some)
  return all.filter((each) => !left.has(each))
}

function stepsOf(state: State, ofOne: readonly Planned[]): Step[] {
  const { before, encoded, exists } = state
  const [{ layout, id }] = ofOne as [Planned]
  if (exists && before?.layout === layout.id && ofOne.every(isCountable(before)))
    return [adjustStep(layout, id, ofOne as readonly (Planned & Adjustment)[])]
  const gone = without(before?.entries ?? [], state.entries)
  const cleared = gone.length > 0 ? [clearStep(id, gone)] : []
  if (!exists) return before ? [...cleared, deleteStep(layout, exactly(before))] : []
  const { revision, birth } = state
  const written = encoded as Encoded
  if (!before) return [insertStep(layout, written, { revision, birth }), ...entrySteps(written.entries)]
  const had = new Set(before.entries)
  const added = written.entries.filter((entry: Entry) => !had.has(entry._id))
  const step = replaceStep(layout, written, { filter: exactly(before), set: { revision, birth } })
  return [...cleared, step, ...entrySteps(added)]
}

/** `$inc` cannot add to a null, which counts as 0 as well. */
const isCountable =
  ({ body }: MongoDocument) =>
  (write: Planned): boolean =>
    isPlainAdjust(write) && body[write.field] !== null
