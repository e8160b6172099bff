import { cell, type Problem } from './cells.ts'
import { createTextSpool } from './text-spool.ts'
import type { WooColumn, WooColumns, WooRow } from './woo-columns.ts'

/** What is kept of variable products until the file has ended. */
export const KEPT_BYTES_MAX = 96 * 1024 * 1024

const FULL =
  'This file has more variable products and variations than can be put together at once. ' +
  'Divide it, each product with its variations.'

/** How many names of perhaps damaged products are remembered, before all are taken to be damaged. */
const LOST_MAX = 100_000
const NAME_CHARS_MAX = 200

/** A variable product with its variations, in their order in the shop. */
export interface Family {
  readonly parent: WooRow
  readonly variations: readonly WooRow[]
  /** The line of a row that could not be taken and may be another of its variations. */
  readonly lost: number | undefined
}

const NOT_OF_VARIATIONS: readonly WooColumn[] = [
  'name',
  'shortDescription',
  'description',
  'categories',
  'tags',
  'brands',
  'visibility',
]

/** Keeps variable products and variations, and puts them together when the file has ended. */
export function createFamilies(columns: WooColumns, bytesMax = KEPT_BYTES_MAX) {
  const spool = createTextSpool(bytesMax)
  const parentRows = createPacking(columns, [])
  const variationRows = createPacking(columns, NOT_OF_VARIATIONS)
  const parents: number[] = []
  const variations = new Map<string, number[]>()
  const lost = new Map<string, number>()
  let anyLost: number | undefined

  const loseNames = (names: readonly string[], line: number) => {
    if (lost.size + names.length > LOST_MAX) anyLost ??= line
    else for (const name of names) lost.set(name, lost.get(name) ?? line)
  }
  const toVariation = (kept: number) => variationRows.unpack(spool.get(kept))
  return {
    /** Keeps a row for later, or says why it cannot be. */
    keep(row: WooRow, kind: 'variable' | 'variation'): string | undefined {
      const parent = cell(row, 'parent')
      const kept = spool.add((kind === 'variable' ? parentRows : variationRows).pack(row))
      if (kept === undefined) {
        if (kind === 'variation') loseNames([parent], row.line)
        return FULL
      }
      const siblings = variations.get(parent)
      if (kind === 'variable') parents.push(kept)
      else if (siblings) siblings.push(kept)
      else variations.set(parent, [kept])
      return undefined
    },
    /**
     * Remembers whose variation a row may be that cannot be read: of any product that is named anywhere in
     * it.
     */
    lose(row: WooRow, isCutOff = false): void {
      if (isCutOff) anyLost ??= row.line
      else if (!isSurelyOther(row)) loseNames(namesIn(row), row.line)
    },
    /** Each product with the variations that name it. */
    *whole(): Generator<Family> {
      for (const kept of parents) {
        const parent = parentRows.unpack(spool.get(kept))
        const keys = keysOf(parent)
        const own = keys.flatMap((key) => variations.get(key) ?? []).map(toVariation)
        const lostLine = keys.map((key) => lost.get(key)).find((line) => line !== undefined)
        for (const key of keys) variations.delete(key)
        yield { parent, variations: own.sort(byPosition), lost: lostLine ?? anyLost }
      }
    },
    /** The variations whose product did not come, after `whole`. */
    *orphans(): Generator<WooRow> {
      for (const siblings of variations.values()) yield* siblings.map(toVariation)
    },
  }
}

const keysOf = (parent: WooRow): string[] =>
  [cell(parent, 'sku'), `id:${cell(parent, 'id')}`].filter((key) => key !== '' && key !== 'id:')

const byPosition = (a: WooRow, b: WooRow) => positionOf(a) - positionOf(b) || a.line - b.line

const positionOf = (row: WooRow) => Number(cell(row, 'position')) || 0

/** A row that stands on one line and has a clear type is what it says, whatever else is wrong with it. */
const isSurelyOther = (row: WooRow) =>
  row.line === row.lastLine && /^(?:simple|grouped|external|variable)\b/i.test(cell(row, 'type'))

function namesIn(row: WooRow): string[] {
  const names = row.cells.join(',').split(/[,"\r\n]+/)
  return [...new Set(names.map((name) => name.trim()))].filter(
    (name) => name && name.length <= NAME_CHARS_MAX,
  )
}

/** A row as one text, with only the cells that will be needed. */
function createPacking(columns: WooColumns, unused: readonly WooColumn[]) {
  const named = (Object.keys(columns.at) as WooColumn[]).filter((column) => !unused.includes(column))
  const places = [
    ...named.map((column) => columns.at[column]).filter((at) => at !== -1),
    ...columns.attributes.flatMap(({ name, values }) => [name, values]),
  ]
  return {
    pack: ({ line, lastLine, problems, cells }: WooRow): string =>
      JSON.stringify([line, lastLine, problems, places.map((at) => cells[at])]),
    unpack(packed: string): WooRow {
      const [line, lastLine, problems, texts] = JSON.parse(packed) as [number, number, Problem[], string[]]
      const cells: (string | undefined)[] = new Array(columns.header.length).fill(undefined)
      for (const [index, text] of texts.entries()) cells[places[index] as number] = text
      return { line, lastLine, problems, columns, cells }
    },
  }
}
