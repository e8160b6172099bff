import type { Document } from 'mongodb'
import { DUPLICATE_KEY, isPassingCode, PassingRefusal } from './failure.ts'
import type { Step } from './steps.ts'

/** A command to the server, and what to make of its reply. */
export interface Command {
  /** `bulkWrite` goes to the server, the others to the shop's database. */
  readonly isAdmin: boolean
  readonly command: Document
  /** How many documents each of these fields of the reply must count. */
  readonly expected: Readonly<Record<string, number>>
}

/** A command is one document of up to 16 MB. */
const COMMAND_BYTES_MAX = 12_000_000

/** What may collide with others comes last, and is held the shorter. Entries go before the same ones come. */
const ORDER: readonly Step['op'][] = ['clear', 'insert', 'delete', 'update']

type Run = readonly [Step, ...Step[]]

/** The fewest commands that bring these steps to the server. */
export function commandsOf(
  steps: readonly Step[],
  to: { readonly database: string; readonly canBulkWrite: boolean },
): Command[] {
  const sorted = ORDER.flatMap((op) => steps.filter((step) => step.op === op))
  if (!to.canBulkWrite || steps.length === 1) return runsOf(sorted, aPlace).map(toCommand)
  const isClear = ({ op }: Step) => op === 'clear'
  const others = sorted.filter((step) => !isClear(step))
  return [
    ...runsOf(sorted.filter(isClear), aPlace).map(toCommand),
    ...runsOf(others, () => '').map((run) => toBulkWrite(run, to.database)),
  ]
}

const aPlace = ({ op, collection }: Step): string => `${op} ${collection}`

/** Steps that can share a command, in order, as far as they fit into one. */
function runsOf(steps: readonly Step[], keyOf: (step: Step) => string): Run[] {
  const runs: Run[] = []
  for (const alike of Map.groupBy(steps, keyOf).values()) {
    let run: [Step, ...Step[]] | undefined
    let bytes = 0
    for (const step of alike) {
      bytes += step.bytes
      if (run && bytes <= COMMAND_BYTES_MAX) {
        run.push(step)
        continue
      }
      run = [step]
      bytes = step.bytes
      runs.push(run)
    }
  }
  return runs
}

function toCommand(run: Run): Command {
  const [{ op, collection }] = run
  const isAdmin = false
  const expected = { n: run.length }
  if (op === 'insert') {
    const documents = run.map((step) => (step as StepOf<'insert'>).document)
    return { isAdmin, command: { insert: collection, documents, ordered: true }, expected }
  }
  if (op === 'update') {
    const updates = (run as unknown as StepOf<'update'>[]).map(({ filter, update }) => ({
      q: filter,
      u: update,
    }))
    return { isAdmin, command: { update: collection, updates, ordered: true }, expected }
  }
  const limit = op === 'clear' ? 0 : 1
  const deletes = (run as unknown as StepOf<'delete'>[]).map(({ filter }) => ({ q: filter, limit }))
  const command = { delete: collection, deletes, ordered: true }
  return { isAdmin, command, expected: op === 'clear' ? {} : expected }
}

type StepOf<K extends Step['op']> = Extract<Step, { op: K }>

function toBulkWrite(run: Run, database: string): Command {
  const names = [...new Set(run.map((step) => step.collection))]
  const ops = run.map((step) => {
    const at = names.indexOf(step.collection)
    if (step.op === 'insert') return { insert: at, document: step.document }
    if (step.op !== 'update') return { delete: at, filter: step.filter, multi: false }
    return { update: at, filter: step.filter, updateMods: step.update, multi: false }
  })
  const nsInfo = names.map((name) => ({ ns: `${database}.${name}` }))
  const count = (op: Step['op']) => run.filter((step) => step.op === op).length
  return {
    isAdmin: true,
    command: { bulkWrite: 1, ops, nsInfo, ordered: true, errorsOnly: true },
    expected: { nInserted: count('insert'), nMatched: count('update'), nDeleted: count('delete') },
  }
}

/** What became of a command: `refused` where a document was not as a step needs it to be. */
export type Outcome = 'done' | 'refused'

const TYPE_MISMATCH = 14

/** Throws where the reply is neither. */
export function outcomeOf({ expected }: Command, reply: Document): Outcome {
  const errors = (reply.writeErrors ?? (reply.nErrors > 0 ? reply.cursor?.firstBatch : [])) as WriteError[]
  const failed = errors.find((error) => error.code !== undefined && error.code !== 0)
  if (failed?.code === DUPLICATE_KEY || failed?.code === TYPE_MISMATCH) return 'refused'
  if (failed) throw refusal(failed)
  if (reply.writeConcernError) throw refusal(reply.writeConcernError as WriteError)
  return Object.entries(expected).every(([field, n]) => reply[field] === n) ? 'done' : 'refused'
}

interface WriteError {
  readonly code?: number
  readonly errmsg?: string
}

function refusal({ code, errmsg }: WriteError): Error {
  const message = `MongoDB refused a write: ${errmsg} (${code})`
  return isPassingCode(code) ? new PassingRefusal(message) : new Error(message)
}
