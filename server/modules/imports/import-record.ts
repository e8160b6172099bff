import { type Instant, toTimestamp } from '#kernel/clock.ts'
import { faults } from '#kernel/fault.ts'
import { Id, Nullable, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { collection, type Document } from '#store/collection.ts'

export const importFaults = faults('import', {
  missing: [404, 'There is no such import.'],
})

/** A row that was left out, and why. */
export interface Refusal {
  readonly line: number
  readonly handle: string | null
  readonly reason: string
}

/** How far an import has come, or what it did. */
export interface Tally {
  readonly bytesRead: number
  /** Rows of the file behind us, refused ones included. */
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refusedRows: number
  /** The first of them, as many as the two limits allow. */
  readonly refused: readonly Refusal[]
}

export const REFUSALS_MAX = 1_000
/** As JSON: an import with its refusals is one document, and a reply. */
export const REFUSALS_BYTES_MAX = 512 * 1024

export const NOTHING_YET: Tally = {
  bytesRead: 0,
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  refusedRows: 0,
  refused: [],
}

/** A file that staff sent, and what became of it. */
export interface ImportRecord extends Document, Tally {
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  /** Why it failed as a whole. */
  readonly error: string | null
  readonly file: string
  readonly bytes: number
  readonly by: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export const imports = collection<ImportRecord>({
  name: 'imports',
  missing: importFaults.missing,
  indexes: {},
})

export const ImportSchema = named(
  'Import',
  Shape({
    id: Id('imp'),
    version: Type.Integer(),
    state: Type.Enum(['waiting', 'running', 'done', 'failed']),
    error: Nullable(Type.String({ description: 'Why nothing more of the file was imported' })),
    bytes: Type.Integer({ description: 'Size of the file' }),
    bytesRead: Type.Integer(),
    rows: Type.Integer({ description: 'Rows read so far' }),
    created: Type.Integer({ description: 'Products that are new' }),
    updated: Type.Integer({ description: 'Products that the file changed' }),
    unchanged: Type.Integer({ description: 'Products that were as in the file' }),
    refusedRows: Type.Integer(),
    refused: Type.Array(
      Shape({ line: Type.Integer(), handle: Nullable(Type.String()), reason: Type.String() }),
      { description: `The first refused rows, at most ${REFUSALS_MAX}, with their lines in the file` },
    ),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  }),
)

export const toImportView = (record: ImportRecord): Static<typeof ImportSchema> => {
  const { revision, file: _file, by: _by, ...rest } = record
  return {
    ...rest,
    refused: [...record.refused],
    version: revision,
    createdAt: toTimestamp(record.createdAt),
    updatedAt: toTimestamp(record.updatedAt),
  }
}
