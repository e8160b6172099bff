import type { ReactNode } from 'react'
import classes from './checkout.module.css'

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

export const Section = ({ id, title, aside, children }: SectionProps) => (
  <section className={classes.section} aria-labelledby={id}>
    <div className={classes.sectionHead}>
      <h2 id={id}>{title}</h2>
      {aside}
    </div>
    {children}
  </section>
)
