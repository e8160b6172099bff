import type { ReactNode } from 'react'
import classes from './hidden.module.css'

/** Read out, but not seen. */
export const Hidden = ({ children }: { children: ReactNode }) => (
  <span className={classes.hidden}>{children}</span>
)

/** Reads out what changes, at the next pause. */
export const Status = ({ children }: { children: ReactNode }) => (
  <span className={classes.hidden} role="status">
    {children}
  </span>
)
