import { type Call, flagOf } from './call.ts'
import type { Batch, BatchRequest, Cursor } from './cursors.ts'
import { CommandError, notKnownHere } from './errors.ts'
import type { LogEntry, LogPlace } from './log.ts'
import { toKey } from './order.ts'
import type { Stage } from './stages.ts'
import { waitFor } from './statements.ts'
import { type Doc, fromTimestamp, isDoc, parse, serialize, toTimestamp } from './values.ts'
import { LATEST, visible } from './versions.ts'

/** How long the server waits for news when it is not told otherwise. */
const WAIT_MS = 1_000
const LOOK_MAX = 1_000
/** Comes after every change of a commit. */
const PART_MAX = 0xffffff

/** A resume token is a place in the log, in hexadecimal, so that tokens sort as the events do. */
export const toToken = ({ at, part }: LogPlace): Doc => ({
  _data: `82${at.toString(16).padStart(14, '0')}${part.toString(16).padStart(6, '0')}`,
})

export function fromToken(token: unknown): LogPlace {
  const data = isDoc(token) ? token._data : undefined
  const match = typeof data === 'string' ? /^82([0-9a-f]{14})([0-9a-f]{6})$/.exec(data) : null
  if (!match)
    throw new CommandError('InvalidResumeToken', 'Bad resume token: _data of missing or of wrong type')
  return { at: Number.parseInt(match[1] as string, 16), part: Number.parseInt(match[2] as string, 16) }
}

const OPTIONS = [
  'fullDocument',
  'fullDocumentBeforeChange',
  'resumeAfter',
  'startAfter',
  'startAtOperationTime',
  'allChangesForCluster',
  'showExpandedEvents',
]

function startOf(call: Call, options: Doc): LogPlace {
  const token = options.resumeAfter ?? options.startAfter
  if (token !== undefined) return fromToken(token)
  const from = fromTimestamp(options.startAtOperationTime)
  // Changes at that moment itself are among those that come.
  return from === undefined
    ? { at: call.world.storage.now(), part: PART_MAX }
    : { at: from - 1, part: PART_MAX }
}

function checkOptions(options: Doc): void {
  const unknown = Object.keys(options).find((key) => !OPTIONS.includes(key))
  if (unknown) {
    throw new CommandError('IDLUnknownField', `BSON field '$changeStream.${unknown}' is an unknown field.`)
  }
  const { fullDocument = 'default', fullDocumentBeforeChange = 'off' } = options
  if (fullDocument !== 'default' && fullDocument !== 'updateLookup') {
    throw notKnownHere(`fullDocument: "${fullDocument}" of change streams`)
  }
  if (fullDocumentBeforeChange !== 'off') throw notKnownHere('fullDocumentBeforeChange of change streams')
}

/** Changes of a collection, of a database (`collection` undefined), or of everything. */
export function openChangeStream(
  call: Call,
  options: Doc,
  { collection, pipeline }: { readonly collection: string | undefined; readonly pipeline: Stage },
): Cursor {
  checkOptions(options)
  const { storage } = call.world
  const isEverything = flagOf(options, 'allChangesForCluster')
  let place = startOf(call, options)
  let isOver = false

  const concerns = ({ change }: LogEntry) =>
    isEverything ||
    (change.db === call.db &&
      (collection === undefined || change.collection === collection || change.type === 'dropDatabase'))

  /** The next events; moves on past those that the pipeline leaves out. */
  function look(max: number): Uint8Array[] {
    const found: Uint8Array[] = []
    while (found.length < max && !isOver) {
      const entries = storage.log.after(place, LOOK_MAX)
      if (!entries) throw historyLost()
      if (entries.length === 0) {
        const now = { at: storage.now(), part: PART_MAX }
        if (now.at >= place.at) place = now
        break
      }
      for (const entry of entries) {
        place = entry
        const events = concerns(entry) ? toEvents(call, entry, { options, collection }) : []
        for (const event of pipeline(events)) found.push(serialize(event))
        if (events.some(({ operationType }) => operationType === 'invalidate')) isOver = true
        if (found.length >= max || isOver) break
      }
    }
    return found
  }

  return {
    ns: `${call.db}.${collection ?? '$cmd.aggregate'}`,
    sessionKey: call.session?.key,
    isChangeStream: true,
    async next({ size = LOOK_MAX, waitMs, signal }: BatchRequest): Promise<Batch> {
      let items = look(size)
      const until = call.world.clock.now() + (waitMs ?? WAIT_MS)
      while (items.length === 0 && waitMs !== 0 && !isOver && !signal.aborted) {
        const left = until - call.world.clock.now()
        if (left <= 0) break
        await waitFor({ ...call, signal, deadline: undefined }, storage.log.next(), left)
        items = look(size)
      }
      return { items, isLast: isOver, extra: { postBatchResumeToken: toToken(place) } }
    },
  }
}

const historyLost = () =>
  new CommandError(
    'ChangeStreamHistoryLost',
    'Resume of change stream was not possible, as the resume point may no longer be in the oplog.',
  )

interface Watched {
  readonly options: Doc
  readonly collection: string | undefined
}

function toEvents(call: Call, entry: LogEntry, { options, collection }: Watched): Doc[] {
  const { at, change } = entry
  const base = {
    _id: toToken(entry),
    operationType: change.type,
    clusterTime: toTimestamp(at),
    wallTime: wallTimeOf(at),
  }
  const ns = { db: change.db, ...(change.collection !== undefined && { coll: change.collection }) }
  if (change.type === 'drop' || change.type === 'dropDatabase') {
    const isEnd = collection !== undefined || change.type === 'dropDatabase'
    const invalidate = { ...base, _id: toToken({ at, part: PART_MAX }), operationType: 'invalidate' }
    const told = collection !== undefined && change.type === 'dropDatabase' ? [] : [{ ...base, ns }]
    return isEnd && !flagOf(options, 'allChangesForCluster') ? [...told, invalidate] : told
  }
  const event: Doc = { ...base, ns, documentKey: { _id: change.id } }
  if (change.type === 'insert' || change.type === 'replace') {
    event.fullDocument = parse(change.bytes as Uint8Array)
  }
  if (change.type === 'update') {
    event.updateDescription = change.description
    if (options.fullDocument === 'updateLookup') event.fullDocument = currentDoc(call, entry)
  }
  return [event]
}

const wallTimeOf = (at: number) => new Date(Math.floor(at / 2 ** 20) * 1_000)

/** As it is now, which may be later than the event; null if it is gone. */
function currentDoc({ world }: Call, { change }: LogEntry): Doc | null {
  const row = world.storage.find(change.db, change.collection ?? '')?.rows.get(toKey(change.id))
  const version = row && visible(row, LATEST)
  return version?.bytes ? parse(version.bytes) : null
}
