import { CircleAlert } from 'lucide-react'
import { useExplain } from '../faults.ts'
import { useTexts } from '../language.tsx'
import { commonTexts } from '../texts/common.ts'
import action from './action.module.css'
import classes from './fault-alert.module.css'

/** What went wrong and, where it helps, a button to try once more. Read out as it appears. */
export function FaultAlert({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const explain = useExplain()
  const t = useTexts(commonTexts)
  if (!error) return null
  return (
    <div className={classes.alert} role="alert">
      <CircleAlert size={20} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <strong>{t.wentWrong}</strong>
        <p>{explain(error)}</p>
        {retry && (
          <button type="button" className={action.action} onClick={retry}>
            {t.retry}
          </button>
        )}
      </div>
    </div>
  )
}
