import type { ReactNode } from 'react'
import classes from './checkout.module.css'

interface ChoiceProps {
  readonly name: string
  readonly value: string
  readonly isChosen: boolean
  onChoose(): void
  readonly title: ReactNode
  readonly aside?: ReactNode
  readonly children?: ReactNode
}

/** One of several, as a card that can be clicked anywhere. */
export function Choice({ name, value, isChosen, onChoose, title, aside, children }: ChoiceProps) {
  return (
    <label className={classes.choice} data-chosen={isChosen || undefined}>
      <input type="radio" name={name} value={value} checked={isChosen} onChange={onChoose} />
      <span className={classes.choiceText}>
        <span className={classes.choiceTitle}>
          <span>{title}</span>
          {aside && <span className={classes.choiceAside}>{aside}</span>}
        </span>
        {children && <span className={classes.choiceMore}>{children}</span>}
      </span>
    </label>
  )
}
