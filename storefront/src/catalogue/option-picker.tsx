import { Hidden } from '../components/hidden.tsx'
import { useTexts } from '../language.tsx'
import { type Choice, stateOf } from './choice.ts'
import classes from './option-picker.module.css'
import type { Product } from './prices.ts'
import { catalogueTexts } from './texts.ts'

interface OptionProps {
  readonly option: Product['options'][number]
  readonly product: Product
  readonly choice: Choice
  choose(choice: Choice): void
}

/** What cannot be had with the rest of the choice is marked, and can be looked at all the same. */
export function OptionPicker({ option: { name, values }, product, choice, choose }: OptionProps) {
  const t = useTexts(catalogueTexts)
  const marks = { available: '', 'sold-out': t.soldOutMark, missing: t.missingMark }
  return (
    <fieldset className={classes.option}>
      <legend>{name}</legend>
      <div className={classes.values}>
        {values.map((value) => {
          const state = stateOf(product, choice, name, value)
          return (
            <label key={value} className={classes.value} data-state={state}>
              <input
                type="radio"
                name={`option ${name}`}
                checked={choice[name] === value}
                onChange={() => choose({ ...choice, [name]: value })}
              />
              <span>
                {value}
                {marks[state] && <Hidden> {marks[state]}</Hidden>}
              </span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
