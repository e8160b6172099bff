import { ShopError } from '@marketsquare/sdk'
import { FaultAlert } from './fault-alert.tsx'
import { NotFound } from './not-found.tsx'
import classes from './page-fault.module.css'

/** In place of a page that could not be shown. */
export function PageFault({ error, reset }: { error: unknown; reset?: () => void }) {
  if (error instanceof ShopError && error.status === 404) return <NotFound />
  return (
    <div className={classes.page}>
      <FaultAlert error={error} retry={reset} />
    </div>
  )
}
