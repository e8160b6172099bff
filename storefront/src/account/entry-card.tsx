import type { ReactNode } from 'react'
import { PageTitle } from '../components/page-title.tsx'
import classes from './entry-card.module.css'

/** A page with one thing to do: a card in the middle. */
export function EntryCard({
  title,
  lead,
  children,
}: {
  title: string
  lead?: ReactNode
  children?: ReactNode
}) {
  return (
    <div className={classes.page}>
      <div className={classes.card}>
        <div className={classes.head}>
          <PageTitle size="h2">{title}</PageTitle>
          {lead && <p>{lead}</p>}
        </div>
        {children}
      </div>
    </div>
  )
}

export const Or = ({ children }: { children: string }) => <div className={classes.or}>{children}</div>

export const Ways = ({ children }: { children: ReactNode }) => <div className={classes.ways}>{children}</div>

export const EntryFoot = ({ children }: { children: ReactNode }) => (
  <div className={classes.foot}>{children}</div>
)
