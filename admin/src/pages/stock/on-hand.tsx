import { Loader } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { useCan } from '../../session/me.ts'
import css from './stock.module.css'
import { nameOf, type StockRow } from './stock-rows.ts'
import { useCount } from './use-count.ts'

/** The count, to be typed over: Enter saves and goes on to the next one, Escape forgets. */
export function OnHand({ row }: { row: StockRow }) {
  const can = useCan()
  const { level, set, look, isSaving } = useCount(row)
  const [typed, setTyped] = useState<string>()
  if (!level.tracked) return <span className={css.soft}>not counted</span>
  if (!can('inventory:write')) return level.onHand
  const isNone = typed !== undefined && !isCount(typed)
  const commit = () => {
    if (typed !== undefined && isCount(typed) && Number(typed) !== level.onHand)
      set({ onHand: Number(typed) })
    setTyped(undefined)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') setTyped(undefined)
    if (step === undefined || isNone) return
    event.preventDefault()
    const next = neighbourOf(event.currentTarget, step)
    // Leaving it saves.
    if (next) next.focus()
    else event.currentTarget.blur()
  }
  return (
    <span className={css.count}>
      {isSaving && <Loader size={14} aria-label="Saving" />}
      <input
        className={css.input}
        type="text"
        inputMode="numeric"
        maxLength={11}
        autoComplete="off"
        data-count=""
        data-low={level.onHand <= 0 || undefined}
        aria-label={`On hand: ${nameOf(row)}${row.sku ? `, ${row.sku}` : ''}`}
        aria-invalid={isNone}
        value={typed ?? String(level.onHand)}
        onFocus={({ currentTarget }) => {
          currentTarget.select()
          look().catch(() => {})
        }}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
    </span>
  )
}

const isCount = (text: string) => /^-?\d{1,9}$/.test(text.trim())

function neighbourOf(input: HTMLInputElement, step: number): HTMLInputElement | undefined {
  const all = [...document.querySelectorAll<HTMLInputElement>('input[data-count]')]
  return all[all.indexOf(input) + step]
}
