import type { Instant } from '#kernel/clock.ts'
import type { Problem } from './cells.ts'
import type { Claims } from './claims.ts'
import type { CsvRow } from './csv-rows.ts'
import type { CatalogueRow, Lines, RefusedRow } from './product-draft.ts'

/** Turns the rows of one format into products and refusals. */
export interface CatalogueReader {
  /** Takes the next row, and answers what is complete by it. */
  take(row: CsvRow): readonly CatalogueRow[]
  /** What was still open when the file ended. */
  end(): Iterable<CatalogueRow>
}

/** What a reader must know, and what may be used only once in a file. */
export interface Reading {
  readonly currency: string
  readonly now: Instant
  readonly handles: Claims
  readonly skus: Claims
  readonly externalIds: Claims
}

/** So many reasons are given for one row; more would not help anyone. */
const REASONS_MAX = 5

/** The rows that make one product. */
export interface Extent {
  readonly lines: Lines
  readonly rows: number
  readonly handle?: string
}

/** One entry for each row at fault; the first also counts the sound rows that are left out with it. */
export function toRefusals({ lines, rows, handle }: Extent, problems: readonly Problem[]): RefusedRow[] {
  const byLine = new Map<number, Set<string>>()
  for (const { line, reason } of problems) {
    const reasons = byLine.get(line) ?? new Set()
    byLine.set(line, reasons.add(reason))
  }
  const inOrder = [...byLine].sort(([a], [b]) => a - b)
  return inOrder.map(([line, reasons], at) => ({
    kind: 'refused' as const,
    line,
    lines,
    rows: at === 0 ? rows - inOrder.length + 1 : 1,
    ...(handle && { handle }),
    reason: inWords([...reasons]),
  }))
}

function inWords(reasons: readonly string[]): string {
  const more = reasons.length > REASONS_MAX ? [`And ${reasons.length - REASONS_MAX} more like these.`] : []
  return [...reasons.slice(0, REASONS_MAX), ...more].join(' ')
}
