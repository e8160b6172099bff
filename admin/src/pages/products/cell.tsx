import { useState } from 'react'
import type { GridColumn } from './variant-columns.ts'
import css from './variants.module.css'

interface CellProps {
  readonly column: GridColumn
  readonly place: string
  readonly path: string
  readonly label: string
  readonly value: string | number | null
  readonly error: string | undefined
  readonly isDisabled?: boolean
  readonly onChange: (value: string | number | null) => void
}

/**
 * A cell of the grid. While it is typed into it shows what is typed; then the value in its usual form.
 * What is no number is held as NaN, stays shown, and cannot be saved.
 */
export function Cell({ column, place, path, label, value, error, isDisabled, onChange }: CellProps) {
  const [typed, setTyped] = useState<string>()
  const [isTyping, setTyping] = useState(false)
  const isNone = Number.isNaN(value)
  return (
    <>
      <input
        className={css.cell}
        type="text"
        inputMode={column.kind === 'number' ? 'decimal' : 'text'}
        maxLength={100}
        autoComplete="off"
        data-kind={column.kind}
        data-long={column.name === 'sku' || undefined}
        data-cell={place}
        data-path={path}
        aria-label={`${column.title}, ${label}`}
        aria-invalid={isNone || error !== undefined}
        placeholder={isDisabled ? 'not counted' : column.hint}
        disabled={isDisabled}
        value={typed !== undefined && (isTyping || isNone) ? typed : column.format(value)}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value)
          const parsed = column.parse(currentTarget.value)
          onChange(parsed === undefined ? Number.NaN : parsed)
        }}
        onFocus={({ currentTarget }) => {
          setTyping(true)
          currentTarget.select()
        }}
        onBlur={() => {
          setTyping(false)
          if (!isNone) setTyped(undefined)
        }}
      />
      {(error || isNone) && <span className={css.wrong}>{isNone ? 'Not a number.' : error}</span>}
    </>
  )
}
