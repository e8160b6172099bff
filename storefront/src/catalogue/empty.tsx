import type { ReactNode } from 'react'
import classes from './empty.module.css'

/** In place of a list with nothing in it: why that is, and where to go on. */
export function Empty({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      <p className={classes.hint}>{hint}</p>
      {children}
    </div>
  )
}
