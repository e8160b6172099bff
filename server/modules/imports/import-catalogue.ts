import type { Ctx } from '#context'
import { Fault } from '#kernel/fault.ts'
import { shopSettings } from '#modules/settings/index.ts'
import type { ByteSource } from './csv-rows.ts'
import { NOTHING_YET, REFUSALS_BYTES_MAX, REFUSALS_MAX, type Refusal, type Tally } from './import-record.ts'
import type { ReadProduct } from './product-draft.ts'
import { type ReadOptions, readCatalogue } from './read-catalogue.ts'
import { ensureCategories, type KnownCategories, type Outcome, saveDraft } from './save-draft.ts'

/**
 * Products that are written at the same time: enough to share a disk sync, few enough to keep memory flat.
 */
const UNDER_WAY_MAX = 32

export interface ImportInit {
  /** Runs work in a unit of its own. */
  readonly run: <R>(work: (ctx: Ctx) => Promise<R>) => Promise<R>
  readonly format?: ReadOptions['format']
  /** Told after each product. */
  readonly onProgress?: (tally: Tally) => void
}

/**
 * Brings a catalogue export into the shop as it streams in: each product is one commit, whole or not at all,
 * and a file that is imported again changes only what differs. What cannot be imported is refused with its
 * line and the reason.
 */
export async function importCatalogue(source: ByteSource, init: ImportInit): Promise<Tally> {
  const { currency } = await init.run(shopSettings)
  const tally = createTally(init.onProgress)
  const known: KnownCategories = new Map()
  const underWay = new Set<Promise<void>>()
  const failures: unknown[] = []
  const { format } = init
  const options = { currency, onBytes: tally.readTo, ...(format && { format }) }
  try {
    for await (const row of readCatalogue(source, options)) {
      if (failures.length > 0) break
      if (row.kind === 'refused') {
        tally.refuse(row.rows, { line: row.line, handle: row.handle ?? null, reason: row.reason })
        continue
      }
      // One after the other: two products must not both make the category that they share.
      const categoryIds = await orRefuse(tally, row, () => ensureCategories(init.run, row.draft, known))
      if (!categoryIds) continue
      const saving = save(init, { row, categoryIds }, tally)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => underWay.delete(saving))
      underWay.add(saving)
      if (underWay.size >= UNDER_WAY_MAX) await Promise.race(underWay)
    }
  } finally {
    await Promise.all(underWay)
  }
  if (failures.length > 0) throw failures[0]
  return tally.now()
}

async function save(
  { run }: ImportInit,
  { row, categoryIds }: { row: ReadProduct; categoryIds: readonly string[] },
  tally: TallyKeeper,
): Promise<void> {
  const outcome = await orRefuse(tally, row, () => run((ctx) => saveDraft(ctx, row.draft, categoryIds)))
  if (outcome) tally.count(row.rows, outcome)
}

/**
 * What the shop's rules refuse belongs into the report, and is undefined here; anything else is a bug or a
 * broken store, and ends the import.
 */
async function orRefuse<R>(
  tally: TallyKeeper,
  { rows, lines, draft }: ReadProduct,
  work: () => Promise<R>,
): Promise<R | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Fault) || error.status >= 500) throw error
    tally.refuse(rows, { line: lines.from, handle: draft.handle, reason: error.message })
    return undefined
  }
}

type TallyKeeper = ReturnType<typeof createTally>

function createTally(onProgress: ImportInit['onProgress']) {
  const counts = { created: 0, updated: 0, unchanged: 0 }
  const refused: Refusal[] = []
  let [bytesRead, rows, refusedRows, told] = [0, 0, 0, 0]
  const now = (): Tally => ({
    ...NOTHING_YET,
    ...counts,
    bytesRead,
    rows,
    refusedRows,
    refused: [...refused],
  })
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
      if (refused.length < REFUSALS_MAX && told < REFUSALS_BYTES_MAX) {
        const brief = shortened(refusal)
        told += Buffer.byteLength(JSON.stringify(brief))
        refused.push(brief)
      }
      onProgress?.(now())
    },
  }
}

const HANDLE_CHARS_SHOWN = 200
const REASON_CHARS_SHOWN = 1_000

const shortened = ({ line, handle, reason }: Refusal): Refusal => ({
  line,
  handle: handle && cut(handle, HANDLE_CHARS_SHOWN),
  reason: cut(reason, REASON_CHARS_SHOWN),
})

const cut = (text: string, charsMax: number) =>
  text.length > charsMax ? `${text.slice(0, charsMax)}…` : text
