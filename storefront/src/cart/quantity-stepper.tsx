import { Minus, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import classes from './cart.module.css'
import { cartTexts } from './texts.ts'

const QUANTITY_MAX = 10_000

interface QuantityStepperProps {
  readonly title: string
  readonly quantity: number
  onChange(quantity: number): void
}

/** How many of a line: by its buttons, or typed. What is typed counts once the field is left. */
export function QuantityStepper({ title, quantity, onChange }: QuantityStepperProps) {
  const t = useTexts(cartTexts)
  const [typed, setTyped] = useState<string>()
  const take = (wanted: number) => {
    const fitting = Math.min(QUANTITY_MAX, Math.max(1, Math.round(wanted)))
    if (fitting !== quantity) onChange(fitting)
  }
  const finish = () => {
    if (typed && Number.isFinite(Number(typed))) take(Number(typed))
    setTyped(undefined)
  }
  return (
    <fieldset className={classes.stepper} aria-label={t.quantityOf(title)}>
      <button type="button" aria-label={t.less} disabled={quantity <= 1} onClick={() => take(quantity - 1)}>
        <Minus size={16} aria-hidden />
      </button>
      <input
        inputMode="numeric"
        autoComplete="off"
        aria-label={t.quantityOf(title)}
        maxLength={5}
        value={typed ?? quantity}
        onChange={(event) => setTyped(event.currentTarget.value.replace(/\D/g, ''))}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          finish()
        }}
      />
      <button type="button" aria-label={t.more} onClick={() => take(quantity + 1)}>
        <Plus size={16} aria-hidden />
      </button>
    </fieldset>
  )
}
