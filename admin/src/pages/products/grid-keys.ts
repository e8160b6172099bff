import type { KeyboardEvent } from 'react'

/** Which cell it is, as `data-cell` says: row and column. */
function placeOf(target: EventTarget): readonly [row: number, column: number] | undefined {
  const place = target instanceof HTMLElement ? target.dataset.cell?.split(':').map(Number) : undefined
  return place ? [place[0] ?? 0, place[1] ?? 0] : undefined
}

function go(grid: HTMLElement, row: number, column: number): boolean {
  const cell = grid.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)
  cell?.focus()
  if (cell instanceof HTMLInputElement && cell.type === 'text') cell.select()
  return cell !== null
}

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/**
 * Moves as in a spreadsheet: Enter and the arrows up and down by rows; left and right by columns once the
 * caret is at that end. Ctrl+D (⌘D) copies a cell into all below: `onFill`.
 */
export function onGridKey(event: KeyboardEvent<HTMLElement>, onFill: (row: number, column: number) => void) {
  const place = placeOf(event.target)
  if (!place) return
  const [row, column] = place
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'd') {
    event.preventDefault()
    onFill(row, column)
    return
  }
  if (ctrlKey || metaKey || altKey) return
  if (key === 'Enter') {
    // In a form it would save.
    event.preventDefault()
    go(event.currentTarget, row + (shiftKey ? -1 : 1), column)
    return
  }
  const step = STEPS[key]
  if (!step || shiftKey || (step[1] !== 0 && !isAtEnd(event.target, step[1]))) return
  if (go(event.currentTarget, row + step[0], column + step[1])) event.preventDefault()
}

function isAtEnd(target: EventTarget, by: number): boolean {
  if (!(target instanceof HTMLInputElement) || target.type !== 'text') return true
  const { selectionStart, selectionEnd, value } = target
  if (selectionStart === 0 && selectionEnd === value.length) return true
  return selectionStart === selectionEnd && selectionStart === (by < 0 ? 0 : value.length)
}
