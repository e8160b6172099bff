import { Check } from 'lucide-react'
import { useTexts } from '../language.tsx'
import classes from './order.module.css'
import { type Order, type Step, stepsOf } from './steps.ts'
import { orderTexts } from './texts.ts'

/** How far it has come. */
export function OrderSteps({ order }: { order: Order }) {
  const t = useTexts(orderTexts)
  const said: Readonly<Record<Step['state'], string>> = { done: t.stepDone, now: t.stepNow, next: t.stepNext }
  return (
    <ol className={classes.steps} aria-label={t.stepsLabel}>
      {stepsOf(order).map(({ name, state }) => (
        <li key={name} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
          <span className={classes.dot} aria-hidden>
            {state === 'done' && <Check size={14} strokeWidth={3} />}
          </span>
          <span>
            {t.steps[name]}
            <span className={classes.hidden}>, {said[state]}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}
