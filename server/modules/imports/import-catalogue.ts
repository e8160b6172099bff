import type { Ctx } from '#context'
import { Fault } from '#kernel/fault.ts'
import { shopSettings } from '#modules/settings/index.ts'
import type { ByteSource } from './csv-rows.ts'
import { NOTHING_YET, REFUSALS_MAX, type Refusal, type Tally } from './import-record.ts'
import type { ReadProduct } from './product-draft.ts'
import { type ReadOptions, readCatalogue } from './read-catalogue.ts'
import { ensureCategories, type KnownCategories, type Outcome, saveDraft } from './save-draft.ts'

/** Products that are written at the same time: enough to share a disk sync, few enough to keep memory flat. */
const UNDER_WAY_MAX = 32

export interface ImportInit {
  /** Runs work in a unit of its own. */
  readonly run: <R>(work: (ctx: Ctx) => Promise<R>) => Promise<R>
  readonly format?: ReadOptions['format']
  /** Told after each product. */
  readonly onProgress?: (tally: Tally) => void
}

/**
 * Brings a catalogue export into the shop as it streams in: each product is one commit, whole or not at all, and a file
 * that is imported again changes only what differs. What cannot be imported is refused with its line and the reason.
 */
export async function importCatalogue(source: ByteSource, init: ImportInit): Promise<Tally> {
  const { currency } = await init.run(shopSettings)
  const tally = createTally(init.onProgress)
  const known: KnownCategories = new Map()
  const underWay = new Set<Promise<void>>()
  const { format } = init
  const options = { currency, onBytes: tally.readTo, ...(format && { format }) }
  for await (const row of readCatalogue(source, options)) {
    if (row.kind === 'refused') {
      tally.refuse(row.rows, { line: row.line, handle: row.handle ?? null, reason: row.reason })
      continue
    }
    // One after the other: two products must not both make the category that they share.
    const categoryIds = await ensureCategories(init.run, row.draft, known)
    const saving = save(init, { row, categoryIds }, tally).finally(() => underWay.delete(saving))
    underWay.add(saving)
    if (underWay.size >= UNDER_WAY_MAX) await Promise.race(underWay)
  }
  await Promise.all(underWay)
  return tally.now()
}

async function save(
  { run }: ImportInit,
  { row, categoryIds }: { row: ReadProduct; categoryIds: readonly string[] },
  tally: TallyKeeper,
): Promise<void> {
  try {
    const outcome = await run((ctx) => saveDraft(ctx, row.draft, categoryIds))
    tally.count(row.rows, outcome)
  } catch (error) {
    // What the shop's rules refuse belongs into the report; anything else is a bug or a broken store, and ends the import.
    if (!(error instanceof Fault) || error.status >= 500) throw error
    tally.refuse(row.rows, { line: row.lines.from, handle: row.draft.handle, reason: error.message })
  }
}

type TallyKeeper = ReturnType<typeof createTally>

function createTally(onProgress: ImportInit['onProgress']) {
  const counts = { created: 0, updated: 0, unchanged: 0 }
  const refused: Refusal[] = []
  let [bytesRead, rows, refusedRows] = [0, 0, 0]
  const now = (): Tally => ({ ...NOTHING_YET, ...counts, bytesRead, rows, refusedRows, refused })
  return {
    now,
    readTo(bytes: number) {
      bytesRead = bytes
    },
    count(rowCount: number, outcome: Outcome) {
      rows += rowCount
      counts[outcome] += 1
      onProgress?.(now())
    },
    refuse(rowCount: number, refusal: Refusal) {
      rows += rowCount
      refusedRows += rowCount
      if (refused.length < REFUSALS_MAX) refused.push(refusal)
      onProgress?.(now())
    },
  }
}
